// SCTP packets (RFC 9260 §3): bytes to values and back. The values view the packet's bytes.
//   in   what one DTLS record carried
//   out  its chunks, in order; unknown ones are named by their type
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace salon::sctp {

enum class ChunkType : std::uint8_t {
    Data = 0,
    Init = 1,
    InitAck = 2,
    Sack = 3,
    Heartbeat = 4,
    HeartbeatAck = 5,
    Abort = 6,
    Shutdown = 7,
    ShutdownAck = 8,
    Error = 9,
    CookieEcho = 10,
    CookieAck = 11,
    ShutdownComplete = 14,
    Reconfig = 130,
    ForwardTsn = 192,
};

struct DataChunk {
    std::uint32_t tsn = 0;
    std::uint16_t stream = 0;
    std::uint16_t ssn = 0;  ///< Stream sequence number; without meaning when unordered.
    std::uint32_t ppid = 0;
    bool unordered = false;
    bool begin = false;
    bool end = false;
    bool immediate = false;  ///< The I bit: acknowledge at once.
    Bytes payload{};
};

struct InitChunk {
    bool ack = false;
    std::uint32_t tag = 0;
    std::uint32_t window = 0;
    std::uint16_t streams_out = 0;
    std::uint16_t streams_in = 0;
    std::uint32_t first_tsn = 0;
    Bytes cookie{};
    bool forward_tsn = false;
    bool reconfig = false;
    Bytes unknown{};  ///< Parameters that asked to be reported (RFC 9260 §3.2.1), as they stood.
};

struct SackChunk {
    struct Gap {  ///< Arrived: both ends are relative to `cumulative` and included.
        std::uint16_t first = 0;
        std::uint16_t last = 0;
    };
    std::uint32_t cumulative = 0;
    std::uint32_t window = 0;
    std::vector<Gap> gaps{};
    std::vector<std::uint32_t> duplicates{};
};

struct ForwardTsnChunk {  // RFC 3758 §3.2
    struct Skip {
        std::uint16_t stream = 0;
        std::uint16_t ssn = 0;
    };
    std::uint32_t cumulative = 0;
    std::vector<Skip> skips{};
};

struct OutgoingReset {  // RFC 6525 §4.1
    std::uint32_t request = 0;
    std::uint32_t response = 0;
    std::uint32_t last_tsn = 0;
    std::vector<std::uint16_t> streams{};  ///< None means all.
};
enum class ResetResult : std::uint32_t {
    NothingToDo = 0,
    Performed = 1,
    Denied = 2,
    WrongSsn = 3,
    AlreadyInProgress = 4,
    BadSequence = 5,
    InProgress = 6,
};
struct ResetResponse {  // RFC 6525 §4.4
    std::uint32_t response = 0;
    ResetResult result = ResetResult::Performed;
};
struct OtherRequest {  ///< Incoming reset, TSN reset, more streams: we deny them.
    std::uint32_t request = 0;
};
using ReconfigParameter = std::variant<OutgoingReset, ResetResponse, OtherRequest>;
struct ReconfigChunk {
    std::vector<ReconfigParameter> parameters{};
};

struct ShutdownChunk {
    std::uint32_t cumulative = 0;
};
struct OpaqueChunk {  ///< Heartbeat (and ack), cookie echo, error: bytes that somebody reads.
    ChunkType type = ChunkType::Heartbeat;
    Bytes value{};
};
struct BareChunk {  ///< All that have only a type and flags, and those we do not know.
    std::uint8_t type = 0;
    std::uint8_t flags = 0;
    bool is(ChunkType other) const { return type == static_cast<std::uint8_t>(other); }
};

using Chunk = std::variant<DataChunk, InitChunk, SackChunk, ForwardTsnChunk, ReconfigChunk,
                           ShutdownChunk, OpaqueChunk, BareChunk>;

struct Packet {
    std::uint16_t source_port = 0;
    std::uint16_t destination_port = 0;
    std::uint32_t tag = 0;
    std::vector<Chunk> chunks{};
};

inline constexpr std::size_t packet_size_max = 1160;  ///< A DTLS record of it fits in 1200 bytes.
inline constexpr std::size_t packet_header_size = 12;
inline constexpr std::size_t data_header_size = 16;

/// Errors  Truncated, BadChecksum, Malformed; one bad chunk spoils the packet
Result<Packet, ParseError> parse_packet(Bytes bytes);

ByteBuffer write_chunk(const Chunk& chunk);

/// Collects chunks for one packet and adds what the peer wants around them.
class PacketBuilder {
public:
    PacketBuilder(std::uint16_t source_port, std::uint16_t destination_port, std::uint32_t tag,
                  std::size_t size_max);

    /// How large the next chunk may be, header included.
    std::size_t room() const { return size_max_ - out_.size(); }
    bool empty() const { return out_.size() == packet_header_size; }
    void add(Bytes chunk);
    ByteBuffer finish();

private:
    std::size_t size_max_;
    ByteWriter out_;
};

}  // namespace salon::sctp
