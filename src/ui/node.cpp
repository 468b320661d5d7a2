#include "ui/node.h"

namespace salon::ui {

std::string_view to_string(Kind kind) {
    switch (kind) {
        case Kind::Blocks:
            return "blocks";
        case Kind::Row:
            return "row";
        case Kind::Column:
            return "column";
        case Kind::Group:
            return "group";
        case Kind::Sidebar:
            return "sidebar";
        case Kind::Markdown:
            return "markdown";
        case Kind::Html:
            return "html";
        case Kind::Image:
            return "image";
        case Kind::Textbox:
            return "textbox";
        case Kind::Slider:
            return "slider";
        case Kind::Button:
            return "button";
        case Kind::Label:
            return "label";
        case Kind::Json:
            return "json";
        case Kind::Chatbot:
            return "chatbot";
        case Kind::WebRtc:
            return "webrtc";
    }
    return "unknown";
}

std::string_view to_string(Modality modality) {
    switch (modality) {
        case Modality::Audio:
            return "audio";
        case Modality::Video:
            return "video";
        case Modality::AudioVideo:
            return "audio-video";
    }
    return "unknown";
}

std::string_view to_string(StreamMode mode) {
    switch (mode) {
        case StreamMode::SendReceive:
            return "send-receive";
        case StreamMode::Send:
            return "send";
        case StreamMode::Receive:
            return "receive";
    }
    return "unknown";
}

std::string name_of(const Node& node) {
    std::string name(to_string(node.kind));
    const auto& called = node.label.empty() ? node.elem_id : node.label;
    return called.empty() ? name : name + " \"" + called + "\"";
}

}  // namespace salon::ui
