#include "session/line.h"

#include <algorithm>
#include <utility>

#include "net/clock.h"

namespace salon::session {

Line::Line(net::Executor loop, peer::Peer peer, SampleRate spoken, Relays relays)
    : alarm_(std::move(loop)),
      peer_(std::move(peer)),
      speaker_(spoken, 1),
      legs_(std::move(relays)) {}

void Line::open(Send send, Event event) {
    send_ = std::move(send);
    event_ = std::move(event);
    open_ = true;
    legs_.listen(
        {.datagram = [this](MutableBytes bytes, const Path& from) { receive(bytes, from); },
         .address =
             [this](const ice::LocalCandidate& candidate) {
                 peer_.add_local(candidate, net::steady_now());
                 pump();
             },
         .lost =
             [this](Leg leg) {
                 peer_.remove_leg(leg, net::steady_now());
                 pump();
             }});
    pump();
}

void Line::shut() {
    open_ = false;  // The functions stay: one of them may be what called us.
    alarm_.cancel();
}

void Line::receive(MutableBytes datagram, Path from) {
    if (!open_) return;
    peer_.receive(datagram, from, net::steady_now());
    pump();
}

void Line::add_candidate(std::string_view line) {
    // Counted by the peer; a candidate we cannot read is one we would not have used.
    static_cast<void>(peer_.add_candidate(line, net::steady_now()));
    pump();  // A full agent begins to check it.
}

Result<std::string, sdp::OfferError> Line::restart(std::string_view offer) {
    const auto restarted = peer_.restart(offer, net::steady_now());
    if (!restarted) return fail(restarted.error());
    pump();
    return peer_.answer_text();
}

bool Line::say(AudioView audio) {
    const bool taken = speaker_.push(audio);
    pump();
    return taken;
}

void Line::flush() {
    speaker_.flush();
    pump();
}

void Line::show(const EncodedPicture& picture) {
    peer_.send_video(picture, net::steady_now());
    pump();
}

void Line::text(std::string message) {
    peer_.send_text(std::move(message), net::steady_now());
    pump();
}

void Line::request_key_frame() {
    peer_.request_key_frame(net::steady_now());
    pump();
}

void Line::hang_up() {
    peer_.close(net::steady_now());
    pump();
}

/// Lets out all that is due. An event may call back in; what it causes leaves in the same pass.
void Line::pump() {
    if (pumping_ || !open_) return;
    pumping_ = true;
    const auto now = net::steady_now();
    if (peer_.deadline() <= now) peer_.advance(now);
    while (const auto packet = speaker_.take_due(now)) peer_.send_audio(*packet, now);
    while (open_) {
        auto output = peer_.poll();
        if (!output) break;
        if (auto* datagram = std::get_if<Datagram>(&*output)) {
            if (datagram->leg == shared_port) {
                send_(std::move(*datagram));
            } else {
                legs_.send(std::move(*datagram));
            }
        } else {
            event_(std::move(*output));
        }
    }
    pumping_ = false;
    set_alarm();
}

void Line::set_alarm() {
    if (!open_) return;
    const auto due = std::min(peer_.deadline(), speaker_.deadline());
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
