// A session description (RFC 8866) as the value that browsers mean by it.
//   in   an offer's text, read leniently: unknown lines are skipped, both line ends are understood
//   out  text, written strictly: CRLF, RFC order, nothing we did not mean
//
// What a description says at session level for all its media (Firefox: fingerprint, direction) is
// already copied into each section that does not say it itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "sdp/candidate.h"

namespace salon::sdp {

enum class MediaKind { Audio, Video, Data, Other };
enum class Direction { SendReceive, SendOnly, ReceiveOnly, Inactive };
enum class Setup { ActPass, Active, Passive };

std::string_view to_string(MediaKind kind);
std::string_view to_string(Direction direction);
std::string_view to_string(Setup setup);
/// The same thing seen from the other side: what one sends the other receives.
Direction mirrored(Direction direction);
bool sends(Direction direction);
bool receives(Direction direction);
/// What both of them allow.
Direction common(Direction one, Direction other);

struct Fingerprint {
    std::string hash;  ///< Lower case, as "sha-256".
    ByteBuffer bytes;
    friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

/// From "sha-256 AB:CD:…".
Result<Fingerprint, ParseError> parse_fingerprint(std::string_view text);
std::string to_string(const Fingerprint& fingerprint);

/// A payload type with all that is said about it.
struct Codec {
    int payload_type = 0;
    std::string name;  ///< As the peer spelt it; compare with `is`.
    int clock_rate = 0;
    int channels = 1;
    std::string parameters;             ///< The fmtp line's text.
    std::vector<std::string> feedback;  ///< rtcp-fb: "nack", "nack pli", "transport-cc" …

    bool is(std::string_view other_name) const;
    bool has_feedback(std::string_view text) const;
    /// The value of `key` in the parameters: "96" for "apt" in "apt=96".
    std::optional<std::string_view> parameter(std::string_view key) const;
    friend bool operator==(const Codec&, const Codec&) = default;
};

/// RFC 8285. The ids hold for one media section only.
struct HeaderExtension {
    int id = 0;
    Direction direction = Direction::SendReceive;
    std::string uri;
    friend bool operator==(const HeaderExtension&, const HeaderExtension&) = default;
};

/// RFC 5576: one synchronisation source and what the description says of it.
struct Source {
    std::uint32_t ssrc = 0;
    std::string cname{};
    std::string msid{};
    friend bool operator==(const Source&, const Source&) = default;
};

struct SourceGroup {
    std::string semantics;  ///< "FID": a stream and its retransmissions.
    std::vector<std::uint32_t> ssrcs;
    friend bool operator==(const SourceGroup&, const SourceGroup&) = default;
};

/// How to reach and trust whoever wrote the section.
struct Transport {
    std::string ufrag;
    std::string pwd;
    std::vector<Fingerprint> fingerprints;
    std::optional<Setup> setup;
    std::vector<Candidate> candidates;
    bool end_of_candidates = false;
    friend bool operator==(const Transport&, const Transport&) = default;
};

struct MediaSection {
    MediaKind kind = MediaKind::Other;
    std::string media;  ///< "audio", "video", "application", or what else stood there.
    std::uint16_t port = 9;
    std::string protocol;
    std::vector<std::string> formats;

    std::string mid;
    Direction direction = Direction::SendReceive;
    bool bundle_only = false;
    bool rtcp_mux = false;
    bool rtcp_rsize = false;
    bool receiver_rtt = false;  ///< "rtcp-xr:rcvr-rtt=all" (RFC 3611 §5): wants DLRR blocks.

    std::vector<Codec> codecs;  ///< In order of preference.
    std::vector<HeaderExtension> extensions;
    std::string msid;  ///< "stream track".
    std::vector<Source> sources;
    std::vector<SourceGroup> groups;

    std::optional<std::uint16_t> sctp_port;
    std::optional<std::uint64_t> message_size_max;

    Transport transport;

    /// Port 0 without bundle-only. Firefox bundles with port 0 and bundle-only: that one is alive.
    bool rejected() const { return port == 0 && !bundle_only; }
    friend bool operator==(const MediaSection&, const MediaSection&) = default;
};

struct SessionDescription {
    std::string session_id = "0";
    std::uint64_t version = 1;
    bool ice_lite = false;
    bool extmap_allow_mixed = false;
    std::vector<std::string> bundle;  ///< The mids of the first BUNDLE group.
    std::vector<MediaSection> media;
    friend bool operator==(const SessionDescription&, const SessionDescription&) = default;
};

enum class SdpError { NotSdp, TooLarge };

inline constexpr std::size_t description_size_max = 256 * 1024;
inline constexpr std::size_t line_size_max = 8 * 1024;
inline constexpr std::size_t media_sections_max = 64;
inline constexpr std::size_t codecs_max = 128;      ///< Per section; more are skipped.
inline constexpr std::size_t extensions_max = 64;   ///< Per section; more are skipped.
inline constexpr std::size_t sources_max = 64;      ///< Per section; more are skipped.
inline constexpr std::size_t candidates_max = 64;   ///< Per section; more are skipped.
inline constexpr std::size_t fingerprints_max = 8;  ///< Per section; more are skipped.

/// Reads a description. What it does not understand it skips; it fails only when the text does not
/// begin like a description, or breaks a limit.
///
/// Errors  SdpError::NotSdp, SdpError::TooLarge
/// Thread  any; does not block
Result<SessionDescription, SdpError> parse(std::string_view text);

/// Thread  any; does not block
std::string write(const SessionDescription& description);

}  // namespace salon::sdp
