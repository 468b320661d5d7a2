// One WebRTC endpoint: answers an offer, then lives on datagrams and moments (RFC 8825).
//   in   a browser's offer, datagrams, what to send; a further offer when ICE restarts
//   out  the answer; datagrams, audio steps, pictures, texts, and one end
//
//   auto peer = Peer::answer(offer, options, random.fork(), now);
//   peer->receive(datagram, from, now);              // or advance(now) at deadline()
//   while (auto output = peer->poll()) ...           // after every call
//
// Sans-IO; lives on its session's strand. It composes ice, secure, sctp and flow, and adds what
// stands between them: sorting datagrams and streams, reports, feedback, and the one way to end.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/address.h"
#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"
#include "base/time.h"
#include "crypto/certificate.h"
#include "ice/candidate.h"
#include "media/encoded.h"
#include "peer/stats.h"
#include "sdp/answer.h"

namespace salon::peer {

/// Lite answers checks, and is enough for a server with an address of its own. Full sends them too:
/// for servers behind NATs and relays, and for peers that are lite themselves.
enum class Ice { Lite, Full };

struct PeerOptions {
    const crypto::Certificate* certificate = nullptr;  ///< Required; outlives the peer.
    std::vector<ice::LocalCandidate> candidates;       ///< Where we are reached, best first.
    Ice ice = Ice::Lite;
    ice::CandidateFilter filter = ice::CandidateFilter::All;  ///< Of a full one's candidates.
    bool more_candidates = false;  ///< Some come later: the answer does not say it has them all.
    bool audio = true;             ///< What is carried; other tracks of the offer are rejected.
    bool video = true;
    bool data = true;
    sdp::Direction direction = sdp::Direction::SendReceive;  ///< Ours, at most.
    sdp::Setup setup = sdp::Setup::Active;                   ///< Active saves half a round trip.
    Duration handshake_patience = 15s;                       ///< From the answer to Connected.
    Duration consent_patience = 30s;  ///< Without an authenticated check (RFC 7675).
    /// The wall clock (since 1900, as NTP counts) at Moment zero; for sender reports only.
    Duration ntp_at_zero{0};
};

enum class CloseReason {
    LocalClose,        ///< close() was called.
    PeerClosed,        ///< DTLS close_notify or an SCTP abort from the other side.
    HandshakeTimeout,  ///< Nobody came, or the handshake did not finish in time.
    ConsentLost,       ///< The peer was there and fell silent.
    SecureFailed,      ///< Wrong fingerprint, no common profile, a broken handshake.
};
std::string_view to_string(CloseReason reason);

/// Media and texts may flow. Once.
struct Connected {};
/// One more candidate of ours, as a line to trickle ("candidate:…"); an empty one: that was the
/// last.
struct CandidateFound {
    std::string line;
};
/// A packet of a further stream opened with the call's keys. By this the media of an unknown
/// address finds its peer. Told of the first `sources_told_max` streams.
struct SourceProven {
    std::uint32_t ssrc = 0;
};
/// The peer lost the picture: the source of what `send_video` sends should give a key frame.
struct KeyFrameWanted {};
struct ChannelOpened {
    std::string label;
};
/// On the channel `text`, or any other the peer opened.
struct TextArrived {
    std::string text;
};
/// The end. Exactly once and last, but for datagrams that tell the peer.
struct Closed {
    CloseReason reason = CloseReason::LocalClose;
};

using Output = std::variant<Datagram, Connected, CandidateFound, SourceProven, AudioPiece,
                            EncodedPicture, KeyFrameWanted, ChannelOpened, TextArrived, Closed>;

inline constexpr std::size_t texts_queued_max = 256;        ///< Before the channel opens.
inline constexpr std::size_t datagram_received_max = 1500;  ///< Larger ones are dropped.
inline constexpr std::size_t sources_told_max = 8;          ///< A browser has three or four.
inline constexpr std::size_t outputs_queued_max = 4096;     ///< Media is dropped beyond it.

class Peer {
public:
    /// Answers `offer`. From then on the peer waits for the browser's first check.
    ///
    /// Errors  sdp::OfferError: what is wrong with the offer, in words for the page's developer
    /// Thread  strand; does not block
    static Result<Peer, sdp::OfferError> answer(std::string_view offer, const PeerOptions& options,
                                                Random random, Moment now);
    Peer(Peer&&) noexcept;
    Peer& operator=(Peer&&) noexcept;
    ~Peer();

    const std::string& answer_text() const;
    /// Answers a further offer for the same call: ICE restarts when its credentials are new, and
    /// all else goes on as it is. The answer is answer_text(), under a new local_ufrag().
    ///
    /// Errors  sdp::OfferError: the offer is for another call, or makes no sense
    /// Thread  strand; does not block
    Result<void, sdp::OfferError> restart(std::string_view offer, Moment now);

    /// By this the first datagrams of an unknown address find their peer.
    const std::string& local_ufrag() const;
    bool connected() const;
    bool closed() const;
    /// Whether what comes by `path` is taken from it, and not only if it proves to be the peer's.
    bool trusts(const Path& path) const;
    /// Whether the answer lets us send (and the browser wants) that kind.
    bool sends_audio() const;
    bool sends_video() const;

    /// `datagram` is opened in place: its bytes are spent afterwards.
    void receive(MutableBytes datagram, Path from, Moment now);
    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const;

    /// A trickled candidate line of the peer's. A lite one reads it, and no more.
    Result<void, ParseError> add_candidate(std::string_view line, Moment now);
    /// One more candidate of ours: CandidateFound follows if the peer has to know. With
    /// `more_candidates`, end_of_candidates() tells it that there will be no others.
    void add_local(const ice::LocalCandidate& candidate, Moment now);
    void end_of_candidates(Moment now);
    /// A leg has died: nothing leaves by it any more.
    void remove_leg(Leg leg, Moment now);

    /// Sends one Opus packet. Dropped silently until connected, or when the browser wants no audio.
    void send_audio(const EncodedAudio& audio, Moment now);
    /// Sends one VP8 frame, of any source: numbering and time line stay continuous when the source
    /// changes (begin a new one with a key frame). At first and after a frame that had to be
    /// dropped only a key frame is taken; KeyFrameWanted asks for it.
    void send_video(const EncodedPicture& picture, Moment now);
    /// Sends `text` on the channel "text" (or the first one opened); waits until there is one.
    void send_text(std::string text, Moment now);
    /// Asks the peer's camera for a key frame; asked again until one arrives.
    void request_key_frame(Moment now);
    /// Bits a second that pictures should take, as the peer's feedback has it. The encoder follows.
    std::int64_t video_bitrate() const;
    /// Says goodbye as well as the handshake allows; Closed{LocalClose} follows.
    void close(Moment now);

    PeerStats stats() const;

private:
    class Parts;
    explicit Peer(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

}  // namespace salon::peer
