// Say something and pause: it tells how long you spoke, and says it again in a deeper voice. Type
// something, and it reads that. Speak over it, and it falls silent.
//
// A talking machine of your own has the same shape. `in_words` asks your recogniser what was said;
// what your language model writes is said sentence by sentence, the first one while the next is
// being written:
//
//   Task<> answer(Reply& reply, std::string words) {
//       auto tokens = co_await ask_model(words);
//       while (auto token = co_await tokens.next()) co_await reply.say_on(*token);
//   }
//   Stream stream({.handler = reply_on_pause(in_words(recognise, answer))});
//
// `recognise` may be any; 06_ask_the_computer.cpp has one from Debian. The voice is the one that
// comes along unless ReplyOptions say another.
#include <fmt/format.h>

#include <salon/salon.h>

using namespace salon;

constexpr SampleRate deeper{38'000};  // Of 48 000: a fifth slower, two tones lower.

Task<> greet(Reply& reply) { co_await reply.say("Say something, and I will say it in my voice."); }

Task<> mimic(Reply& reply, AudioBlock question) {
    if (!reply.text().empty()) {
        co_await reply.say(reply.text());
        co_return;
    }
    const std::chrono::duration<double> length = question.duration();
    auto remark = fmt::format("That took you {:.0f} seconds.", std::max(1.0, length.count()));
    co_await reply.say(std::move(remark));
    question.rate = deeper;
    co_await reply.say(std::move(question));
}

int main(int argc, char** argv) {
    const Stream stream({.handler = reply_on_pause(mimic, {.greeting = greet}),
                         .ui_args = {.title = "Mimic", .textbox = true}});
    return launch(stream, argc, argv);
}
