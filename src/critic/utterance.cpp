#include "critic/utterance.h"

#include "media/resampler.h"

namespace salon::critic {
namespace {

std::vector<std::string_view> words_of(std::string_view sentence) {
    std::vector<std::string_view> words;
    while (!sentence.empty()) {
        const auto space = std::min(sentence.find(' '), sentence.size());
        if (space > 0) words.push_back(sentence.substr(0, space));
        sentence.remove_prefix(std::min(space + 1, sentence.size()));
    }
    return words;
}

}  // namespace

std::vector<SpokenPiece> spoken(std::string_view sentence, const speech::Voice& voice) {
    const auto sound = resampled(voice.speak(sentence).view(), utterance_rate);
    const auto step = frames_in(piece_length, utterance_rate);
    const auto words = words_of(sentence);
    const auto count = (sound.samples.size() + step - 1) / step;

    std::vector<SpokenPiece> pieces(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto from = sound.samples.begin() + static_cast<std::ptrdiff_t>(i * step);
        const auto left = sound.samples.size() - i * step;
        pieces[i].samples.assign(from, from + static_cast<std::ptrdiff_t>(std::min(step, left)));
        // A word goes with the piece in which, evenly spread, it begins.
        for (auto word = (i * words.size() + count - 1) / count;
             word < ((i + 1) * words.size() + count - 1) / count; ++word) {
            pieces[i].words.append(" ").append(words[word]);
        }
    }
    return pieces;
}

}  // namespace salon::critic
