// A picture stream on its way to the peer: cut into packets, numbered, paced, kept for repair.
//   in   VP8 frames of any source; NACKs
//   out  RTP packets when they are due; the wish for a key frame
//
// The receiver's decoder never sees a frame whose reference it did not get from us: after a refused
// frame, and at the beginning, nothing but a key frame is sent.
#pragma once

#include <optional>

#include "base/random.h"
#include "flow/sender_stream.h"
#include "flow/throughput.h"
#include "media/encoded.h"
#include "peer/pacer.h"
#include "peer/stats.h"
#include "peer/timeline.h"
#include "rtp/vp8.h"
#include "sdp/answer.h"

namespace salon::peer {

class VideoSender {
public:
    static constexpr Duration key_frame_wish_every = 500ms;

    VideoSender(const sdp::MediaPlan& plan, Random& random);

    void send(const EncodedPicture& picture, Moment now);
    void answer(const rtp::Nack& nack, Moment now);
    /// The peer lost the picture (PLI, FIR).
    void key_frame_requested(Moment now);

    /// The way to the peer carries `bitrate`. Packets leave faster than that, so that a picture
    /// does not wait for the next one, but not at once.
    void set_bitrate(std::int64_t bitrate);

    /// Bits a second that go into repair, as of the last picture.
    std::int64_t repair_bitrate() const { return repair_bitrate_; }

    std::optional<ByteBuffer> take_due(Moment now) { return pacer_.take_due(now); }
    Moment deadline() const { return pacer_.deadline(); }
    /// True once for each wish, and for each `key_frame_wish_every` that it stays open.
    bool take_key_frame_wish();

    /// Nothing before the first packet.
    std::optional<rtp::SenderReport> report(rtp::NtpTime ntp, Moment now) const;
    flow::SenderStream& stream() { return stream_; }
    const flow::SenderStream& stream() const { return stream_; }
    void add_to(OutboundStats& stats) const;

private:
    void set_pace();
    void refuse(Moment now);
    void wish(Moment now);

    rtp::Extensions extensions_;
    flow::SenderStream stream_;
    Timeline timeline_;
    rtp::Vp8Numbers numbers_;
    Pacer pacer_;
    flow::Throughput offered_;
    flow::Throughput repaired_;
    std::int64_t repair_bitrate_ = 0;
    std::optional<std::int64_t> bitrate_;
    bool needs_key_frame_ = true;
    bool wish_open_ = false;
    Moment wish_free_ = Moment::min();  // From when the throttle lets the next wish through.
    std::uint64_t frames_sent_ = 0;
    std::uint64_t frames_dropped_ = 0;
    std::uint64_t key_frames_wanted_ = 0;
};

}  // namespace salon::peer
