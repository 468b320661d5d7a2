// One caller's line: a peer, wired to the port and to the clock.
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
#include "session/speaker.h"

namespace salon::session {

class Line : public std::enable_shared_from_this<Line> {
public:
    using Send = std::function<void(Datagram)>;
    using Event = std::function<void(peer::Output)>;

    Line(net::Executor loop, peer::Peer peer, SampleRate spoken);

    /// From here on datagrams leave through `send` and everything else goes to `event`.
    void open(Send send, Event event);
    /// No verb runs and nothing leaves any more.
    void shut();

    void receive(MutableBytes datagram, Path from);
    void add_candidate(std::string_view line);

    /// Returns false when the speaker's queue is full.
    bool say(AudioView audio);
    void flush();
    void show(const EncodedPicture& picture);
    void text(std::string message);
    void request_key_frame();
    void hang_up();

    Duration queued() const { return speaker_.queued(); }
    const peer::Peer& peer() const { return peer_; }

private:
    void pump();
    void set_alarm();

    boost::asio::steady_timer alarm_;
    peer::Peer peer_;
    Speaker speaker_;
    Send send_;
    Event event_;
    Moment alarm_at_ = never;
    bool open_ = false;
    bool pumping_ = false;
};

}  // namespace salon::session
