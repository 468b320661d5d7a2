#include "ui/default_page.h"

#include <algorithm>

namespace salon {

namespace {

WebRtc stream_of(const StreamOptions& options, const std::optional<Component>& trigger) {
    const bool full_screen = options.ui_args.full_screen && options.mode == StreamMode::SendReceive;
    WebRtc stream({.label = options.ui_args.title,
                   .modality = options.modality,
                   .mode = options.mode,
                   .icon = options.ui_args.icon,
                   .icon_button_color = options.ui_args.icon_button_color,
                   .pulse_color = options.ui_args.pulse_color,
                   .icon_radius = options.ui_args.icon_radius,
                   .button_labels = options.ui_args.button_labels,
                   .textbox = options.ui_args.textbox,
                   .full_screen = full_screen,
                   .track_constraints = options.track_constraints,
                   .rtp_params = options.rtp_params,
                   .rtc_configuration = options.rtc_configuration,
                   .server_rtc_configuration = options.server_rtc_configuration});
    return stream.stream(options.handler, {.inputs = options.additional_inputs,
                                           .outputs = options.additional_outputs,
                                           .time_limit = options.time_limit,
                                           .concurrency_limit = options.concurrency_limit,
                                           .trigger = trigger,
                                           .send_input_on = options.ui_args.send_input_on});
}

/// The outputs that do not stand among the inputs already.
Components only_outputs(const StreamOptions& options) {
    Components rest;
    for (const auto& output : options.additional_outputs) {
        const auto same = [&](const Component& input) { return input.node() == output.node(); };
        if (std::ranges::none_of(options.additional_inputs, same)) rest.push_back(output);
    }
    return rest;
}

std::string escaped(std::string_view text) {
    std::string html;
    for (const char c : text) {
        if (c == '<')
            html += "&lt;";
        else if (c == '&')
            html += "&amp;";
        else
            html += c;
    }
    return html;
}

Components heading(const UiArgs& args) {
    Components parts;
    if (!args.hide_title) {
        parts.push_back(Html("<h1 style=\"text-align: center\">" + escaped(args.title) + "</h1>"));
    }
    if (!args.subtitle.empty()) {
        parts.push_back(
            Html("<div style=\"text-align: center\">" + escaped(args.subtitle) + "</div>"));
    }
    return parts;
}

Components followed_by(Components first, const Components& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

/// The stream fills the window; inputs stand at its left, outputs at its right.
Components immersive(const StreamOptions& options) {
    Components parts;
    if (!options.additional_inputs.empty())
        parts.push_back(Sidebar(Side::Left, options.additional_inputs));
    parts.push_back(stream_of(options, std::nullopt));
    const auto outputs = only_outputs(options);
    if (!outputs.empty()) parts.push_back(Sidebar(Side::Right, outputs));
    return parts;
}

Components centred(const StreamOptions& options) {
    const auto stream = followed_by({stream_of(options, std::nullopt)}, options.additional_inputs);
    Components columns{Column({}, stream)};
    const auto outputs = only_outputs(options);
    if (!outputs.empty()) columns.push_back(Column({}, outputs));
    return followed_by(heading(options.ui_args), {Row({}, columns)});
}

Components side_by_side(const StreamOptions& options) {
    Components left = options.additional_inputs;
    std::optional<Component> trigger;
    if (options.mode == StreamMode::Receive) {
        trigger = Button({.value = "Start Stream", .variant = ButtonVariant::Primary});
        left.push_back(*trigger);
    }
    const auto right = followed_by({stream_of(options, trigger)}, only_outputs(options));
    Components columns;
    if (!left.empty()) columns.push_back(Column({}, left));
    columns.push_back(Column({}, right));
    return followed_by(heading(options.ui_args), {Row({}, columns)});
}

Components parts_of(const StreamOptions& options) {
    if (options.mode != StreamMode::SendReceive) return side_by_side(options);
    return options.ui_args.full_screen ? immersive(options) : centred(options);
}

}  // namespace

Blocks default_page(const StreamOptions& options) {
    return Blocks({.title = options.ui_args.title,
                   .css = options.ui_args.css,
                   .theme = options.ui_args.theme},
                  parts_of(options));
}

}  // namespace salon
