#include "ui/checks.h"

#include <algorithm>
#include <map>

namespace salon::ui {

namespace {

[[noreturn]] void mend(const std::string& sentence) { throw CompositionError(sentence); }

std::string the(const Node& node) { return "the " + name_of(node); }

void check_properties(const std::map<std::string, std::string>& properties) {
    for (const auto& [name, value] : properties) {
        if (!name.starts_with("--") || name.find_first_of(":;{}< ") != std::string::npos) {
            mend("the theme's \"" + name + "\" is no custom property: its name begins with --");
        }
        if (value.find_first_of(";{}<") != std::string::npos) {
            mend("the theme's value of " + name + " holds one of ; { } <: give the value alone");
        }
    }
}

double number_of(const Node& node, std::string_view name) {
    return node.props.at({name.data(), name.size()}).to_number<double>();
}

void check_slider(const Node& node) {
    const double minimum = number_of(node, "minimum");
    const double maximum = number_of(node, "maximum");
    if (!(minimum < maximum))
        mend(the(node) + " has no range: its minimum must be below its maximum");
    if (!(number_of(node, "step") > 0)) mend(the(node) + " needs a step above 0");
    const double value = std::get<double>(node.value);
    if (!(value >= minimum && value <= maximum)) {
        mend(the(node) + " begins outside its range: give a value from its minimum to its maximum");
    }
}

Modality modality_of(const Hooks& hooks) {
    const bool audio = hooks.receive || hooks.emit;
    const bool video = hooks.video_receive || hooks.video_emit;
    if (audio == video) return Modality::AudioVideo;
    return audio ? Modality::Audio : Modality::Video;
}

void check_hooks(const Node& node, Modality modality, const Hooks& hooks) {
    const std::string stream = the(node);
    if (!carries_audio(modality) && (hooks.receive || hooks.emit)) {
        mend(stream +
             " carries video only, but its handler has audio hooks: set .modality to "
             "Modality::AudioVideo, or give it a handler for video");
    }
    if (!carries_video(modality) && (hooks.video_receive || hooks.video_emit)) {
        mend(stream +
             " carries audio only, but its handler has video hooks: set .modality to "
             "Modality::AudioVideo, or give it a handler for audio");
    }
    const bool sends =
        (carries_audio(modality) && hooks.emit) || (carries_video(modality) && hooks.video_emit);
    if (node.channel->mode == StreamMode::Receive && !sends) {
        mend(stream + " only receives, but its handler sends nothing: override emit or video_emit");
    }
}

}  // namespace

void check_theme(const Theme& theme) {
    check_properties(theme.light);
    check_properties(theme.dark);
}

void check_node(const Node& node) {
    if (node.elem_id.find_first_of(" \t\n\"'<>&") != std::string::npos) {
        mend(the(node) + " has an elem_id that is no id: use letters, digits, - and _");
    }
    if (node.kind == Kind::Slider) check_slider(node);
    if (node.kind == Kind::Textbox && node.props.at("kind") == "password" &&
        !std::get<std::string>(node.value).empty()) {
        mend(the(node) +
             " would show its value to every visitor: leave a password empty, and keep "
             "secrets in settings");
    }
    if (node.kind == Kind::WebRtc && !node.channel->stream) {
        mend(the(node) + " has no handler: call stream(make<YourHandler>(), ...) on it");
    }
}

void check_ids(const std::vector<NodeRef>& nodes) {
    std::map<std::string, const Node*> known;
    for (const auto& node : nodes) {
        if (node->elem_id.empty()) continue;
        const auto [other, is_new] = known.emplace(node->elem_id, node.get());
        if (is_new) continue;
        mend(the(*other->second) + " and " + the(*node) + " share the elem_id \"" + node->elem_id +
             "\": give each its own");
    }
}

void check_labels(const Node& stream, const std::vector<const Node*>& inputs) {
    std::map<std::string, const Node*> known;
    for (const auto* input : inputs) {
        if (input->label.empty() || known.emplace(input->label, input).second) continue;
        mend("two inputs of " + the(stream) + " are labelled \"" + input->label +
             "\": give each its own label");
    }
}

void check_stream(const Node& node, const PlacedStream& stream) {
    if (!stream.binding->handler) {
        mend(the(node) + " has an empty handler: call stream(make<YourHandler>(), ...) on it");
    }
    if (stream.concurrency_limit && *stream.concurrency_limit < 1) {
        mend(the(node) + " lets nobody in: set a concurrency_limit of at least 1, or none");
    }
    if (stream.time_limit && *stream.time_limit < 1s) {
        mend(the(node) + " would end before it began: set a time_limit of at least 1 s, or none");
    }
    if (stream.channel->mode == StreamMode::Receive && !stream.trigger) {
        mend(the(node) + " only receives, so nothing starts it: name a Button as its .trigger");
    }
}

Modality settle_modality(const Node& node) {
    const auto& channel = *node.channel;
    const auto& hooks = channel.stream->handler.hooks();
    const auto own = hooks ? modality_of(*hooks) : Modality::AudioVideo;
    const auto modality = channel.modality.value_or(own);
    if (hooks) check_hooks(node, modality, *hooks);
    return modality;
}

}  // namespace salon::ui
