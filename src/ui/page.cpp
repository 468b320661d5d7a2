#include "ui/page.h"

#include <boost/json.hpp>

#include "base/overload.h"

namespace salon {

namespace {

namespace json = boost::json;

json::object described(int id, const Component& component) {
    return std::visit(
        overload{
            [&](const Markdown& it) {
                return json::object{{"id", id}, {"type", "markdown"}, {"value", it.text}};
            },
            [&](const ImageInput& it) {
                json::value picture = nullptr;
                if (!it.default_file.empty()) picture = "/picture/" + std::to_string(id);
                return json::object{{"id", id},
                                    {"type", "image"},
                                    {"label", it.label},
                                    {"value", std::move(picture)},
                                    {"sources", json::array{"upload", "clipboard"}}};
            },
            [&](const Textbox& it) {
                const bool secret = it.kind == Textbox::Kind::Password;
                return json::object{{"id", id},          {"type", "textbox"},
                                    {"label", it.label}, {"kind", secret ? "password" : "text"},
                                    {"value", it.value}, {"placeholder", it.placeholder}};
            },
        },
        component);
}

}  // namespace

std::string_view label_of(const Component& component) {
    return std::visit(overload{
                          [](const Markdown&) { return std::string_view(); },
                          [](const ImageInput& it) { return std::string_view(it.label); },
                          [](const Textbox& it) { return std::string_view(it.label); },
                      },
                      component);
}

std::string config_json(const Page& page) {
    json::array components;
    int id = 0;
    for (const auto& component : page.components) components.push_back(described(++id, component));
    json::value limit = nullptr;
    if (page.time_limit) limit = *page.time_limit;
    json::value icon = nullptr;
    if (!page.icon.empty()) icon = page.icon;
    return json::serialize(json::object{{"title", page.title},
                                        {"mode", "send-receive"},
                                        {"modality", "audio-video"},
                                        {"time_limit", std::move(limit)},
                                        {"icon", std::move(icon)},
                                        {"pulse_color", page.pulse_color},
                                        {"icon_button_color", page.icon_button_color},
                                        {"rtc_configuration", nullptr},
                                        {"track_constraints", nullptr},
                                        {"components", std::move(components)}});
}

}  // namespace salon
