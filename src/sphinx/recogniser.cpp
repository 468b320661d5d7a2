#include "sphinx/recogniser.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace salon::sphinx {

namespace {

/// The decoders that all calls share; used on the pool's threads.
class Decoders {
public:
    Decoders(Language language, std::unique_ptr<Decoder> first) : language_(std::move(language)) {
        places_.push_back(std::move(first));
        places_.resize(std::max(1U, std::thread::hardware_concurrency()));
    }

    std::string words_of(std::span<const std::int16_t> speech) {
        Turn turn(*this);
        if (!turn.decoder) {
            auto opened = Decoder::open(language_);
            if (!opened) throw std::runtime_error(opened.error().what);
            turn.decoder = std::move(*opened);
        }
        return turn.decoder->words_of(speech);
    }

private:
    /// A place while it is used; waits for one, and gives it back however the work ends.
    struct Turn {
        explicit Turn(Decoders& all_of_them) : all(all_of_them) {
            std::unique_lock lock(all.mutex_);
            all.returned_.wait(lock, [&] { return !all.places_.empty(); });
            // One that is loaded already, where there is one.
            const auto best = std::ranges::find_if(all.places_, [](auto& one) { return !!one; });
            const auto place = best == all.places_.end() ? all.places_.begin() : best;
            decoder = std::move(*place);
            all.places_.erase(place);
        }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn() {
            const std::lock_guard lock(all.mutex_);
            all.places_.push_back(std::move(decoder));
            all.returned_.notify_one();
        }

        Decoders& all;
        std::unique_ptr<Decoder> decoder;
    };

    const Language language_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Decoder>> places_;  // Free ones; null: not loaded yet.
};

Task<std::string> recognise(Call& call, AudioBlock speech, std::shared_ptr<Decoders> decoders) {
    auto work = [speech = std::move(speech), decoders] {
        return decoders->words_of(speech.samples);
    };
    auto words = co_await call.pool().run(std::move(work));
    if (!words)
        throw std::runtime_error("nobody is free to listen: " +
                                 std::string(to_string(words.error())));
    co_return std::move(*words);
}

}  // namespace

Result<SpeechToText, Error> recogniser(const Language& language) {
    auto first = Decoder::open(language);
    if (!first) return fail(first.error());
    const auto decoders = std::make_shared<Decoders>(language, std::move(*first));
    return SpeechToText([decoders](Call& call, AudioBlock speech) {
        return recognise(call, std::move(speech), decoders);
    });
}

}  // namespace salon::sphinx
