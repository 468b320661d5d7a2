// STUN messages (RFC 8489) with the attributes of ICE (RFC 8445 §16.1) and TURN (RFC 8656 §18):
// bytes to value and back.
//
//    0                   1                   2                   3
//   |0 0|     Message Type          |         Message Length        |
//   |                         Magic Cookie                          |
//   |                     Transaction ID (96 bits)                  |
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"
#include "crypto/hmac.h"

namespace salon::stun {

using TransactionId = std::array<std::uint8_t, 12>;

/// MESSAGE-INTEGRITY's key: the bytes of the short-term password (RFC 8489 §9.1.1), or for a
/// long-term one the MD5 of "user:realm:password" (§9.2.2).
using IntegrityKey = crypto::HmacSha1;

enum class Class : std::uint8_t { Request, Indication, Success, Error };

inline constexpr std::uint16_t binding_method = 1;
inline constexpr std::uint16_t allocate_method = 3;
inline constexpr std::uint16_t refresh_method = 4;
inline constexpr std::uint16_t send_method = 6;
inline constexpr std::uint16_t data_method = 7;
inline constexpr std::uint16_t create_permission_method = 8;
inline constexpr std::uint16_t channel_bind_method = 9;

enum class AddressFamily : std::uint8_t { V4 = 1, V6 = 2 };  ///< As RFC 8489 §14.1 numbers them.

struct ErrorCode {
    int code = 0;  ///< 300 to 699.
    std::string reason;

    friend bool operator==(const ErrorCode&, const ErrorCode&) = default;
};

struct Message {
    Class kind = Class::Request;
    std::uint16_t method = binding_method;
    TransactionId transaction{};

    std::optional<std::string> username{};
    std::optional<std::string> realm{};
    std::optional<std::string> nonce{};
    std::optional<std::string> software{};
    std::optional<TransportAddress> mapped_address{};  ///< XOR-MAPPED-ADDRESS.
    std::optional<ErrorCode> error{};
    std::vector<std::uint16_t> unknown_attributes{};  ///< What an error 420 complains about.

    std::optional<std::uint32_t> priority{};
    std::optional<std::uint64_t> controlling{};  ///< The tie-breaker of a sender in that role.
    std::optional<std::uint64_t> controlled{};
    bool use_candidate = false;

    std::optional<TransportAddress> relayed_address{};   ///< XOR-RELAYED-ADDRESS.
    std::optional<TransportAddress> peer_address{};      ///< XOR-PEER-ADDRESS.
    std::optional<TransportAddress> alternate_server{};  ///< Where an error 300 sends us.
    std::optional<std::uint32_t> lifetime{};             ///< Seconds.
    std::optional<std::uint16_t> channel{};
    std::optional<std::uint8_t> requested_transport{};  ///< An IP protocol; 17 is UDP.
    std::optional<AddressFamily> requested_family{};
    std::optional<ByteBuffer> data{};

    friend bool operator==(const Message&, const Message&) = default;
};

/// What arrived: the message, and what only the receiver of the bytes must know.
struct Received {
    Message message;
    std::vector<std::uint16_t> not_understood;       ///< Comprehension-required; answer with 420.
    std::optional<std::size_t> integrity_at;         ///< Where MESSAGE-INTEGRITY starts.
    std::optional<std::size_t> integrity_sha256_at;  ///< Where MESSAGE-INTEGRITY-SHA256 starts.
    bool has_fingerprint = false;                    ///< It was there, and right.
};

inline constexpr std::size_t header_size = 20;
inline constexpr std::size_t attributes_max = 32;      ///< More is not ICE; the message is refused.
inline constexpr std::size_t not_understood_max = 16;  ///< More are not listed.

/// Tells STUN from DTLS, SRTP and the rest on one port: first byte, length and cookie (RFC 7983).
bool is_stun(Bytes datagram);

/// Reads one message that fills `datagram`. Attributes after the integrity are ignored, save
/// FINGERPRINT. Integrity is not checked here: it needs a key.
///
/// Errors  Truncated, Malformed, TooLarge (attributes_max), BadChecksum (FINGERPRINT)
Result<Received, ParseError> parse(Bytes datagram);

/// Whether `datagram`, which parsed to `received`, was made with `key`.
bool has_integrity(Bytes datagram, const Received& received, const IntegrityKey& key);
/// The same with MESSAGE-INTEGRITY-SHA256 (RFC 8489 §14.6).
bool has_integrity_sha256(Bytes datagram, const Received& received, Bytes key);

/// The bytes of `message`, closed by MESSAGE-INTEGRITY when there is a `key`, and FINGERPRINT.
ByteBuffer write(const Message& message, const IntegrityKey* key);

/// The first half of a Binding request's USERNAME, `receiver:sender`: who is meant. Only a quick
/// look for routing; nothing is verified. Valid as long as `datagram`.
std::optional<std::string_view> request_ufrag(Bytes datagram);

inline constexpr std::size_t ufrag_in_transaction = 6;

/// A transaction whose first letters are those of `ufrag`, and whose other half is random: on a
/// port shared by many they tell whom a response is for. Integrity, where there is one, does the
/// rest.
TransactionId marked_transaction(std::string_view ufrag, Random& random);

/// The first letters of the ufrag that a Binding response is for; nothing for anything else.
/// Nothing is verified. Valid as long as `datagram`.
std::optional<std::string_view> response_ufrag(Bytes datagram);

}  // namespace salon::stun
