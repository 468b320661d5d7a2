#include "peer/video_receiver.h"

#include <utility>

#include "base/overload.h"
#include "rtp/rtx.h"

namespace salon::peer {

namespace {

constexpr std::int64_t video_rate = 90'000;

}  // namespace

VideoReceiver::VideoReceiver(const sdp::MediaPlan& plan, rtp::Ssrc reporter)
    : plan_(plan), reporter_(reporter) {}

void VideoReceiver::start(rtp::Ssrc ssrc) {
    add_to(former_);
    camera_.emplace(Camera{
        .stream = InboundStream(ssrc, video_rate),
        .frames = flow::FrameAssembler(flow::FrameAssemblerPolicy{.nack = plan_.feedback.nack})});
    if (round_trip_) camera_->frames.set_round_trip(*round_trip_);
}

bool VideoReceiver::receive(const rtp::PacketView& packet, Moment now) {
    const auto type = packet.header.payload_type.value();
    if (type == plan_.vp8_pt) {
        receive_first_hand(packet, now);
        return true;
    }
    if (type == plan_.vp8_rtx_pt) {
        receive_repair(packet, now);
        return true;
    }
    return false;
}

void VideoReceiver::receive_first_hand(const rtp::PacketView& packet, Moment now) {
    if (!camera_ || camera_->stream.ssrc() != packet.header.ssrc) start(packet.header.ssrc);
    assemble(packet, camera_->stream.arrived(packet, now), now);
}

void VideoReceiver::receive_repair(const rtp::PacketView& packet, Moment now) {
    if (!camera_) return;
    const auto original =
        rtp::unwrap_rtx(packet, camera_->stream.ssrc(), rtp::PayloadType(*plan_.vp8_pt));
    if (!original) return;  // A probe: it carries nothing.
    ++repaired_;
    assemble(*original, camera_->stream.locate(original->header), now);
}

void VideoReceiver::assemble(const rtp::PacketView& packet, InboundStream::Position position,
                             Moment now) {
    camera_->frames.receive({.sequence = position.sequence,
                             .timestamp = position.timestamp,
                             .marker = packet.header.marker,
                             .payload = packet.payload},
                            now);
}

void VideoReceiver::advance(Moment now) {
    if (camera_) camera_->frames.advance(now);
}

std::optional<VideoReceiver::Output> VideoReceiver::poll() {
    auto output = camera_ ? camera_->frames.poll() : std::nullopt;
    if (!output) return std::nullopt;
    return output_of(std::move(*output));
}

VideoReceiver::Output VideoReceiver::output_of(flow::AssemblerOutput output) const {
    return std::visit(
        overload{[](flow::VideoFrame& frame) -> Output {
                     return EncodedPicture{.bytes = std::move(frame.bytes),
                                           .keyframe = frame.key_frame,
                                           .time = frame.time};
                 },
                 [&](flow::PacketsMissing& missing) -> Output {
                     rtp::Nack nack{.sender = reporter_, .media = camera_->stream.ssrc()};
                     for (const auto lost : missing.sequences) nack.lost.push_back(rtp::wire(lost));
                     return nack;
                 },
                 [&](flow::KeyFrameMissing&) -> Output {
                     return rtp::Pli{.sender = reporter_, .media = camera_->stream.ssrc()};
                 }},
        output);
}

Moment VideoReceiver::deadline() const { return camera_ ? camera_->frames.deadline() : never; }

void VideoReceiver::request_key_frame(Moment now) {
    if (camera_) camera_->frames.request_key_frame(now);
}

void VideoReceiver::set_round_trip(Duration length) {
    round_trip_ = length;
    if (camera_) camera_->frames.set_round_trip(length);
}

void VideoReceiver::sender_report(const rtp::SenderReport& report, Moment now) {
    if (!camera_ || camera_->stream.ssrc() != report.sender) return;
    camera_->stream.stats().sender_report(report, now);
}

std::optional<rtp::ReportBlock> VideoReceiver::take_report(Moment now) {
    return camera_ ? camera_->stream.stats().take_report(now) : std::nullopt;
}

void VideoReceiver::add_to(InboundStats& stats) const {
    if (&stats != &former_) stats = former_;
    if (!camera_) return;
    camera_->stream.add_to(stats);
    const auto& frames = camera_->frames.stats();
    stats.packets_repaired = repaired_;
    stats.retransmissions_asked += frames.asked;
    stats.key_frames_asked += frames.key_frames_asked;
    stats.frames_received += frames.frames;
    stats.frames_dropped += frames.frames_dropped;
}

}  // namespace salon::peer
