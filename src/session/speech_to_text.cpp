#include "session/speech_to_text.h"

#include <memory>
#include <utility>

#include "media/resampler.h"

namespace salon {

namespace {

struct Conversation {
    SpeechToText recognise;
    WordsFunction answer;
};

Task<std::string> words_of(Reply& reply, AudioBlock question,
                           std::shared_ptr<const Conversation> with) {
    if (!reply.text().empty()) co_return reply.text();  // Typed: nobody need listen.
    const auto speech = resampled(question.view(), recognised_rate);
    auto words = co_await with->recognise(reply.call(), speech);
    co_return words;
}

Task<> answer_words(Reply& reply, AudioBlock question, std::shared_ptr<const Conversation> with) {
    auto words = co_await words_of(reply, std::move(question), with);
    if (words.find_first_not_of(" \t\r\n") == words.npos) co_return;
    co_await with->answer(reply, std::move(words));
}

}  // namespace

ReplyFunction in_words(SpeechToText recognise, WordsFunction answer) {
    auto with = std::make_shared<const Conversation>(
        Conversation{.recognise = std::move(recognise), .answer = std::move(answer)});
    return [with](Reply& reply, AudioBlock question) {
        return answer_words(reply, std::move(question), with);
    };
}

}  // namespace salon
