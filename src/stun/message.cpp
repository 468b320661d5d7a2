#include "stun/message.h"

#include <algorithm>

#include "base/check.h"
#include "crypto/crc32.h"
#include "stun/attribute.h"

namespace salon::stun {
namespace {

constexpr std::size_t attribute_header_size = 4;
constexpr std::uint32_t fingerprint_mask = 0x5354554E;  // "STUN" (RFC 8489 §14.7).

// The class is two bits inside the message type: bit 8 and bit 4 (RFC 8489 §5).
std::uint16_t message_type(Class kind, std::uint16_t method) {
    const unsigned bits = static_cast<unsigned>(kind);
    const unsigned spread = ((method & 0xF80U) << 2) | ((method & 0x70U) << 1) | (method & 0xFU);
    return static_cast<std::uint16_t>(spread | ((bits & 2U) << 7) | ((bits & 1U) << 4));
}

Class class_of(std::uint16_t type) {
    return static_cast<Class>(((type >> 7) & 2) | ((type >> 4) & 1));
}

std::uint16_t method_of(std::uint16_t type) {
    return static_cast<std::uint16_t>(((type >> 2) & 0xF80) | ((type >> 1) & 0x70) | (type & 0xF));
}

/// The header as it was when everything before `end` was the message.
std::array<std::uint8_t, header_size> header_up_to(Bytes datagram, std::size_t end) {
    std::array<std::uint8_t, header_size> header{};
    std::copy_n(datagram.begin(), header_size, header.begin());
    const auto length = end - header_size;
    header[2] = static_cast<std::uint8_t>(length >> 8);
    header[3] = static_cast<std::uint8_t>(length);
    return header;
}

std::uint32_t fingerprint(Bytes before) { return crypto::crc32(before) ^ fingerprint_mask; }

/// One attribute other than FINGERPRINT. What comes after the integrity is not covered by it and
/// therefore not believed (RFC 8489 §14.5). False if it is malformed.
bool read_one(std::uint16_t type, Bytes value, std::size_t at, Received& received) {
    if (received.integrity_sha256_at) return true;
    if (type == attribute::message_integrity_sha256) {
        received.integrity_sha256_at = at;
        return value.size() == crypto::Sha256Tag().size();
    }
    if (received.integrity_at) return true;
    if (type == attribute::message_integrity) {
        received.integrity_at = at;
        return value.size() == crypto::Sha1Tag().size();
    }
    return read_attribute(type, value, received);
}

}  // namespace

bool is_stun(Bytes datagram) {
    ByteReader in(datagram);
    const auto type = in.u16();
    const auto length = in.u16();
    const auto cookie = in.u32();
    return in.ok() && type < 0x4000 && cookie == magic_cookie && length % 4 == 0 &&
           datagram.size() == header_size + length;
}

Result<Received, ParseError> parse(Bytes datagram) {
    if (datagram.size() < header_size) return fail(ParseError::Truncated);
    if (!is_stun(datagram)) return fail(ParseError::Malformed);
    ByteReader in(datagram);
    const auto message_bits = in.u16();
    in.skip(6);
    Received received;
    auto& message = received.message;
    message.kind = class_of(message_bits);
    message.method = method_of(message_bits);
    const auto transaction = in.take(message.transaction.size());
    std::copy(transaction.begin(), transaction.end(), message.transaction.begin());

    for (std::size_t count = 0; in.left() > 0; ++count) {
        if (count == attributes_max) return fail(ParseError::TooLarge);
        const auto at = in.position();
        const auto type = in.u16();
        const auto size = in.u16();
        const auto value = in.take(size);
        in.skip((4 - size % 4) % 4);
        if (!in.ok()) return fail(ParseError::Truncated);

        if (type == attribute::fingerprint) {  // Always last (RFC 8489 §14.7).
            if (value.size() != 4 || in.left() > 0) return fail(ParseError::Malformed);
            const auto expected = fingerprint(datagram.first(at));
            if (ByteReader(value).u32() != expected) return fail(ParseError::BadChecksum);
            received.has_fingerprint = true;
            break;
        }
        if (!read_one(type, value, at, received)) return fail(ParseError::Malformed);
    }
    return received;
}

bool has_integrity(Bytes datagram, const Received& received, const IntegrityKey& key) {
    if (!received.integrity_at) return false;
    const auto at = *received.integrity_at;
    const auto tag_at = at + attribute_header_size;
    const auto size = crypto::Sha1Tag().size();
    const auto header = header_up_to(datagram, tag_at + size);
    const auto tag = key.tag({header, datagram.subspan(header_size, at - header_size)});
    return crypto::same_secret(tag, datagram.subspan(tag_at, size));
}

bool has_integrity_sha256(Bytes datagram, const Received& received, Bytes key) {
    if (!received.integrity_sha256_at) return false;
    const auto at = *received.integrity_sha256_at;
    const auto tag_at = at + attribute_header_size;
    const auto size = crypto::Sha256Tag().size();
    const auto header = header_up_to(datagram, tag_at + size);
    const auto covered = datagram.subspan(header_size, at - header_size);
    const auto tag = crypto::hmac_sha256(key, {header, covered});
    return crypto::same_secret(tag, datagram.subspan(tag_at, size));
}

ByteBuffer write(const Message& message, const IntegrityKey* key) {
    ByteWriter out(128);
    out.u16(message_type(message.kind, message.method)).u16(0).u32(magic_cookie);
    out.bytes(message.transaction);
    write_attributes(message, out);
    const auto set_length = [&out](std::size_t still_to_come) {
        const auto length = out.size() - header_size + still_to_come;
        check(length <= 0xFFFF);
        out.patch_u16(2, static_cast<std::uint16_t>(length));
    };
    if (key != nullptr) {
        set_length(attribute_header_size + crypto::Sha1Tag().size());
        const auto tag = key->tag({out.written()});
        out.u16(attribute::message_integrity).u16(static_cast<std::uint16_t>(tag.size()));
        out.bytes(tag);
    }
    set_length(attribute_header_size + 4);
    const auto checksum = fingerprint(out.written());
    out.u16(attribute::fingerprint).u16(4).u32(checksum);
    return out.take();
}

std::optional<std::string_view> request_ufrag(Bytes datagram) {
    if (!is_stun(datagram)) return std::nullopt;
    ByteReader in(datagram);
    if (in.u16() != message_type(Class::Request, binding_method)) return std::nullopt;
    in.skip(header_size - 2);
    for (std::size_t count = 0; in.left() > 0 && count < attributes_max; ++count) {
        const auto type = in.u16();
        const auto size = in.u16();
        const auto value = in.take(size);
        in.skip((4 - size % 4) % 4);
        if (!in.ok()) return std::nullopt;
        if (type != attribute::username) continue;
        const auto name = as_text(value);
        const auto colon = name.find(':');
        if (colon == std::string_view::npos) return std::nullopt;
        return name.substr(0, colon);
    }
    return std::nullopt;
}

TransactionId marked_transaction(std::string_view ufrag, Random& random) {
    TransactionId transaction{};
    random.fill(transaction);
    const auto mark = ufrag.substr(0, ufrag_in_transaction);
    std::copy(mark.begin(), mark.end(), transaction.begin());
    return transaction;
}

std::optional<std::string_view> response_ufrag(Bytes datagram) {
    if (!is_stun(datagram)) return std::nullopt;
    const auto type = ByteReader(datagram).u16();
    const bool response = type == message_type(Class::Success, binding_method) ||
                          type == message_type(Class::Error, binding_method);
    if (!response) return std::nullopt;
    return as_text(datagram.subspan(header_size - 12, ufrag_in_transaction));
}

}  // namespace salon::stun
