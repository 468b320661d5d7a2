#include "sdp/media_answer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace salon::sdp {
namespace {

constexpr std::string_view mid_uri = "urn:ietf:params:rtp-hdrext:sdes:mid";
constexpr std::string_view audio_level_uri = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
constexpr std::string_view abs_send_time_uri =
    "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
constexpr std::string_view transport_cc_uri =
    "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

std::uint8_t narrow(int id) { return static_cast<std::uint8_t>(id); }

const Codec* find_codec(const MediaSection& offered) {
    const bool audio = offered.kind == MediaKind::Audio;
    const auto found = std::ranges::find_if(offered.codecs, [audio](const Codec& codec) {
        if (audio) return codec.is("opus") && codec.clock_rate == 48000 && codec.channels == 2;
        return codec.is("VP8") && codec.clock_rate == 90000;
    });
    return found == offered.codecs.end() ? nullptr : &*found;
}

const Codec* find_rtx(const MediaSection& offered, const Codec& codec) {
    const auto apt = std::to_string(codec.payload_type);
    const auto found = std::ranges::find_if(offered.codecs, [&](const Codec& other) {
        return other.is("rtx") && other.parameter("apt") == apt;
    });
    return found == offered.codecs.end() ? nullptr : &*found;
}

// Our word on an offered codec: its payload type, the feedback of it that we give and take.
Codec accepted_codec(const Codec& offered, std::string_view parameters) {
    constexpr std::array<std::string_view, 4> known = {"transport-cc", "ccm fir", "nack",
                                                       "nack pli"};
    Codec codec = offered;
    codec.parameters = parameters;
    std::erase_if(codec.feedback, [&](const std::string& feedback) {
        return std::ranges::find(known, feedback) == known.end();
    });
    return codec;
}

std::optional<std::uint8_t>* slot_of(ExtensionIds& ids, std::string_view uri, MediaKind kind) {
    if (uri == mid_uri) return &ids.mid;
    if (uri == transport_cc_uri) return &ids.transport_cc;
    if (uri == abs_send_time_uri) return &ids.abs_send_time;
    if (uri == audio_level_uri && kind == MediaKind::Audio) return &ids.audio_level;
    return nullptr;  // Above all not video-orientation: without it the browser turns pixels itself.
}

// Each id once, each extension once: some offers list one id for two (aiortc 1.4), the first wins.
void take_extensions(const MediaSection& offered, AnsweredSection& answered) {
    auto& taken = answered.section.extensions;
    for (const auto& extension : offered.extensions) {
        auto* slot = slot_of(answered.plan.extensions, extension.uri, offered.kind);
        const bool id_used =
            std::ranges::find(taken, extension.id, &HeaderExtension::id) != taken.end();
        if (!slot || *slot || id_used) continue;
        *slot = narrow(extension.id);
        taken.push_back({extension.id, mirrored(extension.direction), extension.uri});
    }
}

void take_codecs(const MediaSection& offered, const Codec& codec, AnsweredSection& answered) {
    auto& [section, plan] = answered;
    const bool audio = offered.kind == MediaKind::Audio;
    const auto* rtx = audio ? nullptr : find_rtx(offered, codec);
    section.codecs.push_back(accepted_codec(codec, audio ? "minptime=10;useinbandfec=1" : ""));
    (audio ? plan.opus_pt : plan.vp8_pt) = narrow(codec.payload_type);
    if (rtx) {
        section.codecs.push_back(accepted_codec(*rtx, fmt::format("apt={}", codec.payload_type)));
        plan.vp8_rtx_pt = narrow(rtx->payload_type);
    }
    for (const auto& one : section.codecs)
        section.formats.push_back(std::to_string(one.payload_type));
    const auto& ours = section.codecs.front();
    plan.feedback = {
        .nack = ours.has_feedback("nack"),
        .pli = ours.has_feedback("nack pli"),
        .fir = ours.has_feedback("ccm fir"),
        .transport_cc = ours.has_feedback("transport-cc") && plan.extensions.transport_cc};
}

// What the peer says of its streams. It need not say anything; the packets tell it as well.
void note_remote_sources(const MediaSection& offered, MediaPlan& plan) {
    if (!receives(plan.direction)) return;
    const auto pair = std::ranges::find_if(offered.groups, [](const SourceGroup& group) {
        return group.semantics == "FID" && group.ssrcs.size() == 2;
    });
    if (pair != offered.groups.end()) {
        plan.remote_ssrc = pair->ssrcs[0];
        plan.remote_rtx_ssrc = pair->ssrcs[1];
    } else if (!offered.sources.empty()) {
        plan.remote_ssrc = offered.sources.front().ssrc;
    }
}

// RFC 8830 wants the track id too (Firefox refuses a msid without); both sections share the stream.
void tell_our_sources(const LocalTransport& local, AnsweredSection& answered) {
    auto& [section, plan] = answered;
    if (!sends(plan.direction)) return;
    const bool audio = section.kind == MediaKind::Audio;
    section.msid = fmt::format("{} {}-{}", local.stream_id, local.stream_id, section.media);
    plan.local_ssrc = audio ? local.audio_ssrc : local.video_ssrc;
    section.sources.push_back({plan.local_ssrc, local.cname, section.msid});
    if (!plan.vp8_rtx_pt) return;
    plan.local_rtx_ssrc = local.video_rtx_ssrc;
    section.sources.push_back({plan.local_rtx_ssrc, local.cname, section.msid});
    section.groups.push_back({"FID", {plan.local_ssrc, plan.local_rtx_ssrc}});
}

MediaSection like(const MediaSection& offered) {
    MediaSection section;
    section.kind = offered.kind;
    section.media = offered.media;
    section.protocol = offered.protocol;
    section.mid = offered.mid;
    return section;
}

}  // namespace

