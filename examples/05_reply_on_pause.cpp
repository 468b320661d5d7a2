// Say something and pause: it comes back in a deeper voice. Speak over it, and it falls silent.
//
// A talking machine of your own has the same shape. Ask your recogniser what was said, your
// language model what to say, and let each sentence be heard while the next is in the making:
//
//   Task<> answer(Reply& reply, AudioBlock question) {
//       const auto words = co_await recognise(std::move(question));
//       auto sentences = co_await ask_model(words);
//       while (auto sentence = co_await sentences.next()) {
//           auto sound = co_await synthesise(*sentence);
//           co_await reply.say(std::move(sound));
//       }
//   }
#include <salon/salon.h>

using namespace salon;

constexpr SampleRate deeper{38'000};  // Of 48 000: a fifth slower, two tones lower.

Task<> mimic(Reply& reply, AudioBlock question) {
    question.rate = deeper;
    co_await reply.say(std::move(question));
}

int main(int argc, char** argv) {
    const Stream stream({.handler = reply_on_pause(mimic), .ui_args = {.title = "Mimic"}});
    return launch(stream, argc, argv);
}
