// A handler that says back what it hears, in place of an artist: what a test adds to it is what
// the test is about.
//
//   class Filtering : public SaysBack<VideoFilter> { using SaysBack::SaysBack; };
#pragma once

#include <utility>

#include "net/queue.h"
#include "session/call.h"
#include "session/handler.h"

namespace salon::testing_real {

/// Blocks of sound that wait; drop_oldest. More would be an echo that lags after a stall.
inline constexpr std::size_t said_back_max = 5;

template <class Base = Handler>
class SaysBack : public Base {
public:
    using Base::Base;

    AudioFormat audio_format() const override { return {.output = SampleRate(48'000)}; }
    Task<> receive(AudioBlock audio) override {
        heard_.push_drop_oldest(std::move(audio));
        co_return;
    }
    Task<Emission> emit() override {
        auto audio = co_await heard_.pop();
        co_return audio;
    }

private:
    net::Queue<AudioBlock> heard_{this->call().executor(), said_back_max};
};

}  // namespace salon::testing_real
