#include "session/peer_line.h"

#include <algorithm>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/overload.h"
#include "net/clock.h"
#include "session/switchboard.h"

namespace salon::session {

namespace asio = boost::asio;

PeerLine::PeerLine(Exchange& exchange, peer::Peer peer, Relays relays)
    : exchange_(exchange),
      alarm_(exchange.executor()),
      peer_(std::move(peer)),
      legs_(std::move(relays)) {}

void PeerLine::open(const AudioFormat& format, Tell tell) {
    voices_.emplace(format);
    tell_ = std::move(tell);
    open_ = true;
    exchange_.connect(peer_.local_ufrag(), shared_from_this());
    listen_to_legs();
    pump();
}

void PeerLine::listen_to_legs() {
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
}

void PeerLine::shut() {
    open_ = false;  // The functions stay: one of them may be what called us.
    alarm_.cancel();
    exchange_.disconnect(shared_from_this());
}

void PeerLine::receive(MutableBytes datagram, Path from) {
    if (!open_) return;
    peer_.receive(datagram, from, net::steady_now());
    pump();
}

void PeerLine::add_candidate(std::string candidate) {
    asio::post(exchange_.executor(), [self = shared_from_this(), candidate = std::move(candidate)] {
        // Counted by the peer; what we cannot read is one we would not have used.
        static_cast<void>(self->peer_.add_candidate(candidate, net::steady_now()));
        self->pump();  // A full agent begins to check it.
    });
}

Task<Result<std::string, sdp::OfferError>> PeerLine::restart(std::shared_ptr<PeerLine> self,
                                                             std::string offer) {
    const auto loop = self->exchange_.executor();
    auto task = restart_here(std::move(self), std::move(offer));
    auto answer = co_await asio::co_spawn(loop, std::move(task), asio::use_awaitable);
    co_return answer;
}

Task<Result<std::string, sdp::OfferError>> PeerLine::restart_here(std::shared_ptr<PeerLine> self,
                                                                  std::string offer) {
    co_return self->restart_ice(offer);
}

Result<std::string, sdp::OfferError> PeerLine::restart_ice(std::string_view offer) {
    const auto ufrag = peer_.local_ufrag();
    const auto restarted = peer_.restart(offer, net::steady_now());
    if (!restarted) return fail(restarted.error());
    pump();
    if (open_ && ufrag != peer_.local_ufrag()) {
        exchange_.forget(former_ufrag_);
        former_ufrag_ = ufrag;
        exchange_.connect(peer_.local_ufrag(), shared_from_this());
    }
    return peer_.answer_text();
}

bool PeerLine::say(AudioView audio) {
    if (!voices_) return false;
    const bool taken = voices_->speaker.push(audio);
    pump();
    return taken;
}

void PeerLine::flush() {
    if (!voices_) return;
    voices_->speaker.flush();
    pump();
}

Duration PeerLine::queued() const { return voices_ ? voices_->speaker.queued() : Duration(0); }

void PeerLine::show(const EncodedPicture& picture) {
    peer_.send_video(picture, net::steady_now());
    pump();
}

void PeerLine::text(std::string message) {
    peer_.send_text(std::move(message), net::steady_now());
    pump();
}

void PeerLine::request_key_frame() {
    peer_.request_key_frame(net::steady_now());
    pump();
}

void PeerLine::hang_up() {
    peer_.close(net::steady_now());
    pump();
}

/// Lets out all that is due. An event may call back in; what it causes leaves in the same pass.
void PeerLine::pump() {
    if (pumping_ || !open_) return;
    pumping_ = true;
    const auto now = net::steady_now();
    if (peer_.deadline() <= now) peer_.advance(now);
    speak(now);
    while (open_) {
        auto output = peer_.poll();
        if (!output) break;
        on_output(std::move(*output));
    }
    pumping_ = false;
    set_alarm();
}

void PeerLine::speak(Moment now) {
    while (const auto packet = voices_->speaker.take_due(now)) peer_.send_audio(*packet, now);
}

void PeerLine::on_output(peer::Output output) {
    std::visit(overload{
                   [&](Datagram& datagram) {
                       if (datagram.leg == shared_port) {
                           exchange_.send(std::move(datagram));
                       } else {
                           legs_.send(std::move(datagram));
                       }
                   },
                   [&](peer::Connected) { tell_(LineOpened{}); },
                   [&](AudioPiece& piece) { tell_(voices_->hearing.decode(piece)); },
                   [&](EncodedPicture& picture) { tell_(std::move(picture)); },
                   [&](peer::KeyFrameWanted wanted) { tell_(wanted); },
                   [&](peer::SourceProven& source) {
                       exchange_.note_source(source.ssrc, shared_from_this());
                   },
                   [&](peer::Closed closed) {
                       tell_(LineClosed{.why = std::string(to_string(closed.reason))});
                   },
                   [](peer::TextArrived&) {},     // FastRTC's pages say "handshake"; nobody asked.
                   [](peer::CandidateFound&) {},  // The page is told of all with the answer.
                   [](peer::ChannelOpened&) {},   // The peer keeps what is to be said until then.
               },
               output);
}

void PeerLine::set_alarm() {
    if (!open_) return;
    const auto due = std::min(peer_.deadline(), voices_->speaker.deadline());
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
