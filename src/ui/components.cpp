#include "ui/components.h"

#include <boost/json.hpp>

namespace salon {

namespace {

namespace json = boost::json;
using ui::Kind;
using ui::Node;

json::value or_null(const std::optional<int>& number) {
    return number ? json::value(*number) : json::value(nullptr);
}

std::string_view name_of(Source source) {
    switch (source) {
        case Source::Upload:
            return "upload";
        case Source::Clipboard:
            return "clipboard";
        case Source::Webcam:
            return "webcam";
    }
    return "upload";
}

std::string_view name_of(ButtonVariant variant) {
    switch (variant) {
        case ButtonVariant::Primary:
            return "primary";
        case ButtonVariant::Secondary:
            return "secondary";
        case ButtonVariant::Stop:
            return "stop";
    }
    return "secondary";
}

json::array names_of(const std::vector<Source>& sources) {
    json::array names;
    for (const auto source : sources) names.emplace_back(name_of(source));
    return names;
}

}  // namespace

Markdown::Markdown(std::string text, std::string elem_id)
    : Valued(Node{.kind = Kind::Markdown,
                  .elem_id = std::move(elem_id),
                  .value = ui::write(std::move(text))}) {}

Html::Html(std::string html, std::string elem_id)
    : Valued(Node{
          .kind = Kind::Html, .elem_id = std::move(elem_id), .value = ui::write(std::move(html))}) {
}

Image::Image(ImageOptions options)
    : Valued(Node{.kind = Kind::Image,
                  .label = std::move(options.label),
                  .elem_id = std::move(options.elem_id),
                  .props = {{"sources", names_of(options.sources)},
                            {"interactive", !options.sources.empty()},
                            {"height", or_null(options.height)}},
                  .value = PictureRef(),
                  .file = std::move(options.value)}) {}

Textbox::Textbox(TextboxOptions options)
    : Valued(Node{.kind = Kind::Textbox,
                  .label = std::move(options.label),
                  .elem_id = std::move(options.elem_id),
                  .props = {{"kind", options.kind == TextKind::Password ? "password" : "text"},
                            {"placeholder", options.placeholder},
                            {"info", options.info},
                            {"lines", options.lines},
                            {"interactive", true}},
                  .value = ui::write(std::move(options.value))}) {}

Slider::Slider(SliderOptions options)
    : Valued(Node{.kind = Kind::Slider,
                  .label = std::move(options.label),
                  .elem_id = std::move(options.elem_id),
                  .props = {{"minimum", options.minimum},
                            {"maximum", options.maximum},
                            {"step", options.step},
                            {"info", options.info},
                            {"interactive", true}},
                  .value = options.value.value_or(options.minimum)}) {}

Button::Button(ButtonOptions options)
    : Valued(Node{.kind = Kind::Button,
                  .elem_id = std::move(options.elem_id),
                  .props = {{"variant", name_of(options.variant)}, {"interactive", true}},
                  .value = ui::write(std::move(options.value))}) {}

Label::Label(LabelOptions options)
    : Valued(Node{.kind = Kind::Label,
                  .label = std::move(options.label),
                  .elem_id = std::move(options.elem_id)}) {}

Json::Json(LabelOptions options)
    : Valued(Node{.kind = Kind::Json,
                  .label = std::move(options.label),
                  .elem_id = std::move(options.elem_id)}) {}

Chatbot::Chatbot(ChatbotOptions options)
    : Valued(Node{.kind = Kind::Chatbot,
                  .label = std::move(options.label),
                  .elem_id = std::move(options.elem_id),
                  .props = {{"height", or_null(options.height)}},
                  .value = ui::write(options.value)}) {}

}  // namespace salon
