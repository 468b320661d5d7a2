// The page of a stream: what it shows, and the inputs whose values reach the handler.
//   in   components, composed in C++
//   out  the JSON that the browser's page renders (GET /config)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace salon {

/// A text in Markdown; no input.
struct Markdown {
    std::string text;
};

/// A picture: uploaded, dropped or pasted. Its value in `Inputs` is a PictureRef.
struct ImageInput {
    std::string label;
    std::string default_file;  ///< A JPEG, PNG or WebP file shown and used at first; may be empty.
};

/// A line of text. Its value in `Inputs` is a string.
struct Textbox {
    enum class Kind { Plain, Password };

    std::string label;
    Kind kind = Kind::Plain;
    std::string value;
    std::string placeholder;
};

using Component = std::variant<Markdown, ImageInput, Textbox>;

struct Page {
    std::string title = "Salon";
    std::string icon;  ///< URL of the picture in the middle; empty: the page's own.
    std::string pulse_color = "white";
    std::string icon_button_color = "white";
    std::optional<int> time_limit;      ///< Seconds, shown as a bar.
    std::vector<Component> components;  ///< Their ids on the wire are 1, 2, 3…
};

/// The label of an input, empty for what is none.
std::string_view label_of(const Component& component);

/// What GET /config answers. A default picture is served as /picture/ID.
std::string config_json(const Page& page);

}  // namespace salon
