// The peer's camera, as VP8 frames that decode.
//   in   the RTP packets of the video section, retransmissions too
//   out  EncodedPicture; NACKs and PLIs to send; report blocks
//
// A new SSRC is a new camera: the old one is forgotten.
#pragma once

#include <optional>
#include <variant>

#include "flow/frame_assembler.h"
#include "media/encoded.h"
#include "peer/inbound_stream.h"
#include "rtp/feedback.h"
#include "sdp/answer.h"

namespace salon::peer {

class VideoReceiver {
public:
    using Output = std::variant<EncodedPicture, rtp::Nack, rtp::Pli>;

    /// `reporter` is the SSRC in whose name we ask.
    VideoReceiver(const sdp::MediaPlan& plan, rtp::Ssrc reporter);

    /// False for a packet that is neither VP8 nor a retransmission of it.
    bool receive(const rtp::PacketView& packet, Moment now);
    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const;

    /// Does nothing before the camera's first packet: it begins with a key frame anyway, and if
    /// that is lost we ask by ourselves.
    void request_key_frame(Moment now);
    void set_round_trip(Duration length);
    void sender_report(const rtp::SenderReport& report, Moment now);
    std::optional<rtp::ReportBlock> take_report(Moment now);
    void add_to(InboundStats& stats) const;

private:
    struct Camera {
        InboundStream stream;
        flow::FrameAssembler frames;
    };

    void start(rtp::Ssrc ssrc);
    void receive_first_hand(const rtp::PacketView& packet, Moment now);
    void receive_repair(const rtp::PacketView& packet, Moment now);
    void assemble(const rtp::PacketView& packet, InboundStream::Position position, Moment now);
    Output output_of(flow::AssemblerOutput output) const;

    sdp::MediaPlan plan_;
    rtp::Ssrc reporter_;
    std::optional<Camera> camera_;
    std::optional<Duration> round_trip_;
    std::uint64_t repaired_ = 0;
    InboundStats former_;  // Of cameras before this one.
};

}  // namespace salon::peer
