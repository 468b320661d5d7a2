#include "stun/attribute.h"

#include <algorithm>

#include "base/check.h"

namespace salon::stun {
namespace {

constexpr std::size_t username_size_max = 513;   // RFC 8489 §14.3
constexpr std::size_t text_size_max = 763;       // §14.9, §14.10, §14.14
constexpr std::size_t value_size_max = 2048;     // A relayed datagram is the longest.
constexpr std::uint16_t optional_from = 0x8000;  // Types from here on need not be understood.

bool read_text(Bytes value, std::size_t size_max, std::optional<std::string>& out) {
    if (value.size() > size_max) return false;
    if (!out) out = std::string(as_text(value));
    return true;
}

bool read_u32(Bytes value, std::optional<std::uint32_t>& out) {
    if (value.size() != 4) return false;
    if (!out) out = ByteReader(value).u32();
    return true;
}

bool read_u64(Bytes value, std::optional<std::uint64_t>& out) {
    if (value.size() != 8) return false;
    if (!out) out = ByteReader(value).u64();
    return true;
}

using Mask = std::array<std::uint8_t, 16>;
constexpr Mask no_mask{};  // ALTERNATE-SERVER is plain.

/// What an address is XORed with: the cookie, then the transaction (RFC 8489 §14.2).
Mask address_mask(const TransactionId& transaction) {
    Mask mask{0x21, 0x12, 0xA4, 0x42};
    std::copy(transaction.begin(), transaction.end(), mask.begin() + 4);
    return mask;
}

bool read_address(Bytes value, const Mask& mask, std::optional<TransportAddress>& out) {
    ByteReader in(value);
    in.skip(1);
    const auto family = in.u8();
    const auto port = static_cast<std::uint16_t>(in.u16() ^ (mask[0] << 8 | mask[1]));
    const auto bytes = in.take(family == 1 ? 4 : 16);
    if (!in.ok() || in.left() > 0 || (family != 1 && family != 2)) return false;
    Mask plain{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        plain[i] = static_cast<std::uint8_t>(bytes[i] ^ mask[i]);
    }
    const auto ip = family == 1 ? IpAddress::v4(ByteReader(plain).u32()) : IpAddress::v6(plain);
    if (!out) out = TransportAddress{.ip = ip, .port = port};
    return true;
}

bool read_error(Bytes value, std::optional<ErrorCode>& out) {
    ByteReader in(value);
    in.skip(2);
    const int hundreds = in.u8() & 7;
    const int rest = in.u8();
    const auto reason = in.rest();
    if (!in.ok() || hundreds < 3 || hundreds > 6 || rest > 99) return false;
    if (reason.size() > text_size_max) return false;
    if (!out)
        out = ErrorCode{.code = hundreds * 100 + rest, .reason = std::string(as_text(reason))};
    return true;
}

/// A number that stands in the first byte or the first two of four.
template <class Number>
bool read_small(Bytes value, std::optional<Number>& out) {
    if (value.size() != 4) return false;
    if (!out) out = static_cast<Number>(ByteReader(value).u32() >> (8 * (4 - sizeof(Number))));
    return true;
}

bool read_family(Bytes value, std::optional<AddressFamily>& out) {
    if (value.size() != 4 || (value[0] != 1 && value[0] != 2)) return false;
    if (!out) out = static_cast<AddressFamily>(value[0]);
    return true;
}

bool read_unknown(Bytes value, std::vector<std::uint16_t>& out) {
    if (value.size() % 2 != 0) return false;
    if (!out.empty()) return true;
    for (ByteReader in(value); in.left() > 0 && out.size() < not_understood_max;) {
        out.push_back(in.u16());
    }
    return true;
}

void write_attribute(std::uint16_t type, Bytes value, ByteWriter& out) {
    check(value.size() <= value_size_max);
    out.u16(type).u16(static_cast<std::uint16_t>(value.size())).bytes(value).pad_to(4);
}

void write_u32(std::uint16_t type, const std::optional<std::uint32_t>& number, ByteWriter& out) {
    if (number) out.u16(type).u16(4).u32(*number);
}

void write_u64(std::uint16_t type, const std::optional<std::uint64_t>& number, ByteWriter& out) {
    if (number) out.u16(type).u16(8).u64(*number);
}

void write_text(std::uint16_t type, const std::optional<std::string>& text, ByteWriter& out) {
    if (text) write_attribute(type, as_bytes(*text), out);
}

template <class Number>
void write_small(std::uint16_t type, const std::optional<Number>& number, ByteWriter& out) {
    if (number) out.u16(type).u16(4).u32(std::uint32_t{*number} << (8 * (4 - sizeof(Number))));
}

void write_address(std::uint16_t type, const std::optional<TransportAddress>& address,
                   const Mask& mask, ByteWriter& out) {
    if (!address) return;
    const auto bytes = address->ip.bytes();
    ByteWriter value;
    value.u8(0).u8(address->ip.is_v4() ? 1 : 2);
    value.u16(static_cast<std::uint16_t>(address->port ^ (mask[0] << 8 | mask[1])));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        value.u8(static_cast<std::uint8_t>(bytes[i] ^ mask[i]));
    }
    write_attribute(type, value.written(), out);
}

void write_error(const ErrorCode& error, ByteWriter& out) {
    check(error.code >= 300 && error.code < 700);
    ByteWriter value;
    value.u16(0).u8(static_cast<std::uint8_t>(error.code / 100));
    value.u8(static_cast<std::uint8_t>(error.code % 100)).bytes(as_bytes(error.reason));
    write_attribute(attribute::error_code, value.written(), out);
}

/// Nothing if it is none of TURN's (RFC 8656 §18).
std::optional<bool> read_turn_attribute(std::uint16_t type, Bytes value, Message& message) {
    const auto mask = address_mask(message.transaction);
    switch (type) {
        case attribute::channel_number:
            return read_small(value, message.channel);
        case attribute::lifetime:
            return read_u32(value, message.lifetime);
        case attribute::xor_peer_address:
            return read_address(value, mask, message.peer_address);
        case attribute::data:
            if (value.size() > value_size_max) return false;
            if (!message.data) message.data = to_buffer(value);
            return true;
        case attribute::xor_relayed_address:
            return read_address(value, mask, message.relayed_address);
        case attribute::requested_address_family:
            return read_family(value, message.requested_family);
        case attribute::requested_transport:
            return read_small(value, message.requested_transport);
        case attribute::alternate_server:
            return read_address(value, no_mask, message.alternate_server);
        default:
            return std::nullopt;
    }
}

void write_turn_attributes(const Message& message, const Mask& mask, ByteWriter& out) {
    write_small(attribute::channel_number, message.channel, out);
    write_u32(attribute::lifetime, message.lifetime, out);
    write_address(attribute::xor_peer_address, message.peer_address, mask, out);
    write_address(attribute::xor_relayed_address, message.relayed_address, mask, out);
    if (message.requested_family) {
        const std::optional family = static_cast<std::uint8_t>(*message.requested_family);
        write_small(attribute::requested_address_family, family, out);
    }
    write_small(attribute::requested_transport, message.requested_transport, out);
    write_address(attribute::alternate_server, message.alternate_server, no_mask, out);
    if (message.data) write_attribute(attribute::data, *message.data, out);
}

}  // namespace

