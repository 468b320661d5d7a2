#include "peer/audio_sender.h"

#include "peer/outbound.h"

namespace salon::peer {

namespace {

constexpr std::int64_t opus_rate = 48'000;  // RFC 7587 §4.1, whatever is inside.
// Browsers ask for no sound again; what a NACK of another peer asks for has been concealed by then.
constexpr flow::RetransmissionPolicy keep_nothing{.packets_max = 0};

}  // namespace

AudioSender::AudioSender(const sdp::MediaPlan& plan, Random& random)
    : extensions_(room_for_number(plan)),
      stream_({.ssrc = rtp::Ssrc(plan.local_ssrc),
               .payload_type = rtp::PayloadType(plan.opus_pt.value_or(0)),
               .retransmission = keep_nothing},
              random),
      timeline_(opus_rate, random.u32()) {}

std::optional<ByteBuffer> AudioSender::send(const EncodedAudio& audio, Moment now) {
    if (audio.bytes.empty() || audio.bytes.size() > rtp_payload_max) return std::nullopt;
    const auto tick = timeline_.place(audio.time, now);
    const bool first = sent_++ == 0;
    return stream_.send({.bytes = audio.bytes,
                         .timestamp = static_cast<std::uint32_t>(tick),
                         .marker = first,
                         .extensions = extensions_},
                        now);
}

std::optional<rtp::SenderReport> AudioSender::report(rtp::NtpTime ntp, Moment now) const {
    if (sent_ == 0) return std::nullopt;
    return stream_.stats().report(ntp, static_cast<std::uint32_t>(timeline_.tick_at(now)));
}

void AudioSender::add_to(OutboundStats& stats) const {
    add_stream(stream_, opus_rate, stats);
    stats.frames_sent = sent_;
}

}  // namespace salon::peer
