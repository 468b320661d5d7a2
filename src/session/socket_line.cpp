#include "session/socket_line.h"

#include <algorithm>
#include <utility>

#include "codec/g711.h"
#include "net/clock.h"
#include "session/messages.h"

namespace salon::session {

namespace {

constexpr Duration heard_at_once = 20ms;

}  // namespace

SocketLine::SocketLine(const net::Executor& loop, Wire wire, SocketWay way)
    : alarm_(loop), wire_(std::move(wire)), way_(std::move(way)) {}

void SocketLine::open(const AudioFormat& format, Tell tell) {
    tell_ = std::move(tell);
    sound_.emplace(Sound{.ear = Resampler(wire_.rate.value_or(format.input), format.input, 1),
                         .speaker = SocketSpeaker(wire_.rate.value_or(format.output))});
    open_ = true;
    tell_(LineOpened{});
}

void SocketLine::shut() {
    open_ = false;  // The functions stay: one of them may be what called us.
    alarm_.cancel();
}

Task<> SocketLine::give_back() { co_return; }

void SocketLine::receive(Bytes mu_law) {
    while (open_ && !lost_ && !mu_law.empty()) {
        auto& ear = sound_->ear;
        const auto step = std::min(frames_in(heard_at_once, ear.from()), mu_law.size());
        const auto heard = codec::from_mu_law(mu_law.first(step));
        mu_law = mu_law.subspan(step);
        if (!in_time(AudioView{.samples = heard, .rate = ear.from()}.duration())) return;
        auto samples = ear.push(heard);
        if (!samples.empty()) tell_(AudioBlock{.samples = std::move(samples), .rate = ear.to()});
    }
}

bool SocketLine::in_time(Duration length) {
    const auto now = net::steady_now();
    const auto until = std::max(heard_until_, now) + length;
    if (until > now + heard_ahead_max) return false;
    heard_until_ = until;
    return true;
}

void SocketLine::lose(std::string why) {
    if (!open_ || std::exchange(lost_, true)) return;
    hung_up_ = true;
    tell_(LineClosed{.why = std::move(why)});
}

bool SocketLine::say(AudioView audio) {
    const bool taken = sound_->speaker.push(audio, net::steady_now());
    pump();
    return taken;
}

void SocketLine::flush() {
    if (sound_ && sound_->speaker.flush()) send(clear_message(wire_.stream_sid));
    set_alarm();
}

Duration SocketLine::queued() const {
    return sound_ ? sound_->speaker.queued(net::steady_now()) : Duration(0);
}

void SocketLine::text(std::string message) {
    if (wire_.tells_texts) send(std::move(message));
}

void SocketLine::hang_up() {
    if (open_ && !std::exchange(hung_up_, true)) way_.hang_up();
}

void SocketLine::pump() {
    const auto now = net::steady_now();
    while (open_ && !hung_up_) {
        const auto frame = sound_->speaker.take_due(now);
        if (!frame) break;
        send(media_message(*frame, wire_.stream_sid));
    }
    set_alarm();
}

void SocketLine::send(std::string message) {
    if (!open_ || hung_up_) return;
    if (!way_.send(std::move(message))) lose("the caller takes nothing of what is sent");
}

void SocketLine::set_alarm() {
    if (!open_) return;
    const auto due = hung_up_ ? never : sound_->speaker.deadline();
    if (due == alarm_at_) return;
    alarm_at_ = due;
    if (due == never) {
        alarm_.cancel();
        return;
    }
    alarm_.expires_at(net::to_steady(due));
    alarm_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
        const auto line = weak.lock();
        if (error || !line) return;  // Moved, or the line is gone.
        line->alarm_at_ = never;
        line->pump();
    });
}

}  // namespace salon::session
