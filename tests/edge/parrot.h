// A handler that says back what it hears, and shows back what it sees, until it is told to fail:
// the page's input "Fault" names the hook, and how.
#pragma once

#include <stdexcept>
#include <string>

#include "edge/books.h"
#include "net/clock.h"
#include "net/queue.h"
#include "real/tape.h"
#include "server/stream.h"
#include "session/call.h"
#include "session/handler.h"

namespace salon::testing_real {

class Parrot : public Handler {
public:
    Parrot(Call& call, Books* books) : Handler(call), books_(*books) {
        fail_in("constructor");
        ++books_.made;
    }
    ~Parrot() override { ++books_.destroyed; }

    AudioFormat audio_format() const override { return {.output = SampleRate(48'000)}; }

    Task<> start_up() override {
        fail_in("start_up");
        if (fault_ == "user error") throw UserError("The parrot is on holiday.");
        if (fault_ == "talkative") heard_.push_drop_oldest(tone(5s));
        if (fault_ == "goodbye") goodbye_ = true;
        if (fault_ == "never stops") co_await start_more_at_the_end();
    }
    Task<> receive(AudioBlock audio) override {
        fail_in("receive");
        if (fault_ == "never returns") co_await net::forever();
        if (fault_ != "talkative") {
            heard_.push_drop_oldest(std::move(audio));
        } else if (level_rms(audio.view()) > 0.05) {
            fall_silent();
        }
    }
    Task<Emission> emit() override {
        fail_in("emit");
        if (goodbye_) co_return CloseStream{.reason = "Polly wants a cracker."};
        co_return co_await heard_.pop();
    }
    Task<> video_receive(VideoFrame frame) override {
        fail_in("video_receive");
        seen_.push_drop_oldest(std::move(frame));
        co_return;
    }
    Task<VideoFrame> video_emit() override {
        fail_in("video_emit");
        co_return co_await seen_.pop();
    }
    Task<> shutdown() override {
        ++books_.shutdowns;
        fail_in("shutdown");
        co_return;
    }

private:
    Task<> start_more_at_the_end() {
        try {
            co_await net::forever();
        } catch (...) {
            call().beside(net::forever());
            throw;
        }
    }
    void fail_in(std::string_view hook) const {
        if (fault_ == hook) throw std::runtime_error("told to fail in " + fault_);
    }
    void fall_silent() {
        heard_.clear();
        call().flush_audio();
        auto not_yet = never;
        books_.flushed.compare_exchange_strong(not_yet, net::steady_now());
    }

    Books& books_;
    std::string fault_ = call().inputs().text("Fault");
    bool goodbye_ = false;
    net::Queue<AudioBlock> heard_{call().executor(), 50};
    net::Queue<VideoFrame> seen_{call().executor(), 30};
};

inline Stream parrots(Books& books, int callers, RtcSource relays = {}) {
    return Stream({.handler = make<Parrot>(&books),
                   .additional_inputs = {Textbox({.label = "Fault"}), Image({.label = "Artwork"})},
                   .concurrency_limit = callers,
                   .server_rtc_configuration = std::move(relays)});
}

inline constexpr int fault_input = 3;
inline constexpr int artwork_input = 4;

}  // namespace salon::testing_real
