#include "calls/crowd.h"

#include <algorithm>
#include <thread>

#include <boost/json.hpp>

#include "base/random.h"
#include "calls/delays.h"
#include "net/clock.h"
#include "speech/voice.h"

namespace salon::bench {

namespace {

using testing_real::Caller;
using testing_real::Diary;
using testing_real::Film;
using testing_real::Tape;

constexpr double frames_each_second = 30;
constexpr Duration frame_interval = 33'333us;
constexpr double packets_each_second = 50;
constexpr std::size_t packets_in_all = 6000;
constexpr Duration pause_min = 500ms;  // A longer gap is a turn that ended.

constexpr double sound_back_min = 0.99;
constexpr double pictures_back_min = 0.98;
constexpr Duration gap_max = 60ms;

double seconds(Duration time) { return static_cast<double>(time.count()) / 1e6; }

/// Two minutes of talk with pauses.
const Tape& talk() {
    static const Tape tape = [] {
        const auto said =
            testing_real::record(speech::Voice().speak("Hello! What do you think of it?"));
        const auto pause = testing_real::record(testing_real::silence(3s));
        Tape all;
        while (all.size() < packets_in_all) {
            all.insert(all.end(), said.begin(), said.end());
            all.insert(all.end(), pause.begin(), pause.end());
        }
        return all;
    }();
    return tape;
}

struct Tally {
    std::size_t sounds = 0;
    std::size_t pictures = 0;
    Times gaps;
    int lost = 0;

    void add(const Diary& diary, Moment from) {
        const auto since = [&](Moment at) { return at < from; };
        const auto heard =
            std::ranges::partition_point(diary.heard, since, &testing_real::Heard::at);
        const auto seen = std::ranges::partition_point(diary.seen, since);
        sounds += static_cast<std::size_t>(diary.heard.end() - heard);
        pictures += static_cast<std::size_t>(diary.seen.end() - seen);
        for (auto one = heard; one != diary.heard.end() && one + 1 != diary.heard.end(); ++one) {
            const auto gap = (one + 1)->at - one->at;
            if (gap < pause_min) gaps.push_back(gap);
        }
        lost += !diary.connected || diary.end;
    }
};

}  // namespace

const Film& camera() {
    static const Film film = [] {
        Random random(1);
        auto picture = Picture::filled(640, 480, {});
        for (auto& part : picture.rgb) part = static_cast<std::uint8_t>(96 + random.below(32));
        std::vector<Picture> frames;
        for (int i = 0; i < 30; ++i) {
            std::rotate(picture.rgb.begin(), picture.rgb.begin() + 9, picture.rgb.end());
            frames.push_back(picture);
        }
        return testing_real::film(frames);
    }();
    return film;
}

bool Load::kept_up() const {
    return lost == 0 && sound_back >= sound_back_min && pictures_back >= pictures_back_min &&
           gap_p99 <= gap_max;
}

Crowd::Crowd(const Child& server, Shape shape) : server_(server), shape_(shape) {}

Crowd::~Crowd() { leave(); }

void Crowd::join() {
    const auto id = "crowd" + std::to_string(number_++);
    auto& caller = callers_.emplace_back(std::make_unique<Caller>(loop_, server_.port(), id));
    if (!caller->connect()) return;
    caller->speak(talk());
    caller->show(camera(), frame_interval);
}

void Crowd::grow_to(int count) {
    while (std::cmp_less(callers_.size(), count)) join();
}

Load Crowd::measure(Duration length) const {
    const auto server_before = server_.processor_time();
    const auto own_before = own_processor_time();
    const auto start = net::steady_now();
    std::this_thread::sleep_for(length);
    const auto passed = seconds(net::steady_now() - start);
    const auto each = passed * static_cast<double>(callers_.size());
    Load load{.callers = static_cast<int>(callers_.size()),
              .server_share = seconds(server_.processor_time() - server_before) / passed,
              .callers_share = seconds(own_processor_time() - own_before) / passed};
    Tally tally;
    for (const auto& caller : callers_) {
        caller->until([&](const Diary& diary) { return tally.add(diary, start), true; });
    }
    std::ranges::sort(tally.gaps);
    if (shape_ == Shape::Echo) {
        load.sound_back = static_cast<double>(tally.sounds) / (each * packets_each_second);
    }
    load.pictures_back = static_cast<double>(tally.pictures) / (each * frames_each_second);
    load.gap_p99 = quantile(tally.gaps, 0.99);
    load.lost = tally.lost;
    return load;
}

void Crowd::leave() {
    for (const auto& caller : callers_) {
        caller->hang_up();
        caller->post_close();
    }
    callers_.clear();
    const auto until = net::steady_now() + 20s;
    while (net::steady_now() < until) {
        const auto answer = testing_real::ask(loop_, server_.port(), "GET", "/healthz").body;
        if (answer.empty()) return;  // The server is gone.
        const auto sessions = boost::json::parse(answer).at("sessions");
        if (sessions.at("active") == 0 && sessions.at("lines") == 0) return;
        std::this_thread::sleep_for(50ms);
    }
}

}  // namespace salon::bench
