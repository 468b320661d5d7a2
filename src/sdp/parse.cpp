// Reading a description: line by line into the session or the section that is open, then the
// session's words for all are handed down.
#include <algorithm>
#include <array>

#include "sdp/description.h"
#include "sdp/line.h"

namespace salon::sdp {
namespace {

std::optional<Direction> direction_of(std::string_view word) {
    for (const auto direction : {Direction::SendReceive, Direction::SendOnly,
                                 Direction::ReceiveOnly, Direction::Inactive}) {
        if (word == to_string(direction)) return direction;
    }
    return std::nullopt;
}

std::optional<Setup> setup_of(std::string_view word) {
    for (const auto setup : {Setup::ActPass, Setup::Active, Setup::Passive}) {
        if (word == to_string(setup)) return setup;
    }
    return std::nullopt;  // "holdconn" asks for no connection; nobody offers it.
}

MediaKind kind_of(std::string_view media, std::string_view protocol) {
    if (media == "audio") return MediaKind::Audio;
    if (media == "video") return MediaKind::Video;
    const bool sctp = protocol == "UDP/DTLS/SCTP" || protocol == "TCP/DTLS/SCTP";
    return media == "application" && sctp ? MediaKind::Data : MediaKind::Other;
}

template <class T>
void append(std::vector<T>& list, T value, std::size_t limit) {
    if (list.size() < limit) list.push_back(std::move(value));
}

// a=… of ICE and DTLS, at either level. False when `name` is none of them.
bool read_transport(Transport& transport, std::string_view name, std::string_view value,
                    std::string_view attribute) {
    if (name == "ice-ufrag") {
        transport.ufrag = value;
    } else if (name == "ice-pwd") {
        transport.pwd = value;
    } else if (name == "fingerprint") {
        if (auto print = parse_fingerprint(value)) {
            append(transport.fingerprints, std::move(*print), fingerprints_max);
        }
    } else if (name == "setup") {
        transport.setup = setup_of(value);
    } else if (name == "candidate") {
        if (auto candidate = parse_candidate(attribute)) {
            append(transport.candidates, std::move(*candidate), candidates_max);
        }
    } else if (name == "end-of-candidates") {
        transport.end_of_candidates = true;
    } else {
        return false;
    }
    return true;
}

// a=rtpmap:111 opus/48000/2
void read_rtpmap(Codec& codec, std::string_view text) {
    codec.name = take_until(text, '/');
    codec.clock_rate = to_number<int>(take_until(text, '/')).value_or(0);
    codec.channels = text.empty() ? 1 : to_number<int>(text).value_or(1);
}

// a=rtpmap, a=fmtp and a=rtcp-fb begin with the payload type they are about; "*" is all of them.
template <class Read>
void for_codec(MediaSection& section, std::string_view value, Read read) {
    const auto word = take_word(value);
    const auto payload_type = to_number<int>(word);
    for (auto& codec : section.codecs) {
        if (word == "*" || codec.payload_type == payload_type) read(codec, value);
    }
}

constexpr std::size_t feedback_max = 16;  // Per payload type; more are skipped.

bool read_codec(MediaSection& section, std::string_view name, std::string_view value) {
    if (name == "rtpmap") {
        for_codec(section, value, read_rtpmap);
    } else if (name == "fmtp") {
        for_codec(section, value, [](Codec& codec, auto text) { codec.parameters = text; });
    } else if (name == "rtcp-fb") {
        for_codec(section, value, [](Codec& codec, auto text) {
            append(codec.feedback, std::string(text), feedback_max);
        });
    } else {
        return false;
    }
    return true;
}

// a=extmap:2/recvonly urn:ietf:params:rtp-hdrext:csrc-audio-level
void read_extension(MediaSection& section, std::string_view value) {
    auto id_and_direction = take_word(value);
    const auto id = to_number<int>(take_until(id_and_direction, '/'));
    if (!id || *id < 1 || *id > 255 || *id == 15) return;  // RFC 8285 §4.2: 15 is reserved.
    const auto direction = direction_of(id_and_direction).value_or(Direction::SendReceive);
    append(section.extensions,
           HeaderExtension{.id = *id, .direction = direction, .uri = std::string(take_word(value))},
           extensions_max);
}

// a=ssrc:4087967965 cname:vIft33wHn8vzrZ3L
void read_source(MediaSection& section, std::string_view value) {
    const auto ssrc = to_number<std::uint32_t>(take_word(value));
    if (!ssrc) return;
    auto source = std::ranges::find(section.sources, *ssrc, &Source::ssrc);
    if (source == section.sources.end()) {
        if (section.sources.size() == sources_max) return;
        source = section.sources.insert(source, Source{.ssrc = *ssrc, .cname = {}, .msid = {}});
    }
    const auto name = take_until(value, ':');
    if (name == "cname") source->cname = value;
    if (name == "msid") source->msid = value;
}

// a=ssrc-group:FID 1338397016 2856834029
void read_group(MediaSection& section, std::string_view value) {
    SourceGroup group{.semantics = std::string(take_word(value)), .ssrcs = {}};
    while (!value.empty()) {
        if (const auto ssrc = to_number<std::uint32_t>(take_word(value))) {
            append(group.ssrcs, *ssrc, sources_max);
        }
    }
    append(section.groups, std::move(group), sources_max);
}

bool read_sources(MediaSection& section, std::string_view name, std::string_view value) {
    if (name == "extmap") {
        read_extension(section, value);
    } else if (name == "msid") {
        section.msid = value;
    } else if (name == "ssrc") {
        read_source(section, value);
    } else if (name == "ssrc-group") {
        read_group(section, value);
    } else {
        return false;
    }
    return true;
}

void read_rest(MediaSection& section, std::string_view name, std::string_view value) {
    if (name == "mid") section.mid = value;
    if (name == "bundle-only") section.bundle_only = true;
    if (name == "rtcp-mux") section.rtcp_mux = true;
    if (name == "rtcp-rsize") section.rtcp_rsize = true;
    if (name == "sctp-port") section.sctp_port = to_number<std::uint16_t>(value);
    if (name == "max-message-size") section.message_size_max = to_number<std::uint64_t>(value);
    if (name == "rtcp-xr" && value.find("rcvr-rtt") != std::string_view::npos) {
        section.receiver_rtt = true;
    }
}

class Parser {
public:
    Result<SessionDescription, SdpError> run(std::string_view text) {
        if (text.size() > description_size_max) return fail(SdpError::TooLarge);
        if (!text.starts_with("v=0")) return fail(SdpError::NotSdp);
        while (!text.empty()) {
            auto line = take_until(text, '\n');
            if (line.ends_with('\r')) line.remove_suffix(1);
            if (line.size() > line_size_max) return fail(SdpError::TooLarge);
            if (!is_plain(line)) return fail(SdpError::NotSdp);
            if (line.size() < 2 || line[1] != '=') continue;
            read(line[0], line.substr(2));
            if (result_.media.size() > media_sections_max) return fail(SdpError::TooLarge);
        }
        hand_down();
        return std::move(result_);
    }

private:
    void read(char type, std::string_view value) {
        if (type == 'm') return open_section(value);
        if (type == 'o') return read_origin(value);
        if (type != 'a') return;
        auto rest = value;
        const auto name = take_until(rest, ':');
        if (result_.media.empty()) return read_session(name, rest, value);
        read_section(name, rest, value);
    }