std::optional<AnsweredSection> track_section(const MediaSection& offered, Direction ours,
                                             const LocalTransport& local) {
    const auto* codec = find_codec(offered);
    if (!codec) return std::nullopt;

    AnsweredSection answered{like(offered), {}};
    auto& [section, plan] = answered;
    section.direction = common(mirrored(offered.direction), ours);
    section.rtcp_mux = true;
    section.rtcp_rsize = offered.rtcp_rsize;
    section.receiver_rtt = offered.receiver_rtt;
    plan.mid = offered.mid;
    plan.kind = offered.kind;
    plan.direction = section.direction;
    plan.rtcp_rsize = offered.rtcp_rsize;
    plan.xr = offered.receiver_rtt;

    take_extensions(offered, answered);
    take_codecs(offered, *codec, answered);
    note_remote_sources(offered, plan);
    tell_our_sources(local, answered);
    return answered;
}

AnsweredSection data_section(const MediaSection& offered, const LocalTransport& local) {
    AnsweredSection answered{like(offered), {}};
    auto& [section, plan] = answered;
    section.formats = {"webrtc-datachannel"};
    section.sctp_port = 5000;
    section.message_size_max = local.message_size_max;
    plan.mid = offered.mid;
    plan.kind = MediaKind::Data;
    plan.direction = Direction::SendReceive;
    plan.sctp_port = offered.sctp_port.value_or(5000);
    constexpr std::uint64_t default_size_max = 65536;  // RFC 8841 §6.1; 0 is "any size".
    const auto size_max = offered.message_size_max.value_or(default_size_max);
    plan.message_size_max = size_max == 0 ? local.message_size_max : size_max;
    return answered;
}

MediaSection rejected_section(const MediaSection& offered) {
    MediaSection section = like(offered);
    section.port = 0;
    section.direction = Direction::Inactive;
    section.formats = offered.formats;
    if (section.formats.empty()) section.formats = {"0"};
    return section;
}

}  // namespace salon::sdp
