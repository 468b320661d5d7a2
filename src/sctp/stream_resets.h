// Closing streams, both ways (RFC 6525 §5, outgoing stream resets only).
//   in   streams of ours to reset, the peer's requests and responses, time
//   out  RE-CONFIG chunks; which streams are now reset
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "sctp/packet.h"
#include "sctp/tsn.h"

namespace salon::sctp {

class StreamResets {
public:
    StreamResets(std::uint32_t first_request, std::uint32_t first_expected)
        : next_request_(first_request), expected_(first_expected) {}

    static constexpr std::size_t streams_per_request_max = 256;

    /// Resets our side of `stream` as soon as nothing of it is under way.
    void want(std::uint16_t stream) { wanted_.insert(stream); }

    /// The next request, when none is under way and `ready(stream)` holds for some.
    template <class Ready>
    std::optional<ByteBuffer> start(Ready ready, Tsn last_tsn, Moment now, Duration patience) {
        if (asked_ || wanted_.empty()) return std::nullopt;
        OutgoingReset reset{.request = next_request_, .last_tsn = on_wire(last_tsn)};
        for (const auto stream : wanted_) {
            if (reset.streams.size() < streams_per_request_max && ready(stream)) {
                reset.streams.push_back(stream);
            }
        }
        if (reset.streams.empty()) return std::nullopt;
        for (const auto stream : reset.streams) wanted_.erase(stream);
        asked_ = std::move(reset);
        return ask(now, patience);
    }

    /// The peer's answer. Returns the streams of ours that are reset now.
    std::vector<std::uint16_t> answered(const ResetResponse& response, Moment now,
                                        Duration patience);

    struct Verdict {
        ResetResponse response;
        std::optional<OutgoingReset> perform;
    };
    /// The peer resets its side, once all it sent before has arrived (up to `cumulative`).
    Verdict requested(const OutgoingReset& reset, Tsn cumulative);
    ResetResponse deny(const OtherRequest& other);
    /// A request that had to wait, if it need not any more.
    std::optional<Verdict> resume(Tsn cumulative);

    Moment deadline() const { return deadline_; }
    /// The request again.
    ByteBuffer timed_out(Moment now, Duration patience) { return ask(now, patience); }

private:
    ByteBuffer ask(Moment now, Duration patience);

    std::set<std::uint16_t> wanted_;
    std::optional<OutgoingReset> asked_;
    std::uint32_t next_request_;
    Moment deadline_ = never;

    std::uint32_t expected_;  // The peer's next request number.
    std::optional<ResetResponse> last_response_;
    std::optional<OutgoingReset> deferred_;
};

}  // namespace salon::sctp
