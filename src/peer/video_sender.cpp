#include "peer/video_sender.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "peer/outbound.h"

namespace salon::peer {

namespace {

constexpr std::int64_t video_rate = 90'000;
constexpr double pace = 2.5;  // Times the bitrate, as libwebrtc's pacer.

flow::SenderStreamOptions stream_options(const sdp::MediaPlan& plan) {
    flow::SenderStreamOptions options{.ssrc = rtp::Ssrc(plan.local_ssrc),
                                      .payload_type = rtp::PayloadType(plan.vp8_pt.value_or(0))};
    if (plan.vp8_rtx_pt && plan.local_rtx_ssrc != 0) {
        options.rtx = rtp::RtxStream{.ssrc = rtp::Ssrc(plan.local_rtx_ssrc),
                                     .payload_type = rtp::PayloadType(*plan.vp8_rtx_pt)};
    }
    return options;
}

// Without RTX a packet is sent again as it was, to the byte: with another number in its header it
// would be a second packet under the same AES-GCM nonce. So such a stream has no numbers.
rtp::Extensions extensions_of(const sdp::MediaPlan& plan) {
    return plan.vp8_rtx_pt && plan.local_rtx_ssrc != 0 ? room_for_number(plan) : rtp::Extensions{};
}

}  // namespace

VideoSender::VideoSender(const sdp::MediaPlan& plan, Random& random)
    : extensions_(extensions_of(plan)),
      stream_(stream_options(plan), random),
      timeline_(video_rate, random.u32()),
      numbers_(random) {}

void VideoSender::send(const EncodedPicture& picture, Moment now) {
    if (picture.bytes.empty() || (needs_key_frame_ && !picture.keyframe)) return refuse(now);
    const auto payloads = rtp::packetise_vp8(picture.bytes, numbers_, rtp_payload_max);
    if (!pacer_.has_room(payloads.size())) return refuse(now);

    needs_key_frame_ = false;
    numbers_.advance();
    const auto tick = timeline_.place(picture.time, now);
    for (const auto& payload : payloads) {
        pacer_.push(stream_.send({.bytes = payload,
                                  .timestamp = static_cast<std::uint32_t>(tick),
                                  .marker = &payload == &payloads.back(),
                                  .extensions = extensions_},
                                 now));
    }
    ++frames_sent_;
    offered_.passed(picture.bytes.size(), now.time_since_epoch());
    repaired_.passed(0, now.time_since_epoch());  // That time goes on.
    repair_bitrate_ = repaired_.bitrate().value_or(0);
    set_pace();
}

void VideoSender::set_bitrate(std::int64_t bitrate) {
    bitrate_ = bitrate;
    set_pace();
}

// A source that does not follow, such as the caller's own camera, is not held back.
void VideoSender::set_pace() {
    if (!bitrate_) return;
    const auto rate = std::max(*bitrate_, offered_.bitrate().value_or(0));
    pacer_.set_rate(std::lround(pace * static_cast<double>(rate)));
}

void VideoSender::refuse(Moment now) {
    ++frames_dropped_;
    needs_key_frame_ = true;
    wish(now);
}

void VideoSender::answer(const rtp::Nack& nack, Moment now) {
    for (auto& packet : stream_.answer(nack, now)) {
        repaired_.passed(packet.size(), now.time_since_epoch());
        pacer_.push_repair(std::move(packet));
    }
}

void VideoSender::key_frame_requested(Moment now) {
    ++key_frames_wanted_;
    wish(now);
}

void VideoSender::wish(Moment now) {
    if (now < wish_free_) return;
    wish_free_ = now + key_frame_wish_every;
    wish_open_ = true;
}

bool VideoSender::take_key_frame_wish() { return std::exchange(wish_open_, false); }

std::optional<rtp::SenderReport> VideoSender::report(rtp::NtpTime ntp, Moment now) const {
    if (frames_sent_ == 0) return std::nullopt;
    return stream_.stats().report(ntp, static_cast<std::uint32_t>(timeline_.tick_at(now)));
}

void VideoSender::add_to(OutboundStats& stats) const {
    add_stream(stream_, video_rate, stats);
    stats.frames_sent = frames_sent_;
    stats.frames_dropped = frames_dropped_;
    stats.key_frames_wanted = key_frames_wanted_;
}

}  // namespace salon::peer
