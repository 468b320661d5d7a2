// The table of data channels and the talk that opens and closes them (RFC 8831 §6, RFC 8832).
//   in   commands, whole messages, streams that were reset
//   out  messages for the sending half, events, streams of ours that must be reset
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "sctp/channel.h"
#include "sctp/inbound.h"
#include "sctp/outbound.h"

namespace salon::sctp {

class Channels {
public:
    /// Bytes of all labels and protocols together. A channel that exceeds it is closed at once.
    static constexpr std::size_t labels_total_max = 512 * 1024;

    Channels(Role role, std::uint16_t streams_max) : role_(role), streams_(streams_max) {}

    using Event = std::variant<ChannelOpened, MessageArrived, ChannelClosed>;

    /// The peer takes that many streams.
    void limit(std::uint16_t streams) { streams_ = std::min(streams_, streams); }

    Result<StreamId, SendError> open(ChannelOptions options, Outbound& outbound);
    Result<void, SendError> send(StreamId id, MessageKind kind, Bytes message, Outbound& outbound,
                                 Moment now);
    /// Whether our side of the stream must be reset.
    [[nodiscard]] bool close(StreamId id);

    struct Consequence {
        std::optional<Event> event{};
        bool reset = false;  ///< Our side of the stream must be reset.
    };
    Consequence arrived(IncomingMessage message, Outbound& outbound);
    Consequence reset_by_peer(std::uint16_t stream);
    Consequence reset_by_us(std::uint16_t stream);

    std::vector<std::uint16_t> ids() const;

private:
    struct Channel {
        ChannelOptions options;
        bool confirmed = false;  // Until then even an unordered channel sends in order.
        bool closing = false;    // We asked for our reset.
        bool reset_ours = false;
        bool reset_theirs = false;
    };

    Consequence opened_by_peer(std::uint16_t stream, DcepOpen open, Outbound& outbound);
    Consequence confirmed_by_peer(std::uint16_t stream);
    std::optional<std::uint16_t> free_id() const;
    std::optional<Event> forget_if_done(std::uint16_t stream);

    Role role_;
    std::uint16_t streams_;
    std::map<std::uint16_t, Channel> channels_;
    std::size_t labels_total_ = 0;
};

}  // namespace salon::sctp
