// One caller's line: a peer, wired to its legs and to the clock.
//
//   in   the caller's datagrams, found by the switchboard; audio, pictures and texts to send
//   out  the peer's events, one by one
//
// It owns the peer and the speaker, and wakes them when their time has come. Lives on its loop.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include "base/time.h"
#include "net/executor.h"
#include "peer/peer.h"
#include "session/legs.h"
#include "session/speaker.h"

namespace salon::session {

class Line : public std::enable_shared_from_this<Line> {
public:
    using Send = std::function<void(Datagram)>;
    using Event = std::function<void(peer::Output)>;

    Line(net::Executor loop, peer::Peer peer, SampleRate spoken, Relays relays);

    /// From here on what the shared port shall send goes to `send`, and the peer's events to
    /// `event`.
    void open(Send send, Event event);
    /// No verb runs and nothing leaves any more.
    void shut();
    /// Gives back what the relays lent; waits for them.
    Task<> close_legs() { co_await legs_.close(); }

    void receive(MutableBytes datagram, Path from);
    /// A TCP connection of the caller's, and what it has said so far.
    void adopt(std::unique_ptr<net::Stream> stream, const TransportAddress& from, Bytes said) {
        legs_.adopt(std::move(stream), from, said);
    }
    void add_candidate(std::string_view line);
    /// Answers a further offer of the same caller: ICE begins anew, all else goes on.
    Result<std::string, sdp::OfferError> restart(std::string_view offer);

    /// Returns false when the speaker's queue is full.
    bool say(AudioView audio);
    void flush();
    void show(const EncodedPicture& picture);
    void text(std::string message);
    void request_key_frame();
    void hang_up();

    Duration queued() const { return speaker_.queued(); }
    /// Whether its peer is at `path`, as far as anybody can know.
    bool trusts(const Path& path) const { return open_ && peer_.trusts(path); }
    const peer::Peer& peer() const { return peer_; }

private:
    void pump();
    void set_alarm();

    boost::asio::steady_timer alarm_;
    peer::Peer peer_;
    Speaker speaker_;
    Legs legs_;
    Send send_;
    Event event_;
    Moment alarm_at_ = never;
    bool open_ = false;
    bool pumping_ = false;
};

}  // namespace salon::session
