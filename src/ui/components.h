// What a page is made of: texts, pictures, fields, buttons, and what shows results.
//
//   Textbox name({.label = "Name"});
//   Slider years({.label = "Years", .minimum = 0, .maximum = 120, .step = 1});
//   Button go({.value = "Greet"});
//   Markdown greeting("");
//   go.click([](std::string who, double age) { ... return text; }, inputs(name, years),
//            outputs(greeting));
//
// Each is a handle: copy it into the tree, keep it to refer to the component. All of them are made
// before the page is served, on one thread.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ui/component.h"

namespace salon {

/// Markdown. What it is set to later may be anybody's words: the page makes it harmless.
class Markdown : public Valued<std::string> {
public:
    explicit Markdown(std::string text, std::string elem_id = {});
};

/// Raw HTML: the developer's own word. What it is set to later is made harmless by the page.
class Html : public Valued<std::string> {
public:
    explicit Html(std::string html, std::string elem_id = {});
};

enum class Source { Upload, Clipboard, Webcam };

struct ImageOptions {
    std::string label = "Image";
    std::string value{};  ///< A JPEG, PNG or WebP file shown and used at first; may be empty.
    std::vector<Source> sources = {Source::Upload, Source::Clipboard,
                                   Source::Webcam};  ///< None: it only shows.
    std::optional<int> height{};                     ///< Pixels.
    std::string elem_id{};
};

/// A picture. Its value is RGB pixels, at most 1024 on a side; null when there is none.
class Image : public Valued<PictureRef> {
public:
    explicit Image(ImageOptions options = {});

    /// Runs `function` when the caller chooses another picture.
    template <class F, class In, class Out>
    requires ui::FitsEvent<F, In, Out> Image& change(F function, const In& in, const Out& out) {
        on("change", std::move(function), in, out);
        return *this;
    }
};

enum class TextKind { Plain, Password };

struct TextboxOptions {
    std::string label = "Textbox";
    TextKind kind = TextKind::Plain;
    std::string value{};
    std::string placeholder{};
    std::string info{};
    int lines = 1;
    std::string elem_id{};
};

/// A line of text, or several.
class Textbox : public Valued<std::string> {
public:
    explicit Textbox(TextboxOptions options = {});

    template <class F, class In, class Out>
    requires ui::FitsEvent<F, In, Out> Textbox& change(F function, const In& in, const Out& out) {
        on("change", std::move(function), in, out);
        return *this;
    }
    /// Runs `function` when the caller presses Enter.
    template <class F, class In, class Out>
    requires ui::FitsEvent<F, In, Out> Textbox& submit(F function, const In& in, const Out& out) {
        on("submit", std::move(function), in, out);
        return *this;
    }
};

struct SliderOptions {
    std::string label = "Slider";
    double minimum = 0;
    double maximum = 100;
    double step = 1;
    std::optional<double> value{};  ///< None: the minimum.
    std::string info{};
    std::string elem_id{};
};

class Slider : public Valued<double> {
public:
    explicit Slider(SliderOptions options = {});

    template <class F, class In, class Out>
    requires ui::FitsEvent<F, In, Out> Slider& change(F function, const In& in, const Out& out) {
        on("change", std::move(function), in, out);
        return *this;
    }
};

enum class ButtonVariant { Primary, Secondary, Stop };

struct ButtonOptions {
    std::string value = "Run";  ///< What is written on it.
    ButtonVariant variant = ButtonVariant::Secondary;
    std::string elem_id{};
};

class Button : public Valued<std::string> {
public:
    explicit Button(ButtonOptions options = {});

    template <class F, class In, class Out>
    requires ui::FitsEvent<F, In, Out> Button& click(F function, const In& in, const Out& out) {
        on("click", std::move(function), in, out);
        return *this;
    }
};

struct LabelOptions {
    std::string label = "Label";
    std::string elem_id{};
};

/// A name, and how sure each possible one is.
class Label : public Valued<Classification> {
public:
    explicit Label(LabelOptions options = {});
};

/// A JSON value.
class Json : public Valued<boost::json::value> {
public:
    explicit Json(LabelOptions options = {.label = "JSON"});
};

struct ChatbotOptions {
    std::string label = "Chatbot";
    ChatLog value{};
    std::optional<int> height{};
    std::string elem_id{};
};

/// A conversation as messages. It lives on the server: an event takes what was set last.
class Chatbot : public Valued<ChatLog> {
public:
    explicit Chatbot(ChatbotOptions options = {});
};

}  // namespace salon
