#include "calls/delays.h"

#include <algorithm>

#include "codec/opus.h"
#include "net/clock.h"
#include "real/caller.h"

namespace salon::bench {

namespace {

using testing_real::Caller;
using testing_real::Diary;
using testing_real::Heard;
using testing_real::Tape;

constexpr double loud = 0.03;
constexpr std::size_t pieces_for_each_click = 5;  // 20 ms of tone, 80 ms of silence.

Tape clicking(int clicks) {
    const auto click = testing_real::tone(20ms, 1000);
    const auto pause = testing_real::silence(20ms * (pieces_for_each_click - 1));
    auto all = testing_real::silence(0ms);
    for (int i = 0; i < clicks; ++i) {
        all.samples.insert(all.samples.end(), click.samples.begin(), click.samples.end());
        all.samples.insert(all.samples.end(), pause.samples.begin(), pause.samples.end());
    }
    return testing_real::record(all);
}

/// The moments of the packets in which a click begins: loud ones after quiet ones.
std::vector<Moment> clicks_in(const std::vector<Heard>& heard) {
    codec::OpusDecoder decoder(SampleRate(48'000));
    std::vector<Moment> found;
    std::size_t quiet = pieces_for_each_click;
    for (const auto& one : heard) {
        const auto block = decoder.decode(one.piece);
        const bool click = level_rms(block.view()) > loud;
        if (click && quiet >= 2) found.push_back(one.at);
        quiet = click ? 0 : quiet + 1;
    }
    return found;
}

void add_delays_of_one_call(const Child& echo, const Tape& tape, Times& delays) {
    net::Loop loop;
    Caller caller(loop, echo.port(), "listener" + std::to_string(delays.size()));
    if (!caller.connect()) return;
    caller.speak(tape);
    const auto enough = tape.size() + pieces_for_each_click;
    caller.until([&](const Diary& diary) { return diary.heard.size() > enough; }, 60s);
    const auto diary = caller.diary();
    const auto echoes = clicks_in(diary.heard);
    if (echoes.size() * pieces_for_each_click != tape.size()) return;  // One was lost: which one?
    for (std::size_t i = 0; i < echoes.size(); ++i) {
        delays.push_back(echoes[i] - diary.spoken[i * pieces_for_each_click]);
    }
    caller.hang_up();
}

}  // namespace

Duration quantile(const Times& times, double share) {
    if (times.empty()) return Duration(0);
    const auto last = static_cast<double>(times.size() - 1);
    return times[static_cast<std::size_t>(last * share + 0.5)];
}

Times echo_delays(const Child& echo, int calls, int clicks) {
    const auto tape = clicking(clicks);
    Times delays;
    for (int i = 0; i < calls; ++i) add_delays_of_one_call(echo, tape, delays);
    std::ranges::sort(delays);
    return delays;
}

Times answer_times(const Child& server, int offers) {
    net::Loop loop;
    Times times;
    for (int i = 0; i < offers; ++i) {
        Caller caller(loop, server.port(), "offer" + std::to_string(i));
        const auto start = net::steady_now();
        if (caller.call().empty()) times.push_back(net::steady_now() - start);
        caller.post_close();
    }
    std::ranges::sort(times);
    return times;
}

}  // namespace salon::bench
