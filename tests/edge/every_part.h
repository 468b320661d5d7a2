// A page with a part of every kind, a parrot to talk to, and a function behind each button.
#pragma once

#include "edge/parrot.h"
#include "ui/components.h"

namespace salon::testing_real {

struct EveryPart {
    WebRtc stream = WebRtc({.label = "Parrot"});
    Textbox fault = Textbox({.label = "Fault"});
    Image artwork = Image({.label = "Artwork"});
    Textbox name = Textbox({.label = "Name"});
    Slider share = Slider({.label = "Share", .minimum = 0, .maximum = 1, .step = 0.1});
    Button greet = Button({.value = "Greet"});
    Button paint = Button({.value = "Paint"});
    Button fail = Button({.value = "Fail"});
    Markdown greeting = Markdown("nobody was greeted");
    Image painted = Image({.label = "Painted", .sources = {}});
    Html html = Html("<b>raw</b>");
    Label label = Label();
    Json json = Json();
    Chatbot chat = Chatbot();

    enum Event { Greet, Paint, Fail };

    Stream served(Books& books, int callers) {
        stream.stream(make<Parrot>(&books),
                      {.inputs = {fault, artwork}, .concurrency_limit = callers});
        greet.click([](const std::string& who, double part) { return greeted(who, part); },
                    inputs(name, share), outputs(greeting));
        paint.click([] { return std::make_shared<const Picture>(Picture::filled(8, 8, {})); },
                    inputs(), outputs(painted));
        fail.click([](const std::string& words) { throw_of(words); }, inputs(name), outputs());
        return Stream(Blocks{stream, fault, artwork, name, share, greet, paint, fail, greeting,
                             painted, html, label, json, chat});
    }

    /// Everything that takes no value from a browser.
    std::vector<int> no_inputs() const {
        return {1,         stream.id(), greet.id(), paint.id(), greeting.id(), painted.id(),
                html.id(), label.id(),  json.id(),  chat.id()};
    }

    static std::string greeted(const std::string& who, double part) {
        return "Hello " + who + ", " + std::to_string(static_cast<int>(part * 10)) + " tenths";
    }

private:
    static void throw_of(const std::string& words) {
        if (words == "politely") throw UserError("Nobody fails here on Mondays.");
        throw std::runtime_error("the inner secret");
    }
};

}  // namespace salon::testing_real
