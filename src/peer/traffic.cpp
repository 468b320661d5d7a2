#include "peer/traffic.h"

#include <algorithm>
#include <utility>

#include "base/overload.h"
#include "base/take_front.h"

namespace salon::peer {

namespace {

constexpr std::int64_t sound_bitrate = 50'000;  // 32 kbit/s of Opus, and its headers.

bool reduced_size(const std::vector<sdp::MediaPlan>& media) {
    return std::any_of(media.begin(), media.end(),
                       [](const sdp::MediaPlan& plan) { return plan.rtcp_rsize; });
}

rtp::Ssrc reporter_of(const std::vector<sdp::MediaPlan>& media, Random& random) {
    for (const auto& plan : media) {
        if (plan.local_ssrc != 0) return rtp::Ssrc(plan.local_ssrc);
    }
    return rtp::Ssrc(random.u32());
}

}  // namespace

Traffic::Traffic(TrafficOptions options, Random random)
    : options_(std::move(options)),
      reporter_(reporter_of(options_.media, random)),
      table_(options_.media),
      arrivals_(reporter_, flow::TransportFeedbackPolicy{}),
      bandwidth_(flow::RateLimits{}),
      reports_({.cname = options_.cname,
                .reporter = reporter_,
                .reduced_size = reduced_size(options_.media)},
               random.fork()) {
    for (const auto& plan : options_.media) {
        const bool receives = sdp::receives(plan.direction);
        const bool sends = sdp::sends(plan.direction) && plan.local_ssrc != 0;
        if (plan.kind == sdp::MediaKind::Audio) {
            if (receives) audio_in_.emplace(plan);
            if (sends) audio_out_.emplace(plan, random);
        } else if (plan.kind == sdp::MediaKind::Video) {
            if (receives) video_in_.emplace(plan, reporter_);
            if (sends) video_out_.emplace(plan, random);
        }
    }
}

void Traffic::start(Moment now) {
    const bool any = audio_in_ || video_in_ || audio_out_ || video_out_;
    if (any) reports_.start(now);
}

void Traffic::receive_rtp(Bytes packet, Moment now) {
    const auto parsed = rtp::parse_packet(packet);
    if (!parsed) {
        ++dropped_.malformed;
        return;
    }
    if (const auto sequence = table_.transport_sequence(*parsed)) {
        arrivals_.arrived(*sequence, parsed->header.ssrc, now);
    }
    route(*parsed, now);
    gather(now);
}

void Traffic::route(const rtp::PacketView& packet, Moment now) {
    const auto kind = table_.sort(packet);
    const bool taken =
        (kind == sdp::MediaKind::Audio && audio_in_ && audio_in_->receive(packet, now)) ||
        (kind == sdp::MediaKind::Video && video_in_ && video_in_->receive(packet, now));
    if (!taken) ++dropped_.unknown_ssrc;
}

void Traffic::receive_rtcp(Bytes packet, Moment now) {
    const auto messages = rtp::parse_rtcp(packet);
    if (!messages) {
        ++dropped_.malformed;
        return;
    }
    for (const auto& message : *messages) take(message, now);
    gather(now);
}

void Traffic::take(const rtp::Rtcp& message, Moment now) {
    std::visit(
        overload{[&](const rtp::SenderReport& report) { take_sender_report(report, now); },
                 [&](const rtp::ReceiverReport& report) { take_blocks(report.blocks, now); },
                 [&](const rtp::Nack& nack) { take_nack(nack, now); },
                 [&](const rtp::Pli& pli) { take_key_frame_request(pli.media, now); },
                 [&](const rtp::Fir& fir) { take_fir(fir, now); },
                 [&](const rtp::TransportFeedback& feedback) { take_arrivals(feedback, now); },
                 [&](const rtp::XrRrtr& rrtr) { reports_.reference(rrtr, now); },
                 [&](const rtp::Remb& remb) { bandwidth_.allowed(remb.bitrate); },
                 [](const auto&) {}},  // Names and goodbyes change nothing.
        message);
}

void Traffic::take_sender_report(const rtp::SenderReport& report, Moment now) {
    if (audio_in_) audio_in_->sender_report(report, now);
    if (video_in_) video_in_->sender_report(report, now);
    take_blocks(report.blocks, now);
}

void Traffic::take_blocks(const std::vector<rtp::ReportBlock>& blocks, Moment now) {
    for (const auto& block : blocks) {
        if (audio_out_) audio_out_->stream().reported(block, ntp(now));
        if (video_out_) video_out_->stream().reported(block, ntp(now));
    }
    const auto length = round_trip();
    if (video_in_ && length) video_in_->set_round_trip(*length);
}

void Traffic::take_nack(const rtp::Nack& nack, Moment now) {
    if (video_out_ && nack.media == video_out_->stream().ssrc()) video_out_->answer(nack, now);
}

void Traffic::take_key_frame_request(rtp::Ssrc media, Moment now) {
    if (video_out_ && media == video_out_->stream().ssrc()) video_out_->key_frame_requested(now);
}

void Traffic::take_fir(const rtp::Fir& fir, Moment now) {
    for (const auto& entry : fir.entries) {
        if (last_fir_ == entry.sequence) continue;  // RFC 5104 §4.3.1.1: the same request again.
        last_fir_ = entry.sequence;
        take_key_frame_request(entry.media, now);
    }
}

void Traffic::take_arrivals(const rtp::TransportFeedback& feedback, Moment now) {
    bandwidth_.feedback(feedback, now);
    if (video_out_) video_out_->set_bitrate(bandwidth_.bitrate());
}

void Traffic::advance(Moment now) {
    bandwidth_.advance(now);
    if (audio_in_) audio_in_->advance(now);
    if (video_in_) video_in_->advance(now);
    gather(now);
    while (auto feedback = arrivals_.take_due(now)) {
        outputs_.push_back(RtcpPacket{reports_.feedback(std::move(*feedback))});
    }
    if (reports_.take_due(now)) report(now);
}

std::optional<Traffic::Output> Traffic::poll() { return take_front(outputs_); }

Moment Traffic::deadline() const {
    return std::min({reports_.deadline(), arrivals_.deadline(), bandwidth_.deadline(),
                     audio_in_ ? audio_in_->deadline() : never,
                     video_in_ ? video_in_->deadline() : never,
                     video_out_ ? video_out_->deadline() : never});
}

void Traffic::send_audio(const EncodedAudio& audio, Moment now) {
    if (!audio_out_) return;
    if (auto packet = audio_out_->send(audio, now)) send_rtp(std::move(*packet), now);
}

void Traffic::send_video(const EncodedPicture& picture, Moment now) {
    if (!video_out_) return;
    video_out_->send(picture, now);
    gather_video(now);
}

void Traffic::request_key_frame(Moment now) {
    if (!video_in_) return;
    video_in_->request_key_frame(now);
    gather(now);
}

std::int64_t Traffic::video_bitrate() const {
    const auto all = bandwidth_.bitrate();
    const auto sound = audio_out_ ? sound_bitrate : 0;
    const auto repair = video_out_ ? video_out_->repair_bitrate() : 0;
    return std::max(all - sound - repair, all / 3);
}

void Traffic::say_goodbye() {
    std::vector<rtp::Ssrc> sources;
    if (audio_out_) sources.push_back(audio_out_->stream().ssrc());
    if (video_out_) sources.push_back(video_out_->stream().ssrc());
    if (!sources.empty()) outputs_.push_back(RtcpPacket{reports_.goodbye(sources)});
}

void Traffic::gather(Moment now) {
    while (auto piece = audio_in_ ? audio_in_->poll() : std::nullopt) {
        outputs_.push_back(std::move(*piece));
    }
    while (auto output = video_in_ ? video_in_->poll() : std::nullopt) take(std::move(*output));
    gather_video(now);
}

void Traffic::gather_video(Moment now) {
    if (!video_out_) return;
    while (auto packet = video_out_->take_due(now)) send_rtp(std::move(*packet), now);
    if (video_out_->take_key_frame_wish()) outputs_.push_back(KeyFrameWanted{});
}

void Traffic::send_rtp(ByteBuffer packet, Moment now) {
    if (table_.number(packet, bandwidth_.next())) bandwidth_.sent(packet.size(), now);
    outputs_.push_back(RtpPacket{std::move(packet)});
}

void Traffic::take(VideoReceiver::Output output) {
    std::visit(overload{[&](EncodedPicture& picture) { outputs_.push_back(std::move(picture)); },
                        [&](auto& request) {
                            outputs_.push_back(RtcpPacket{reports_.feedback(std::move(request))});
                        }},
               output);
}

void Traffic::report(Moment now) {
    std::vector<rtp::SenderReport> senders;
    if (auto report = audio_out_ ? audio_out_->report(ntp(now), now) : std::nullopt) {
        senders.push_back(std::move(*report));
    }
    if (auto report = video_out_ ? video_out_->report(ntp(now), now) : std::nullopt) {
        senders.push_back(std::move(*report));
    }
    std::vector<rtp::ReportBlock> blocks;
    if (auto block = audio_in_ ? audio_in_->take_report(now) : std::nullopt) {
        blocks.push_back(*block);
    }
    if (auto block = video_in_ ? video_in_->take_report(now) : std::nullopt) {
        blocks.push_back(*block);
    }
    outputs_.push_back(RtcpPacket{reports_.compound(std::move(senders), std::move(blocks), now)});
}

rtp::NtpTime Traffic::ntp(Moment now) const {
    return rtp::NtpTime::from(now.time_since_epoch() + options_.ntp_at_zero);
}

std::optional<Duration> Traffic::round_trip() const {
    const auto of = [](const auto& sender) -> std::optional<Duration> {
        if (!sender) return std::nullopt;
        return sender->stream().stats().round_trip();
    };
    const auto by_audio = of(audio_out_);
    return by_audio ? by_audio : of(video_out_);
}

void Traffic::add_to(PeerStats& stats) const {
    if (audio_in_) audio_in_->add_to(stats.audio_in);
    if (video_in_) video_in_->add_to(stats.video_in);
    if (audio_out_) audio_out_->add_to(stats.audio_out);
    if (video_out_) video_out_->add_to(stats.video_out);
    stats.dropped.malformed += dropped_.malformed;
    stats.dropped.unknown_ssrc += dropped_.unknown_ssrc;
    stats.numbered_out = {.arrived = bandwidth_.arrived(), .lost = bandwidth_.lost()};
    if (video_out_) stats.video_out.target_bitrate = video_bitrate();
    stats.round_trip = round_trip();
}

}  // namespace salon::peer
