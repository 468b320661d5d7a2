#include "stun/message.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "crypto/digest.h"
#include "wire/hex.h"

namespace salon::stun {
namespace {

using crypto::HmacSha1;
using testing::ElementsAre;
using testing::IsEmpty;
using testing_wire::from_hex;

// RFC 5769: all four samples.
const auto sample_request = from_hex(
    "00010058 2112a442 b7e7a701 bc34d686 fa87dfae 80220010 5354554e 20746573 7420636c 69656e74"
    "00240004 6e0001ff 80290008 932ff9b1 51263b36 00060009 6576746a 3a683676 59202020 00080014"
    "9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2 80280004 e57a3bcf");
const auto sample_response_v4 = from_hex(
    "0101003c 2112a442 b7e7a701 bc34d686 fa87dfae 8022000b 74657374 20766563 746f7220 00200008"
    "0001a147 e112a643 00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7 80280004 c07d4c96");
const auto sample_response_v6 = from_hex(
    "01010048 2112a442 b7e7a701 bc34d686 fa87dfae 8022000b 74657374 20766563 746f7220 00200014"
    "0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9 00080014 a382954e 4be67bf1 1784c97c 8292c275"
    "bfe3ed41 80280004 c8fb0b4c");
const auto sample_long_term = from_hex(
    "00010060 2112a442 78ad3433 c6ad72c0 29da412e 00060012 e3839ee3 8388e383 aae38383 e382afe3"
    "82b90000 0015001c 662f2f34 39396b39 35346436 4f4c3334 6f4c3946 53547679 36347341 0014000b"
    "6578616d 706c652e 6f726700 00080014 f6702465 6dd64a3e 02b8e071 2e85c9a2 8ca89666");
// RFC 8489 B.1 as corrected by erratum 6268.
const auto sample_sha256 = from_hex(
    "00010090 2112a442 78ad3433 c6ad72c0 29da412e 001e0020 4a3cf38f ef6992bd a952c678 0417da0f"
    "24819415 569e60b2 05c46e41 407f1704 00150029 6f624d61 744a6f73 32414141 43662f2f 3439396b"
    "39353464 364f4c33 346f4c39 46535476 79363473 41000000 0014000b 6578616d 706c652e 6f726700"
    "001d0004 00020000 001c0020 b5c7bf00 5b6c52a2 1c51c5e8 92f81924 136296cb 927c4314 9309278c"
    "c6518e65");

const HmacSha1 sample_key(as_bytes("VOkJxbRl1RmTxUk/WvJxBt"));

TEST(StunMessage, ReadsTheSampleRequest) {
    ASSERT_TRUE(is_stun(sample_request));
    const auto received = parse(sample_request);
    ASSERT_TRUE(received);
    const auto& message = received->message;
    EXPECT_EQ(message.kind, Class::Request);
    EXPECT_EQ(message.method, binding_method);
    EXPECT_EQ(message.software, "STUN test client");
    EXPECT_EQ(message.username, "evtj:h6vY");
    EXPECT_EQ(message.priority, 0x6e0001ffU);
    EXPECT_EQ(message.controlled, 0x932ff9b151263b36U);
    EXPECT_EQ(message.controlling, std::nullopt);
    EXPECT_FALSE(message.use_candidate);
    EXPECT_TRUE(received->has_fingerprint);
    EXPECT_TRUE(has_integrity(sample_request, *received, sample_key));
    EXPECT_FALSE(has_integrity(sample_request, *received, HmacSha1(as_bytes("another"))));
}

TEST(StunMessage, ReadsTheSampleResponses) {
    const auto v4 = parse(sample_response_v4);
    const auto v6 = parse(sample_response_v6);
    ASSERT_TRUE(v4 && v6);
    EXPECT_EQ(v4->message.kind, Class::Success);
    EXPECT_EQ(v4->message.software, "test vector");
    EXPECT_EQ(v4->message.mapped_address->text(), "192.0.2.1:32853");
    EXPECT_EQ(v6->message.mapped_address->text(), "[2001:db8:1234:5678:11:2233:4455:6677]:32853");
    EXPECT_TRUE(has_integrity(sample_response_v4, *v4, sample_key));
    EXPECT_TRUE(has_integrity(sample_response_v6, *v6, sample_key));
}

TEST(StunMessage, ReadsTheSampleWithLongTermCredentials) {
    const auto received = parse(sample_long_term);
    ASSERT_TRUE(received);
    EXPECT_EQ(received->message.nonce, "f//499k954d6OL34oL9FSTvy64sA");
    EXPECT_EQ(received->message.realm, "example.org");
    EXPECT_FALSE(received->has_fingerprint);
    const auto secret = *received->message.username + ":example.org:TheMatrIX";
    const auto key = crypto::digest(crypto::Hash::Md5, as_bytes(secret));
    EXPECT_TRUE(has_integrity(sample_long_term, *received, HmacSha1(key)));
}

TEST(StunMessage, ReadsTheSampleWithSha256) {
    const auto received = parse(sample_sha256);
    ASSERT_TRUE(received);
    EXPECT_THAT(received->not_understood, ElementsAre(0x001e, 0x001d));
    const auto key =
        crypto::digest(crypto::Hash::Sha256,
                       as_bytes("\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9:example.org:TheMatrIX"));
    EXPECT_TRUE(has_integrity_sha256(sample_sha256, *received, key));
    EXPECT_FALSE(has_integrity_sha256(sample_sha256, *received, as_bytes("another")));
    EXPECT_FALSE(has_integrity(sample_sha256, *received, sample_key));
}

Message full_message() {
    Message message{.kind = Class::Error, .method = 0x0AB5};
    message.transaction = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    message.username = "ada:ben";
    message.realm = "realm";
    message.nonce = "once";
    message.software = "salon";
    message.mapped_address = TransportAddress{*IpAddress::parse("2001:db8::7"), 443};
    message.error = ErrorCode{.code = 487, .reason = "Role Conflict"};
    message.unknown_attributes = {0x7001, 0x7002, 0x7003};
    message.priority = 7;
    message.controlling = 8;
    message.controlled = 9;
    message.use_candidate = true;
    message.relayed_address = TransportAddress{*IpAddress::parse("192.0.2.15"), 50000};
    message.peer_address = TransportAddress{*IpAddress::parse("2001:db8::8"), 4711};
    message.alternate_server = TransportAddress{*IpAddress::parse("192.0.2.16"), 3479};
    message.lifetime = 600;
    message.channel = 0x4001;
    message.requested_transport = 17;
    message.requested_family = AddressFamily::V6;
    message.data = from_hex("0102030405");
    return message;
}

TEST(StunMessage, ReadsWhatItWrites) {
    const auto bytes = write(full_message(), &sample_key);
    const auto received = parse(bytes);
    ASSERT_TRUE(received);
    EXPECT_EQ(received->message, full_message());
    EXPECT_THAT(received->not_understood, IsEmpty());
    EXPECT_TRUE(received->has_fingerprint);
    EXPECT_TRUE(has_integrity(bytes, *received, sample_key));
}

TEST(StunMessage, WritesEveryClassAndMethod) {
    for (const auto kind : {Class::Request, Class::Indication, Class::Success, Class::Error}) {
        for (const std::uint16_t method : {0x001, 0x00F, 0x010, 0x080, 0x555, 0xFFF}) {
            const auto received = parse(write(Message{.kind = kind, .method = method}, nullptr));
            ASSERT_TRUE(received);
            EXPECT_EQ(received->message.kind, kind);
            EXPECT_EQ(received->message.method, method);
        }
    }
}

TEST(StunMessage, WritesAnAlternateServerPlainAndPeersMasked) {
    const TransportAddress ada{*IpAddress::parse("192.0.2.1"), 3478};
    const auto plain = from_hex("00010d96c0000201");
    const auto holds = [&](const Message& message) {
        const auto bytes = write(message, nullptr);
        return !std::ranges::search(bytes, plain).empty();
    };
    EXPECT_TRUE(holds({.alternate_server = ada}));
    EXPECT_FALSE(holds({.peer_address = ada}));
    EXPECT_FALSE(holds({.relayed_address = ada}));
}

TEST(StunMessage, WithoutAKeyHasNoIntegrity) {
    const auto bytes = write(Message{}, nullptr);
    EXPECT_EQ(bytes.size(), header_size + 8);
    const auto received = parse(bytes);
    ASSERT_TRUE(received);
    EXPECT_FALSE(has_integrity(bytes, *received, sample_key));
}

TEST(StunMessage, EveryChangedByteIsNoticed) {
    for (std::size_t i = 0; i < sample_request.size(); ++i) {
        auto changed = sample_request;
        changed[i] ^= 0x10;
        const auto received = parse(changed);
        EXPECT_FALSE(received && received->has_fingerprint) << "byte " << i;
    }
}

TEST(StunMessage, EveryTruncationIsNoticed) {
    for (std::size_t size = 0; size < sample_request.size(); ++size) {
        EXPECT_FALSE(parse(Bytes(sample_request).first(size))) << size;
        EXPECT_FALSE(is_stun(Bytes(sample_request).first(size))) << size;
    }
}

TEST(StunMessage, DoesNotBelieveWhatFollowsTheIntegrity) {
    // The sample without its FINGERPRINT, then a USE-CANDIDATE somebody added on the way.
    auto bytes = sample_request;
    bytes.resize(bytes.size() - 8);
    const auto extra = from_hex("00250000 00080014 0000000000000000000000000000000000000000");
    bytes.insert(bytes.end(), extra.begin(), extra.end());
    bytes[3] = static_cast<std::uint8_t>(bytes.size() - header_size);
    const auto received = parse(bytes);
    ASSERT_TRUE(received);
    EXPECT_FALSE(received->message.use_candidate);
    EXPECT_TRUE(has_integrity(bytes, *received, sample_key));  // The first one counts.
}

/// A Binding request with the attributes of `hex` and nothing else.
ByteBuffer request_with(std::string_view hex) {
    const auto attributes = from_hex(hex);
    ByteWriter out;
    out.u16(1).u16(static_cast<std::uint16_t>(attributes.size())).u32(0x2112A442).zeros(12);
    out.bytes(attributes);
    return out.take();
}

TEST(StunMessage, ListsWhatItMustButDoesNotUnderstand) {
    // 0x7777 must be understood, 0xC057 (Chromium's NETWORK-COST) need not.
    const auto received = parse(request_with("7777 0000 c0570004 00000032 0003 0001 aa000000"));
    ASSERT_TRUE(received);
    EXPECT_THAT(received->not_understood, ElementsAre(0x7777, 0x0003));
}

TEST(StunMessage, CountsTheFirstOfTwins) {
    const auto received = parse(request_with("00240004 00000001 00240004 00000002"));
    ASSERT_TRUE(received);
    EXPECT_EQ(received->message.priority, 1U);
}

TEST(StunMessage, RefusesMalformedAttributes) {
    const auto malformed = {
        "0024 0003 00000000",                          // PRIORITY of three bytes
        "0025 0001 00000000",                          // USE-CANDIDATE with a value
        "000c 0002 40010000",                          // CHANNEL-NUMBER of two bytes
        "0017 0004 03000000",                          // REQUESTED-ADDRESS-FAMILY of no family
        "802a 0004 00000000",                          // tie-breaker of four bytes
        "0020 0008 0003 0000 00000000",                // address of no family
        "0020 0008 0002 0000 00000000",                // IPv6 address of four bytes
        "0009 0004 00000263",                          // error 299
        "000a 0003 00010000",                          // half an attribute type
        "0008 0010 00000000000000000000000000000000",  // integrity too short
        "8028 0004 00000000 0025 0000",                // FINGERPRINT not last
    };
    for (const auto* hex : malformed) {
        const auto received = parse(request_with(hex));
        ASSERT_FALSE(received) << hex;
        EXPECT_EQ(received.error(), ParseError::Malformed) << hex;
    }
    EXPECT_EQ(parse(request_with("0006 0008 61626364")).error(), ParseError::Truncated);
    EXPECT_EQ(parse(request_with("8028 0004 00000000")).error(), ParseError::BadChecksum);
}

TEST(StunMessage, RefusesMoreAttributesThanIceHas) {
    std::string hex;
    for (std::size_t i = 0; i < attributes_max; ++i) hex += "c0570000";
    EXPECT_TRUE(parse(request_with(hex)));
    EXPECT_EQ(parse(request_with(hex + "c0570000")).error(), ParseError::TooLarge);
}

TEST(RequestUfrag, IsTheReceiversHalfOfTheUsername) {
    EXPECT_EQ(request_ufrag(sample_request), "evtj");
    EXPECT_EQ(request_ufrag(request_with("c0570000 00060005 613a623a63000000")), "a");
}

TEST(RequestUfrag, IsNothingInAnythingElse) {
    EXPECT_EQ(request_ufrag(sample_response_v4), std::nullopt);
    EXPECT_EQ(request_ufrag(request_with("")), std::nullopt);
    EXPECT_EQ(request_ufrag(request_with("00060004 61626364")), std::nullopt);  // No colon.
    EXPECT_EQ(request_ufrag(request_with("00060008 61626364")), std::nullopt);  // Cut off.
    EXPECT_EQ(request_ufrag(from_hex("16fefd 0000")), std::nullopt);            // DTLS.
    EXPECT_EQ(request_ufrag({}), std::nullopt);
}

}  // namespace
}  // namespace salon::stun
