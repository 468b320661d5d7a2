// Tells the sender when each packet of the transport arrived, so that it can find its bitrate.
//   in   the transport-wide number of every packet that carries one, of every SSRC, RTX and
//        padding too: what is left out here reads as loss over there
//   out  transport-cc feedback, every `every` while something new arrived
//
// One per transport, on its session's strand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

#include "base/time.h"
#include "rtp/sequence.h"
#include "rtp/transport_feedback.h"

namespace salon::flow {

struct TransportFeedbackPolicy {
    Duration every = std::chrono::milliseconds(50);
    Duration memory = std::chrono::milliseconds(500);  ///< Told again if an older one comes late.
    std::int64_t gap_max = 1000;      ///< A wider one is a stall: reporting begins anew behind it.
    std::size_t packets_max = 4096;   ///< Remembered at once; then the oldest goes.
    std::size_t reported_max = 1000;  ///< In one message, so that it fits a datagram…
    std::size_t arrived_max = 400;    ///< …together with so many arrivals.
};

class TransportFeedbackRecorder {
public:
    TransportFeedbackRecorder(rtp::Ssrc sender, TransportFeedbackPolicy policy)
        : sender_(sender), policy_(policy) {}

    /// `media` is any SSRC of the peer: the message names one.
    void arrived(std::uint16_t transport_sequence, rtp::Ssrc media, Moment now);

    /// The feedback due at `now`. Call until there is nothing: a burst makes several.
    std::optional<rtp::TransportFeedback> take_due(Moment now);

    /// When take_due will have something; `never` while nothing new has arrived.
    Moment deadline() const;

private:
    void forget_before(Moment oldest);
    rtp::TransportFeedback start_message(Moment arrival);

    rtp::Ssrc sender_;
    rtp::Ssrc media_;
    TransportFeedbackPolicy policy_;
    rtp::SequenceUnwrapper unwrapper_;
    std::map<rtp::Sequence, Moment> arrivals_;  // At most policy_.packets_max.
    std::optional<rtp::Sequence> highest_;
    std::optional<rtp::Sequence> next_;  // The first that was not reported yet.
    Moment due_ = never;
    std::uint8_t number_ = 0;
};

}  // namespace salon::flow
