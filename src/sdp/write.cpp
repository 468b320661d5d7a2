// Writing a description, in the order RFC 8866 §5 wants and libwebrtc itself uses.
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sdp/description.h"

namespace salon::sdp {
namespace {

class Text {
public:
    template <class... Values>
    void line(fmt::format_string<Values...> form, Values&&... values) {
        fmt::format_to(std::back_inserter(text_), form, std::forward<Values>(values)...);
        text_ += "\r\n";
    }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

void write_transport(Text& text, const Transport& transport) {
    for (const auto& candidate : transport.candidates) {
        text.line("a={}", write_candidate(candidate));
    }
    if (transport.end_of_candidates) text.line("a=end-of-candidates");
    if (!transport.ufrag.empty()) text.line("a=ice-ufrag:{}", transport.ufrag);
    if (!transport.pwd.empty()) text.line("a=ice-pwd:{}", transport.pwd);
    for (const auto& print : transport.fingerprints)
        text.line("a=fingerprint:{}", to_string(print));
    if (transport.setup) text.line("a=setup:{}", to_string(*transport.setup));
}

void write_codec(Text& text, const Codec& codec) {
    if (codec.name.empty()) return;
    const auto channels = codec.channels == 1 ? "" : fmt::format("/{}", codec.channels);
    text.line("a=rtpmap:{} {}/{}{}", codec.payload_type, codec.name, codec.clock_rate, channels);
    for (const auto& feedback : codec.feedback) {
        text.line("a=rtcp-fb:{} {}", codec.payload_type, feedback);
    }
    if (!codec.parameters.empty()) text.line("a=fmtp:{} {}", codec.payload_type, codec.parameters);
}

void write_sources(Text& text, const MediaSection& section) {
    if (!section.msid.empty()) text.line("a=msid:{}", section.msid);
    for (const auto& group : section.groups) {
        text.line("a=ssrc-group:{} {}", group.semantics, fmt::join(group.ssrcs, " "));
    }
    for (const auto& source : section.sources) {
        text.line("a=ssrc:{} cname:{}", source.ssrc, source.cname);
        if (!source.msid.empty()) text.line("a=ssrc:{} msid:{}", source.ssrc, source.msid);
    }
}

void write_rtp(Text& text, const MediaSection& section) {
    for (const auto& extension : section.extensions) {
        const bool both = extension.direction == Direction::SendReceive;
        const auto direction = both ? "" : fmt::format("/{}", to_string(extension.direction));
        text.line("a=extmap:{}{} {}", extension.id, direction, extension.uri);
    }
    text.line("a={}", to_string(section.direction));
    if (section.rtcp_mux) text.line("a=rtcp-mux");
    if (section.rtcp_rsize) text.line("a=rtcp-rsize");
    if (section.receiver_rtt) text.line("a=rtcp-xr:rcvr-rtt=all");
    for (const auto& codec : section.codecs) write_codec(text, codec);
    write_sources(text, section);
}

void write_section(Text& text, const MediaSection& section) {
    text.line("m={} {} {} {}", section.media, section.port, section.protocol,
              fmt::join(section.formats, " "));
    text.line("c=IN IP4 0.0.0.0");
    write_transport(text, section.transport);
    if (!section.mid.empty()) text.line("a=mid:{}", section.mid);
    if (section.bundle_only) text.line("a=bundle-only");
    if (section.kind == MediaKind::Audio || section.kind == MediaKind::Video) {
        write_rtp(text, section);
    }
    if (section.sctp_port) text.line("a=sctp-port:{}", *section.sctp_port);
    if (section.message_size_max) text.line("a=max-message-size:{}", *section.message_size_max);
}

}  // namespace

std::string write(const SessionDescription& description) {
    Text text;
    text.line("v=0");
    text.line("o=- {} {} IN IP4 127.0.0.1", description.session_id, description.version);
    text.line("s=-");
    text.line("t=0 0");
    if (!description.bundle.empty()) {
        text.line("a=group:BUNDLE {}", fmt::join(description.bundle, " "));
    }
    if (description.extmap_allow_mixed) text.line("a=extmap-allow-mixed");
    if (description.ice_lite) text.line("a=ice-lite");
    text.line("a=ice-options:trickle");
    text.line("a=msid-semantic: WMS *");
    for (const auto& section : description.media) write_section(text, section);
    return text.take();
}

}  // namespace salon::sdp
