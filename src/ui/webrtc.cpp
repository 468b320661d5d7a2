#include "ui/webrtc.h"

#include <utility>

#include <boost/json.hpp>

namespace salon {

namespace {

namespace json = boost::json;

json::value or_null(const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::value or_null(const std::optional<int>& number) {
    return number ? json::value(*number) : json::value(nullptr);
}

json::value or_null(json::object object) {
    return object.empty() ? json::value(nullptr) : json::value(std::move(object));
}

json::object props_of(WebRtcOptions& options) {
    const auto& labels = options.button_labels;
    return {{"mode", ui::to_string(options.mode)},
            {"icon_button_color", or_null(options.icon_button_color)},
            {"pulse_color", or_null(options.pulse_color)},
            {"icon_radius", options.icon_radius},
            {"button_labels", json::object{{"start", or_null(labels.start)},
                                           {"stop", or_null(labels.stop)},
                                           {"waiting", or_null(labels.waiting)}}},
            {"textbox", options.textbox},
            {"full_screen", options.full_screen},
            {"height", or_null(options.height)},
            {"width", or_null(options.width)},
            {"track_constraints", or_null(std::move(options.track_constraints))},
            {"rtp_params", or_null(std::move(options.rtp_params))},
            {"fetches_rtc_configuration", static_cast<bool>(options.rtc_configuration)}};
}

std::vector<ui::NodeLink> links_to(const std::vector<Component>& components) {
    std::vector<ui::NodeLink> links;
    links.reserve(components.size());
    for (const auto& component : components) links.push_back(component.node());
    return links;
}

}  // namespace

WebRtc::WebRtc(WebRtcOptions options)
    : Component(ui::Node{
          .kind = ui::Kind::WebRtc,
          .label = options.label,
          .elem_id = options.elem_id,
          .props = props_of(options),
          .file = options.icon,
          .channel = ui::Channel{.modality = options.modality,
                                 .mode = options.mode,
                                 .rtc_configuration = options.rtc_configuration,
                                 .server_rtc_configuration = options.server_rtc_configuration}}) {}

WebRtc& WebRtc::stream(HandlerFactory handler, const StreamBindings& bindings) {
    ui::StreamBinding stream{.handler = std::move(handler),
                             .inputs = links_to(bindings.inputs),
                             .outputs = links_to(bindings.outputs),
                             .time_limit = bindings.time_limit,
                             .concurrency_limit = bindings.concurrency_limit,
                             .send_input_on = bindings.send_input_on};
    if (bindings.trigger) stream.trigger = bindings.trigger->node();
    node()->channel->stream = std::move(stream);
    return *this;
}

}  // namespace salon
