// Our voice on its way to the peer: one Opus packet, one RTP packet, at once and only once.
#pragma once

#include <optional>

#include "base/random.h"
#include "flow/sender_stream.h"
#include "media/encoded.h"
#include "peer/stats.h"
#include "peer/timeline.h"
#include "sdp/answer.h"

namespace salon::peer {

class AudioSender {
public:
    AudioSender(const sdp::MediaPlan& plan, Random& random);

    /// The RTP packet, to be protected and sent; nothing for what cannot be Opus.
    std::optional<ByteBuffer> send(const EncodedAudio& audio, Moment now);

    /// Nothing before the first packet.
    std::optional<rtp::SenderReport> report(rtp::NtpTime ntp, Moment now) const;
    flow::SenderStream& stream() { return stream_; }
    const flow::SenderStream& stream() const { return stream_; }
    void add_to(OutboundStats& stats) const;

private:
    rtp::Extensions extensions_;
    flow::SenderStream stream_;
    Timeline timeline_;
    std::uint64_t sent_ = 0;
};

}  // namespace salon::peer
