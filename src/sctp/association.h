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
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"
#include "base/strong.h"
#include "base/time.h"
#include "sctp/dcep.h"

namespace salon::sctp {

struct StreamIdTag;
using StreamId = Strong<StreamIdTag, std::uint16_t>;

/// Our DTLS role. It decides the ids of the channels we open: client even, server odd (RFC 8832
/// §6).
enum class Role { Client, Server };
enum class MessageKind { Text, Binary };

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

inline constexpr std::size_t packet_size_max = 1160;  ///< A DTLS record of it fits in 1200 bytes.

struct SctpPacket {
    ByteBuffer bytes;  ///< At most `packet_size_max`; one DTLS record each.
};
struct Established {};
/// The peer opened a channel, or it confirmed one of ours. It may be used from now on.
struct ChannelOpened {
    StreamId id;
    ChannelOptions channel;
};
struct MessageArrived {
    StreamId id;
    MessageKind kind = MessageKind::Text;
    ByteBuffer bytes;
};
/// Both directions are closed; the id may be used again.
struct ChannelClosed {
    StreamId id;
};

enum class EndReason { ShutDown, PeerAborted, TimedOut, ProtocolViolation };
std::string_view to_string(EndReason reason);

/// The end, once. Nothing follows but packets that tell the peer.
struct Aborted {
    EndReason reason = EndReason::ShutDown;
};

using Output =
    std::variant<SctpPacket, Established, ChannelOpened, MessageArrived, ChannelClosed, Aborted>;

enum class SendError { NoSuchChannel, TooLarge, QueueFull };
std::string_view to_string(SendError error);

class Association {
public:
    /// `random` is only used here; the association keeps a generator of its own.
    Association(const AssociationOptions& options, Random& random, Moment now);
    Association(Association&&) noexcept;
    Association& operator=(Association&&) noexcept;
    ~Association();

    /// The contents of one DTLS record.
    void receive(Bytes packet, Moment now);
    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const;

    /// Opens a channel of ours. Messages may be sent on it at once; they follow the OPEN.
    ///
    /// Errors  SendError::TooLarge (label, protocol), SendError::QueueFull (no id is left)
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
    /// Ends it now and tells the peer.
    void abort(Moment now);

    bool established() const;
    /// Bytes of messages sent but not yet acknowledged, of all channels.
    std::size_t queued() const;

private:
    class State;
    std::unique_ptr<State> state_;
};

}  // namespace salon::sctp
