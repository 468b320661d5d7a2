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
        idle_.push_back(std::move(first));
    }

    std::string words_of(std::span<const std::int16_t> speech) {
        auto decoder = borrow();
        auto words = decoder->words_of(speech);
        give_back(std::move(decoder));
        return words;
    }

private:
    std::unique_ptr<Decoder> borrow() {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [&] { return !idle_.empty() || open_ < open_max_; });
        if (!idle_.empty()) {
            auto decoder = std::move(idle_.back());
            idle_.pop_back();
            return decoder;
        }
        ++open_;
        lock.unlock();
        auto decoder = Decoder::open(language_);
        if (decoder) return std::move(*decoder);
        lock.lock();
        --open_;
        returned_.notify_one();
        throw std::runtime_error(decoder.error().what);
    }

    void give_back(std::unique_ptr<Decoder> decoder) {
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(decoder));
        returned_.notify_one();
    }

    const Language language_;
    const unsigned open_max_ = std::max(1U, std::thread::hardware_concurrency());
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Decoder>> idle_;
    unsigned open_ = 1;
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
