// A browser's end of a call, made of our own engines: offers, checks, shakes hands, talks.
//   in   the answer, datagrams, what microphone, camera and page give
//   out  the offer; datagrams, and the same events as a Peer tells
//
// It differs from Peer where browsers do: it offers, it is full and controlling in ICE, it opens
// the channel "text". Sans-IO.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "crypto/certificate.h"
#include "ice/agent.h"
#include "peer/peer.h"
#include "peer/traffic.h"
#include "sctp/association.h"
#include "sdp/description.h"
#include "secure/secure_link.h"
#include "world/offer.h"

namespace salon::testing_world {

struct BrowserOptions {
    bool audio = true;
    bool video = true;
    bool data = true;
    bool receives_only = false;                 ///< No microphone, no camera.
    bool video_first = false;                   ///< In its offer.
    std::optional<std::uint32_t> audio_ssrc{};  ///< Otherwise drawn.
    /// What it gathers. Only mDNS names are told of host candidates: not at all, for us.
    std::vector<ice::LocalCandidate> candidates{};
};

class SimulatedBrowser {
public:
    using Output = peer::Output;

    SimulatedBrowser(const crypto::Certificate& certificate, BrowserOptions options, Random random);

    const std::string& offer() const { return offer_; }
    /// Begins the call, or goes on with it after a restart. False when the answer makes no sense.
    bool accept(std::string_view answer, Moment now);
    /// A further offer, with new ICE credentials; its answer goes to accept().
    const std::string& restart(Moment now);
    void add_candidate(std::string_view line, Moment now);
    void add_local(const ice::LocalCandidate& candidate, Moment now);

    void receive(MutableBytes datagram, Path from, Moment now);
    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const;

    void send_audio(const EncodedAudio& audio, Moment now);
    void send_video(const EncodedPicture& picture, Moment now);
    void send_text(std::string_view text, Moment now);
    void request_key_frame(Moment now);
    void close(Moment now);

    bool connected() const { return connected_; }
    peer::PeerStats stats() const;
    /// RTCP that a Peer sends and does not receive.
    struct Feedback {
        int transport_messages = 0;
        int transport_arrivals = 0;  ///< Packets they report as arrived.
        int delay_answers = 0;       ///< DLRR blocks.
        int goodbyes = 0;
    };
    const Feedback& feedback() const { return feedback_; }
    /// Sends a receiver reference time, as Chromium 156 does when "rtcp-xr:rcvr-rtt" was agreed on.
    void ask_round_trip(Moment now);
    /// Anything at all, protected with the call's keys: what a hostile browser is able to say.
    void say_rtp(ByteBuffer packet);
    void say_rtcp(ByteBuffer packet);
    void say_data(Bytes packet, Moment now);

private:
    void gather(Moment now);
    bool gather_once(Moment now);
    void begin(const sdp::SessionDescription& answer, Moment now);
    void take(ice::Output output, Moment now);
    void start_handshake(Moment now);
    void take(secure::Output output, Moment now);
    void take(sctp::Output output);
    void take(peer::Traffic::Output output);
    void receive_media(MutableBytes packet, Moment now);
    void note_feedback(Bytes packet);
    ByteBuffer with_mid(Bytes packet);
    void send(ByteBuffer bytes);
    void connect(Moment now);
    void end(peer::CloseReason reason);

    const crypto::Certificate& certificate_;
    BrowserOptions options_;
    Random random_;
    OfferWords words_;
    std::string offer_;
    sdp::Transport server_;  // As its answer tells it.
    std::optional<ice::Agent> ice_;
    std::optional<secure::SecureLink> link_;
    std::optional<secure::SrtpSession> srtp_;
    std::optional<sctp::Association> sctp_;
    std::optional<sctp::StreamId> text_;
    std::optional<peer::Traffic> traffic_;
    std::vector<sdp::MediaPlan> plans_;
    Feedback feedback_;
    bool restarting_ = false;  // The next answer is a further one.
    bool connected_ = false;
    bool closed_ = false;
    std::deque<Output> outputs_;
};

/// What an answer means to the one who offered.
std::vector<sdp::MediaPlan> plans_of_offerer(const sdp::SessionDescription& answer,
                                             const OfferWords& words);

}  // namespace salon::testing_world
