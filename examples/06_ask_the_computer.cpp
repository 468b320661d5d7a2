// Say "computer", and then ask, or type: what time it is, or what day. It answers in words, without
// a network. Built where Debian's libpocketsphinx-dev is; pocketsphinx-en-us has the English.
#include <ctime>

#include <salon/salon.h>
#include <salon/sphinx.h>

using namespace salon;

std::string now_as(const char* format) {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    char text[64];
    return {text, std::strftime(text, sizeof text, format, &local)};
}

std::string answer_to(const std::string& words) {
    const auto asked_for = [&](const char* word) { return words.find(word) != words.npos; };
    if (asked_for("time")) return "It is " + now_as("%I:%M %p") + ".";
    if (asked_for("day") || asked_for("date")) return "Today is " + now_as("%A, %B %d") + ".";
    return "I heard: " + words + ". Ask me for the time, or for the day.";
}

Task<> answer(Reply& reply, std::string words) { co_await reply.say(answer_to(words)); }

int main(int argc, char** argv) {
    const auto ears = sphinx::recogniser();
    if (!ears) {
        log(LogLevel::Error, "example", "{}", ears.error().what);
        return 2;
    }
    const Stream stream(
        {.handler = reply_on_stop_words(in_words(*ears, answer), {"computer"}, *ears),
         .ui_args = {.title = "Ask the computer", .textbox = true}});
    return launch(stream, argc, argv);
}
