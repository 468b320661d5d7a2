// The sending half: messages become DATA chunks, stay until they are acknowledged, are sent again
// when lost, and are given up when their channel allows it (RFC 9260 §6, §7; RFC 3758).
//   in   messages, SACKs, time
//   out  chunks for the next packet
//
// Memory is bounded by `queue_max`: a message counts with its bytes and `message_overhead` until
// the last of it is acknowledged.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>

#include "base/bytes.h"
#include "base/time.h"
#include "sctp/congestion.h"
#include "sctp/packet.h"
#include "sctp/rto.h"
#include "sctp/tsn.h"

namespace salon::sctp {

struct OutgoingMessage {
    std::uint16_t stream = 0;
    std::uint32_t ppid = 0;
    ByteBuffer bytes{};
    bool ordered = true;
    std::optional<std::uint32_t> retransmissions_max{};
    Moment expires = never;
};

class Outbound {
public:
    static constexpr std::size_t message_overhead = 64;
    static constexpr std::size_t chunks_in_flight_max = 8192;  // SACK offsets have 16 bits.

    Outbound(Tsn first, std::size_t queue_max, std::size_t packet_size);

    /// The peer is known: data may flow.
    void open(std::uint32_t peer_window, bool peer_forwards);

    /// False, and nothing queued, when the queue is full.
    [[nodiscard]] bool push(OutgoingMessage message);
    /// For replies whose number has a limit of its own.
    void push_always(OutgoingMessage message);
    /// Bytes not yet acknowledged.
    std::size_t queued() const { return queued_; }
    bool idle() const { return alive_.empty(); }
    /// Whether anything of that stream is not yet acknowledged.
    bool uses(std::uint16_t stream) const { return alive_.contains(stream); }
    /// The stream's numbers begin again (RFC 6525). It must not be in use.
    void reset_stream(std::uint16_t stream) { next_ssn_.erase(stream); }

    /// Adds what may be sent now.
    void fill(PacketBuilder& packet, Moment now);

    enum class Verdict { Progress, NoNews, Impossible };
    Verdict acknowledged(const SackChunk& sack, Moment now);
    /// A SHUTDOWN acknowledges too, without gaps.
    Verdict acknowledged(std::uint32_t cumulative, Moment now);

    /// When `timed_out` is wanted (RFC 9260's T3-rtx).
    Moment deadline() const { return deadline_; }
    void timed_out(Moment now);

    bool window_closed() const { return peer_window_ == 0; }
    Tsn last_assigned() const { return next_ + -1; }
    const Rto& rto() const { return rto_; }
    void measured(Duration round_trip) { rto_.measured(round_trip); }

private:
    struct Message {
        OutgoingMessage what;
        std::size_t taken = 0;  // Bytes that have become chunks.
        std::uint16_t ssn = 0;
        bool abandoned = false;
    };
    enum class State { InFlight, Arrived, Lost, Abandoned };
    struct Sent {
        std::shared_ptr<Message> message;
        std::size_t offset = 0;
        std::size_t size = 0;
        bool last = false;  // Of its message: when it goes, the message is done.
        State state = State::InFlight;
        int misses = 0;
        int transmissions = 1;
        Moment sent_at;
    };
    struct News {
        std::size_t bytes = 0;
        Tsn highest;                      // Newly acknowledged.
        Moment latest = Moment::min();    // When the last sent of them was sent.
        std::optional<Moment> sent_at{};  // Of one sent only once: a round trip.
    };

    void give_up(Moment now);
    void give_up_stale(Moment now);
    void fill_again(PacketBuilder& packet, Moment now);
    void fill_fresh(PacketBuilder& packet, Moment now);
    bool add_next(PacketBuilder& packet, Moment now);
    void add_forward(PacketBuilder& packet, Moment now);
    ByteBuffer chunk_of(Tsn tsn, const Sent& sent, bool immediate) const;

    void take_cumulative(Tsn cumulative, News& news);
    void take_gaps(const SackChunk& sack, Tsn cumulative, News& news);
    void arrived(Sent& sent, Tsn tsn, News& news);
    void count_misses(const News& news);
    void lose(Sent& sent);
    void give_up_if_allowed(Sent& sent, Moment now);
    void abandon(const std::shared_ptr<Message>& message);
    void finish(const Message& message);
    bool stale(const Message& message, Moment now) const;
    void start_timer(Moment now);
    Tsn abandoned_up_to() const;
    Tsn first() const { return next_ + -static_cast<std::int64_t>(sent_.size()); }

    std::size_t queue_max_;
    std::size_t packet_size_;
    Tsn next_;               // The next fresh chunk's number.
    std::deque<Sent> sent_;  // Numbers [first(), next_): not acknowledged cumulatively.
    std::deque<std::shared_ptr<Message>> waiting_;  // Fresh; the front one may be partly sent.
    std::map<std::uint16_t, std::uint16_t> next_ssn_;
    std::map<std::uint16_t, std::size_t> alive_;  // Unfinished messages of each stream.
    std::size_t queued_ = 0;
    std::size_t in_flight_ = 0;  // Bytes of chunks in State::InFlight.
    std::size_t lost_ = 0;       // Chunks in State::Lost.
    std::size_t peer_window_ = 0;
    bool open_ = false;
    bool peer_forwards_ = false;
    bool forward_due_ = false;
    bool fast_ = false;  // One packet may go beyond the congestion window (§7.2.4).
    Congestion congestion_;
    Rto rto_;
    Moment deadline_ = never;
};

}  // namespace salon::sctp
