// The words of data channels: their ids, what is sent on them, what happens to them.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "base/strong.h"
#include "sctp/dcep.h"

namespace salon::sctp {

struct StreamIdTag;
using StreamId = Strong<StreamIdTag, std::uint16_t>;

/// Our DTLS role. It decides the ids of the channels we open: client even, server odd (RFC 8832
/// §6).
enum class Role { Client, Server };
enum class MessageKind { Text, Binary };

/// The peer opened a channel, or it confirmed one of ours.
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

enum class SendError { NoSuchChannel, TooLarge, QueueFull };

constexpr std::string_view to_string(SendError error) {
    switch (error) {
        case SendError::NoSuchChannel:
            return "no such channel";
        case SendError::TooLarge:
            return "too large for the peer";
        case SendError::QueueFull:
            return "queue full";
    }
    return "unknown";
}

}  // namespace salon::sctp
