// A caller's line over WebRTC: a peer, wired to its legs, to the clock and to the exchange.
//
//   in   the caller's datagrams, found by the switchboard; sound, pictures and texts to send
//   out  what the caller says and shows, event by event
//
// It owns the peer and the speaker, and wakes them when their time has come. Lives on its
// exchange's loop.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include "base/time.h"
#include "codec/opus.h"
#include "peer/peer.h"
#include "session/legs.h"
#include "session/line.h"
#include "session/speaker.h"

namespace salon::session {

class Exchange;

class PeerLine : public Line, public std::enable_shared_from_this<PeerLine> {
public:
    /// `relays` have lent addresses to this call, on the exchange's loop.
    PeerLine(Exchange& exchange, peer::Peer peer, Relays relays);

    void receive(MutableBytes datagram, Path from);
    /// A TCP connection of the caller's, and what it has said so far.
    void adopt(std::unique_ptr<net::Stream> stream, const TransportAddress& from, Bytes said) {
        legs_.adopt(std::move(stream), from, said);
    }
    /// Whether its peer is at `path`, as far as anybody can know.
    bool trusts(const Path& path) const { return open_ && peer_.trusts(path); }

    /// A trickled candidate of the caller's.
    ///
    /// Thread  any; does not block
    void add_candidate(std::string candidate);
    /// Answers a further offer of the same caller: ICE begins anew, all else goes on.
    ///
    /// Errors  sdp::OfferError, also when the call has ended
    /// Thread  any; does not block
    static Task<Result<std::string, sdp::OfferError>> restart(std::shared_ptr<PeerLine> self,
                                                              std::string offer);

    void open(const AudioFormat& format, Tell tell) override;
    void shut() override;
    Task<> give_back() override { return legs_.close(); }
    bool carries_sound() const override { return peer_.sends_audio(); }
    bool carries_pictures() const override { return peer_.sends_video(); }
    std::int64_t video_bitrate() const override { return peer_.video_bitrate(); }
    bool say(AudioView audio) override;
    void flush() override;
    Duration queued() const override;
    void show(const EncodedPicture& picture) override;
    void text(std::string message) override;
    void request_key_frame() override;
    void hang_up() override;

private:
    struct Voices {
        explicit Voices(const AudioFormat& format) : hearing(format.input) {}
        Speaker speaker;
        codec::OpusDecoder hearing;  // At the handler's rate.
    };

    static Task<Result<std::string, sdp::OfferError>> restart_here(std::shared_ptr<PeerLine> self,
                                                                   std::string offer);
    Result<std::string, sdp::OfferError> restart_ice(std::string_view offer);
    void listen_to_legs();
    void pump();
    void speak(Moment now);
    void on_output(peer::Output output);
    void set_alarm();

    Exchange& exchange_;
    boost::asio::steady_timer alarm_;
    peer::Peer peer_;
    std::string former_ufrag_;      // Checks of before the last ICE restart still come under it.
    std::optional<Voices> voices_;  // Once open.
    Legs legs_;
    Tell tell_;
    Moment alarm_at_ = never;
    bool open_ = false;
    bool pumping_ = false;
};

}  // namespace salon::session
