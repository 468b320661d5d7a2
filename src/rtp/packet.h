// RTP packets (RFC 3550 §5.1) with header extensions of one and two bytes (RFC 8285): bytes to
// value and back.
//   in   a decrypted packet; or a header, extensions and payload
//   out  a view into the packet's own bytes; or the packet
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>

#include "base/bytes.h"
#include "base/result.h"
#include "base/strong.h"

namespace salon::rtp {

struct SsrcTag;
using Ssrc = Strong<SsrcTag, std::uint32_t>;
struct PayloadTypeTag;
using PayloadType = Strong<PayloadTypeTag, std::uint8_t>;

inline constexpr std::size_t extensions_max = 16;  ///< More in one packet are not read.

struct Header {
    bool marker = false;
    PayloadType payload_type{};
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    Ssrc ssrc{};
    friend bool operator==(const Header&, const Header&) = default;
};

struct Extension {
    std::uint8_t id = 0;  ///< 1 to 14 with one-byte headers, 1 to 255 with two-byte headers.
    Bytes value{};        ///< At most 255 bytes.
};

/// The extensions of one packet, in their order.
class Extensions {
public:
    Extensions() = default;
    Extensions(std::initializer_list<Extension> extensions);

    /// Adds one; beyond extensions_max it is left out.
    void add(Extension extension);
    /// The value of the first with that id. Ids are those the section's SDP gave.
    std::optional<Bytes> find(std::uint8_t id) const;
    std::span<const Extension> all() const { return std::span(list_).first(count_); }

private:
    std::array<Extension, extensions_max> list_{};
    std::size_t count_ = 0;
};

/// Points into the bytes it was parsed from.
struct PacketView {
    Header header;
    Extensions extensions{};
    Bytes payload{};          ///< Without padding; empty in packets that only pad.
    std::size_t padding = 0;  ///< Bytes of padding, the count byte included.
};

/// Whether a packet that came in on the media port is RTCP and not RTP (RFC 5761 §4).
bool is_rtcp(Bytes packet);

/// A broken extension costs that extension and those after it, never the packet: browsers live with
/// each other's mistakes there, and so do we.
///
/// Thread  any; does not block, does not allocate
Result<PacketView, ParseError> parse_packet(Bytes packet);

/// Writes one-byte extension headers where they suffice, else two-byte ones (extmap-allow-mixed).
///
/// Thread  any; does not block
ByteBuffer write_packet(const Header& header, const Extensions& extensions, Bytes payload);

/// The sequence number of transport-wide congestion control, if extension `id` carries one.
std::optional<std::uint16_t> transport_sequence(const PacketView& packet, std::uint8_t id);

/// Writes that number over the one which `packet`, whole and unprotected, carries in extension
/// `id`. False when it carries none.
bool set_transport_sequence(MutableBytes packet, std::uint8_t id, std::uint16_t sequence);

}  // namespace salon::rtp