    void read_origin(std::string_view value) {  // o=- 711676570 2 IN IP4 127.0.0.1
        take_word(value);
        result_.session_id = take_word(value);
        result_.version = to_number<std::uint64_t>(take_word(value)).value_or(0);
    }

    void open_section(std::string_view value) {  // m=audio 9 UDP/TLS/RTP/SAVPF 111 63
        auto& section = result_.media.emplace_back();
        said_.emplace_back();
        section.media = take_word(value);
        section.port = to_number<std::uint16_t>(take_word(value)).value_or(0);
        section.protocol = take_word(value);
        section.kind = kind_of(section.media, section.protocol);
        while (!value.empty()) append(section.formats, std::string(take_word(value)), codecs_max);
        if (section.kind != MediaKind::Audio && section.kind != MediaKind::Video) return;
        for (const auto& format : section.formats) {
            const auto type = to_number<int>(format);
            if (type && *type >= 0 && *type <= 127)
                section.codecs.emplace_back().payload_type = *type;
        }
    }

    void read_session(std::string_view name, std::string_view value, std::string_view attribute) {
        if (read_transport(session_.transport, name, value, attribute)) return;
        if (const auto direction = direction_of(name)) session_.direction = direction;
        if (name == "ice-lite") result_.ice_lite = true;
        if (name == "extmap-allow-mixed") result_.extmap_allow_mixed = true;
        if (name == "group" && take_word(value) == "BUNDLE" && result_.bundle.empty()) {
            while (!value.empty()) {
                append(result_.bundle, std::string(take_word(value)), media_sections_max);
            }
        }
    }

    void read_section(std::string_view name, std::string_view value, std::string_view attribute) {
        auto& section = result_.media.back();
        if (read_transport(section.transport, name, value, attribute)) return;
        if (read_codec(section, name, value) || read_sources(section, name, value)) return;
        if (const auto direction = direction_of(name)) said_.back() = direction;
        if (name == "extmap-allow-mixed") result_.extmap_allow_mixed = true;
        read_rest(section, name, value);
    }

    void hand_down() {
        for (std::size_t i = 0; i < result_.media.size(); ++i) {
            auto& section = result_.media[i];
            const auto inherited = session_.direction.value_or(Direction::SendReceive);
            section.direction = said_[i].value_or(inherited);
            auto& own = section.transport;
            const auto& common = session_.transport;
            if (own.ufrag.empty()) own.ufrag = common.ufrag;
            if (own.pwd.empty()) own.pwd = common.pwd;
            if (own.fingerprints.empty()) own.fingerprints = common.fingerprints;
            if (!own.setup) own.setup = common.setup;
        }
    }

    struct Session {
        Transport transport;
        std::optional<Direction> direction;
    };

    SessionDescription result_;
    Session session_;
    std::vector<std::optional<Direction>> said_;  // Per section: what it says itself.
};

}  // namespace

Result<SessionDescription, SdpError> parse(std::string_view text) { return Parser().run(text); }

}  // namespace salon::sdp
