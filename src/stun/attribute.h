// The attributes inside a STUN message (RFC 8489 §14, RFC 8445 §16.1, RFC 8656 §18). Inside `stun`
// only.
//
//   |         Type                  |            Length             |
//   |                         Value, padded to 4 bytes           ....
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "stun/message.h"

namespace salon::stun {

inline constexpr std::uint32_t magic_cookie = 0x2112A442;

namespace attribute {
inline constexpr std::uint16_t username = 0x0006;
inline constexpr std::uint16_t message_integrity = 0x0008;
inline constexpr std::uint16_t error_code = 0x0009;
inline constexpr std::uint16_t unknown_attributes = 0x000A;
inline constexpr std::uint16_t channel_number = 0x000C;
inline constexpr std::uint16_t lifetime = 0x000D;
inline constexpr std::uint16_t xor_peer_address = 0x0012;
inline constexpr std::uint16_t data = 0x0013;
inline constexpr std::uint16_t realm = 0x0014;
inline constexpr std::uint16_t nonce = 0x0015;
inline constexpr std::uint16_t xor_relayed_address = 0x0016;
inline constexpr std::uint16_t requested_address_family = 0x0017;
inline constexpr std::uint16_t requested_transport = 0x0019;
inline constexpr std::uint16_t message_integrity_sha256 = 0x001C;
inline constexpr std::uint16_t xor_mapped_address = 0x0020;
inline constexpr std::uint16_t priority = 0x0024;
inline constexpr std::uint16_t use_candidate = 0x0025;
inline constexpr std::uint16_t software = 0x8022;
inline constexpr std::uint16_t alternate_server = 0x8023;
inline constexpr std::uint16_t fingerprint = 0x8028;
inline constexpr std::uint16_t ice_controlled = 0x8029;
inline constexpr std::uint16_t ice_controlling = 0x802A;
}  // namespace attribute

/// Puts one attribute into `received`: the first of its kind counts (RFC 8489 §14). Attributes we
/// do not know are skipped, or listed when they must be understood. False if it is malformed.
bool read_attribute(std::uint16_t type, Bytes value, Received& received);

void write_attributes(const Message& message, ByteWriter& out);

}  // namespace salon::stun
