// From a browser's offer to our answer, and to the plan by which the endpoint works (RFC 8829,
// 3264).
//   in   the offer, what we are able to do, how we are reached
//   out  the answer's description, the peer's transport, and one plan for each accepted section
//
// Payload types and extension ids are the offer's, per section. Only Opus and VP8 (with RTX) are
// accepted; docs/notes/sdp.md tells what else is left out and why.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sdp/description.h"

namespace salon::sdp {

/// What we take part in. What else is offered, and a second section of a kind, is rejected: it
/// keeps its slot in the answer and takes nothing of ours.
struct Abilities {
    bool audio = true;
    bool video = true;
    bool data = true;
    Direction direction = Direction::SendReceive;  ///< Ours, at most: of both kinds of tracks.
};

/// Our end, as the answer tells it.
struct LocalTransport {
    std::string ufrag{};
    std::string pwd{};
    std::string fingerprint{};    ///< "sha-256 AB:CD:…".
    Setup setup = Setup::Active;  ///< Wanted; an offer that says active makes us passive.
    bool lite = true;
    std::vector<Candidate> candidates{};
    bool end_of_candidates = true;  ///< False: more will be trickled.
    std::string cname{};
    std::string stream_id{};  ///< One for audio and video, so that the browser plays them in step.
    std::uint32_t audio_ssrc = 0;
    std::uint32_t video_ssrc = 0;
    std::uint32_t video_rtx_ssrc = 0;
    std::uint64_t session_id = 0;
    std::uint64_t version = 1;  ///< Of the description; one more with each further answer.
    std::uint64_t message_size_max = 256 * 1024;
};

/// The peer's end.
struct RemoteTransport {
    bool lite = false;  ///< It only answers checks: we have to send them.
    std::string ufrag;
    std::string pwd;
    std::vector<Fingerprint> fingerprints;
    Setup setup = Setup::Active;        ///< What we are: Active means we send the ClientHello.
    std::vector<Candidate> candidates;  ///< Component 1 only.
};

/// The offer's ids of what we accepted; nothing means: do not send it, do not expect it.
struct ExtensionIds {
    std::optional<std::uint8_t> mid;
    std::optional<std::uint8_t> transport_cc;
    std::optional<std::uint8_t> abs_send_time;
    std::optional<std::uint8_t> audio_level;
    friend bool operator==(const ExtensionIds&, const ExtensionIds&) = default;
};

struct Feedback {
    bool nack = false;
    bool pli = false;
    bool fir = false;
    bool transport_cc = false;  ///< The feedback and its header extension were both offered.
    friend bool operator==(const Feedback&, const Feedback&) = default;
};

/// One accepted section. Of `opus_pt` and `vp8_pt` the one of its kind is set.
struct MediaPlan {
    std::string mid;
    MediaKind kind = MediaKind::Other;
    Direction direction = Direction::Inactive;  ///< Ours.

    std::optional<std::uint8_t> opus_pt;
    std::optional<std::uint8_t> vp8_pt;
    std::optional<std::uint8_t> vp8_rtx_pt;

    std::optional<std::uint32_t> remote_ssrc;  ///< As announced; the packets have the last word.
    std::optional<std::uint32_t> remote_rtx_ssrc;
    std::uint32_t local_ssrc = 0;  ///< 0 when we do not send.
    std::uint32_t local_rtx_ssrc = 0;

    ExtensionIds extensions;
    Feedback feedback;
    bool rtcp_rsize = false;
    bool xr = false;  ///< Receiver reference times of the peer are answered with DLRR.

    // Of the data section.
    std::uint16_t sctp_port = 5000;
    std::uint64_t message_size_max = 65536;  ///< What the peer takes; RFC 8841 §6.1's default.
};

struct Answer {
    SessionDescription description;
    RemoteTransport remote;
    std::vector<MediaPlan> media;

    /// The plan of the first section of that kind, or null.
    const MediaPlan* plan(MediaKind kind) const;
};

/// Why there is no answer.
struct OfferError {
    enum class Kind {
        NotSdp,
        TooLarge,
        NoMedia,
        NoIceCredentials,
        NoFingerprint,
        NoRtcpMux,
        UnsupportedTracks,
        NoCommonCodec,
        AnotherCall,
    };

    Kind kind = Kind::NotSdp;
    std::string track;  ///< "audio", "video", …: the section it is about.
    friend bool operator==(const OfferError&, const OfferError&) = default;
};

/// One sentence for the caller's developer: what is wrong and what to do.
std::string to_string(const OfferError& error);

/// Thread  any; does not block
Result<Answer, OfferError> answer(const SessionDescription& offer, const Abilities& abilities,
                                  const LocalTransport& local);

/// The same, from the offer's text.
Result<Answer, OfferError> answer(std::string_view offer, const Abilities& abilities,
                                  const LocalTransport& local);

}  // namespace salon::sdp
