// Data channels: messages in both directions over the private path (RFC 9260 over DTLS, RFC 8261,
// 8831, 8832).
//   in   SCTP packets as DTLS delivers them, messages to send
//   out  SCTP packets for DTLS, channels that open and close, messages that arrived
//
// Create one when DTLS is connected: like browsers it sends its INIT at once and copes with both
// ends doing so. Sans-IO; lives on its session's strand. docs/notes/sctp.md tells what is left out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"
#include "base/time.h"
#include "sctp/channel.h"
#include "sctp/channels.h"
#include "sctp/handshake.h"
#include "sctp/inbound.h"
#include "sctp/outbound.h"
#include "sctp/packet.h"
#include "sctp/replies.h"
#include "sctp/stream_resets.h"

namespace salon::sctp {

struct AssociationOptions {
    Role role = Role::Client;
    std::uint16_t local_port = 5000;  ///< The two `a=sctp-port`.
    std::uint16_t remote_port = 5000;
    std::size_t message_size_max = 256 * 1024;         ///< Arriving; a larger one ends it.
    std::size_t remote_message_size_max = 256 * 1024;  ///< Sending: the peer's max-message-size.
    std::size_t send_queue_max = 1024 * 1024;          ///< Bytes not yet acknowledged; then refuse.
    std::size_t receive_window = 512 * 1024;           ///< Bytes held for reassembly at most.
    std::uint16_t streams_max = 1024;
};

inline constexpr Duration acknowledgement_delay = 50ms;
inline constexpr Duration heartbeat_every = 30s;
inline constexpr int errors_max =
    10;  ///< Time-outs in a row, then the peer is gone (75 s at the start).

struct SctpPacket {
    ByteBuffer bytes;  ///< At most `packet_size_max`; one DTLS record each.
};
struct Established {};

enum class EndReason { ShutDown, PeerAborted, TimedOut, ProtocolViolation };
std::string_view to_string(EndReason reason);

/// The end, once. Nothing follows but packets that tell the peer.
struct Aborted {
    EndReason reason = EndReason::ShutDown;
};

using Output =
    std::variant<SctpPacket, Established, ChannelOpened, MessageArrived, ChannelClosed, Aborted>;

class Association {
public:
    /// `random` is only used here.
    Association(const AssociationOptions& options, Random& random, Moment now);

    /// The contents of one DTLS record.
    void receive(Bytes packet, Moment now);
    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const;

    /// Opens a channel of ours. Messages may be sent on it at once; they follow the OPEN.
    ///
    /// Errors  SendError::TooLarge (label, protocol), SendError::QueueFull (no id or room is left)
    Result<StreamId, SendError> open(ChannelOptions channel, Moment now);

    /// Queues a message. May be called before the association is established.
    ///
    /// Errors  NoSuchChannel (unknown or closing), TooLarge, QueueFull (`send_queue_max` reached:
    ///         nothing was queued; try when `queued()` has fallen)
    Result<void, SendError> send(StreamId id, MessageKind kind, Bytes message, Moment now);

    /// Closes a channel after all that was sent on it has arrived. Unknown ids are no matter.
    void close(StreamId id, Moment now);
    /// Ends the association after all that was sent has arrived.
    void shutdown(Moment now);
    /// Ends it now and tells the peer. No event follows.
    void abort(Moment now);

    bool established() const { return phase_ >= Phase::Established && phase_ != Phase::Closed; }
    /// Bytes of messages sent but not yet acknowledged, of all channels.
    std::size_t queued() const { return outbound_.queued(); }

private:
    enum class Phase {  // RFC 9260 §4
        CookieWait,
        CookieEchoed,
        Established,
        ShutdownPending,
        ShutdownSent,
        ShutdownReceived,
        ShutdownAckSent,
        Closed,
    };

    bool addressed_to_us(const Packet& packet) const;
    bool take(const Chunk& chunk);
    void take_init(const InitChunk& init);
    void take_init_ack(const InitChunk& init);
    void take_cookie(Bytes cookie);
    void take_data(const DataChunk& data);
    void take_sack(const SackChunk& sack);
    void take_forward(const ForwardTsnChunk& forward);
    void take_reconfig(const ReconfigChunk& reconfig);
    void take_shutdown(const ShutdownChunk& shutdown);
    void take_opaque(const OpaqueChunk& opaque);
    bool take_bare(const BareChunk& bare);
    void judge(Outbound::Verdict verdict);

    void establish(const PeerTerms& terms);
    void answer_reset(const StreamResets::Verdict& verdict);
    void reply(const Chunk& chunk) { replies_.send(write_chunk(chunk)); }
    void abort_peer();
    void plan_sack();
    void settle();
    void settle_resets();
    void settle_shutdown();
    void send_again();
    void beat();
    void count_error();
    void violated();
    void end(EndReason reason);
    ByteBuffer next_packet();

    AssociationOptions options_;
    Handshake handshake_;

    Phase phase_ = Phase::CookieWait;
    Moment now_;  // The latest moment told; packets made by poll() count as sent then.
    PeerTerms peer_;
    Outbound outbound_;
    Inbound inbound_;
    StreamResets resets_;
    Channels channels_;
    std::vector<std::uint16_t> to_reset_;  // Streams the channels gave up.

    std::deque<Output> events_;
    Replies replies_;

    bool shutdown_wanted_ = false;
    Moment again_at_ = never;  // INIT, COOKIE-ECHO, SHUTDOWN, SHUTDOWN-ACK once more.
    Duration again_after_ = rto_initial;
    Moment beat_at_ = never;
    std::optional<std::uint64_t> beat_;  // The heartbeat that was not answered yet.
    int errors_ = 0;

    bool data_arrived_ = false;  // In the packet that is being read.
    bool sack_now_ = false;
    int packets_unacknowledged_ = 0;
    Moment sack_at_ = never;
};

}  // namespace salon::sctp
