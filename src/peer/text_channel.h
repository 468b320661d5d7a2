// Texts in both directions over the peer's data channels.
//   in   what DTLS carries, texts to send
//   out  SCTP packets for DTLS, channels that opened, texts that arrived, the peer's goodbye
//
// The page opens the channel, as FastRTC's do; we never do. Texts go to the channel "text", or to
// the first one there is, and wait in a short queue until there is one.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <variant>

#include "base/random.h"
#include "base/time.h"
#include "peer/peer.h"
#include "sctp/association.h"
#include "sdp/answer.h"

namespace salon::peer {

class TextChannel {
public:
    /// The association ended by the peer's wish.
    struct Ended {};
    using Output = std::variant<sctp::SctpPacket, ChannelOpened, TextArrived, Ended>;

    static constexpr std::size_t queue_bytes_max = 1024 * 1024;
    static constexpr std::size_t message_size_max = 256 * 1024;  ///< Arriving.

    explicit TextChannel(const sdp::MediaPlan& plan) : plan_(plan) {}

    /// DTLS is connected: the association may start.
    void connect(sctp::Role role, Random& random, Moment now);

    void receive(Bytes packet, Moment now);
    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const;

    /// Drops the oldest waiting text when `texts_queued_max` or `queue_bytes_max` is reached.
    void send(std::string text, Moment now);
    /// Aborts the association, which tells the peer.
    void close(Moment now);

    std::uint64_t sent() const { return sent_; }
    std::uint64_t received() const { return received_; }
    std::uint64_t dropped() const { return dropped_; }

private:
    struct Chosen {
        sctp::StreamId id;
        bool is_text = false;
    };

    void gather();
    void take(sctp::Output output);
    void opened(const sctp::ChannelOpened& channel);
    void arrived(sctp::MessageArrived message);
    void flush(Moment now);
    void drop_oldest();

    sdp::MediaPlan plan_;
    std::optional<sctp::Association> association_;
    std::optional<Chosen> chosen_;
    std::deque<std::string> waiting_;  // At most texts_queued_max, of queue_bytes_max together.
    std::size_t waiting_bytes_ = 0;
    std::deque<Output> outputs_;
    std::uint64_t sent_ = 0;
    std::uint64_t received_ = 0;
    std::uint64_t dropped_ = 0;
};

}  // namespace salon::peer