bool read_attribute(std::uint16_t type, Bytes value, Received& received) {
    auto& message = received.message;
    switch (type) {
        case attribute::username:
            return read_text(value, username_size_max, message.username);
        case attribute::realm:
            return read_text(value, text_size_max, message.realm);
        case attribute::nonce:
            return read_text(value, text_size_max, message.nonce);
        case attribute::software:
            return read_text(value, text_size_max, message.software);
        case attribute::xor_mapped_address:
            return read_address(value, address_mask(message.transaction), message.mapped_address);
        case attribute::error_code:
            return read_error(value, message.error);
        case attribute::unknown_attributes:
            return read_unknown(value, message.unknown_attributes);
        case attribute::priority:
            return read_u32(value, message.priority);
        case attribute::ice_controlling:
            return read_u64(value, message.controlling);
        case attribute::ice_controlled:
            return read_u64(value, message.controlled);
        case attribute::use_candidate:
            message.use_candidate = true;
            return value.empty();
        default:
            break;
    }
    if (const auto fine = read_turn_attribute(type, value, message)) return *fine;
    if (type < optional_from && received.not_understood.size() < not_understood_max) {
        received.not_understood.push_back(type);
    }
    return true;
}

void write_attributes(const Message& message, ByteWriter& out) {
    write_text(attribute::software, message.software, out);
    if (message.error) write_error(*message.error, out);
    if (!message.unknown_attributes.empty()) {
        ByteWriter value;
        for (const auto type : message.unknown_attributes) value.u16(type);
        write_attribute(attribute::unknown_attributes, value.written(), out);
    }
    write_u32(attribute::priority, message.priority, out);
    write_u64(attribute::ice_controlling, message.controlling, out);
    write_u64(attribute::ice_controlled, message.controlled, out);
    if (message.use_candidate) write_attribute(attribute::use_candidate, {}, out);
    write_text(attribute::username, message.username, out);
    write_text(attribute::realm, message.realm, out);
    write_text(attribute::nonce, message.nonce, out);
    const auto mask = address_mask(message.transaction);
    write_address(attribute::xor_mapped_address, message.mapped_address, mask, out);
    write_turn_attributes(message, mask, out);
}

}  // namespace salon::stun
