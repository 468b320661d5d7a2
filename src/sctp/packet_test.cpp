#include "sctp/packet.h"

#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sctp/crc32c.h"

namespace salon::sctp {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

ByteBuffer packet_of(const Chunk& chunk) {
    PacketBuilder packet(5000, 5001, 0xABCD1234, 1160);
    packet.add(write_chunk(chunk));
    return packet.finish();
}

template <class Kind>
Kind read_back(const ByteBuffer& bytes) {
    const auto packet = parse_packet(bytes);
    EXPECT_TRUE(packet);
    EXPECT_THAT(packet->chunks, SizeIs(1));
    return std::get<Kind>(packet->chunks.at(0));
}

TEST(Crc32c, MatchesTheCatalogueValue) {
    EXPECT_EQ(Crc32c().add(as_bytes("123456789")).value(), 0xE3069283u);
    EXPECT_EQ(Crc32c().add(as_bytes("12345")).add(as_bytes("6789")).value(), 0xE3069283u);
    EXPECT_EQ(Crc32c().add({}).value(), 0u);
    const ByteBuffer zeros(32);  // RFC 3720 B.4.
    EXPECT_EQ(Crc32c().add(zeros).value(), 0x8A9136AAu);
}

TEST(SctpPacket, CarriesItsHeader) {
    const auto packet = parse_packet(packet_of(BareChunk{11, 0}));
    ASSERT_TRUE(packet);
    EXPECT_EQ(packet->source_port, 5000);
    EXPECT_EQ(packet->destination_port, 5001);
    EXPECT_EQ(packet->tag, 0xABCD1234u);
    EXPECT_TRUE(std::get<BareChunk>(packet->chunks[0]).is(ChunkType::CookieAck));
}

TEST(SctpPacket, CarriesData) {
    const auto payload = as_bytes("hello");
    const auto bytes = packet_of(DataChunk{.tsn = 7,
                                           .stream = 2,
                                           .ssn = 3,
                                           .ppid = 51,
                                           .unordered = true,
                                           .begin = true,
                                           .immediate = true,
                                           .payload = payload});
    EXPECT_EQ(bytes.size(), packet_header_size + data_header_size + 8);  // Padded to four.
    const auto data = read_back<DataChunk>(bytes);
    EXPECT_EQ(data.tsn, 7u);
    EXPECT_EQ(data.stream, 2);
    EXPECT_EQ(data.ssn, 3);
    EXPECT_EQ(data.ppid, 51u);
    EXPECT_TRUE(data.unordered && data.begin && !data.end && data.immediate);
    EXPECT_EQ(as_text(data.payload), "hello");
}

TEST(SctpPacket, CarriesInit) {
    const ByteBuffer cookie{1, 2, 3};
    const auto bytes = packet_of(InitChunk{.ack = true,
                                           .tag = 1,
                                           .window = 2,
                                           .streams_out = 3,
                                           .streams_in = 4,
                                           .first_tsn = 5,
                                           .cookie = cookie,
                                           .forward_tsn = true,
                                           .reconfig = true});
    const auto init = read_back<InitChunk>(bytes);
    EXPECT_TRUE(init.ack && init.forward_tsn && init.reconfig);
    EXPECT_EQ(init.first_tsn, 5u);
    EXPECT_THAT(init.cookie, ElementsAre(1, 2, 3));
}

TEST(SctpPacket, CarriesSack) {
    const auto sack = read_back<SackChunk>(
        packet_of(SackChunk{.cumulative = 9, .window = 8, .gaps = {{2, 3}}, .duplicates = {9}}));
    EXPECT_EQ(sack.cumulative, 9u);
    ASSERT_THAT(sack.gaps, SizeIs(1));
    EXPECT_EQ(sack.gaps[0].last, 3);
    EXPECT_THAT(sack.duplicates, ElementsAre(9u));
}

TEST(SctpPacket, CarriesForwardTsnShutdownAndBytes) {
    const auto forward = read_back<ForwardTsnChunk>(packet_of(ForwardTsnChunk{4, {{1, 2}}}));
    EXPECT_EQ(forward.cumulative, 4u);
    EXPECT_EQ(forward.skips.at(0).ssn, 2);
    EXPECT_EQ(read_back<ShutdownChunk>(packet_of(ShutdownChunk{6})).cumulative, 6u);
    const ByteBuffer stamp{4, 5};
    const auto bytes = packet_of(OpaqueChunk{ChunkType::Heartbeat, stamp});
    const auto beat = read_back<OpaqueChunk>(bytes);
    EXPECT_THAT(beat.value, ElementsAre(4, 5));
}

TEST(SctpPacket, CarriesStreamResets) {
    const auto bytes = packet_of(ReconfigChunk{
        {OutgoingReset{1, 2, 3, {7}}, ResetResponse{4, ResetResult::InProgress}, OtherRequest{5}}});
    const auto reconfig = read_back<ReconfigChunk>(bytes);
    ASSERT_THAT(reconfig.parameters, SizeIs(3));
    EXPECT_THAT(std::get<OutgoingReset>(reconfig.parameters[0]).streams, ElementsAre(7));
    EXPECT_EQ(std::get<ResetResponse>(reconfig.parameters[1]).result, ResetResult::InProgress);
    EXPECT_EQ(std::get<OtherRequest>(reconfig.parameters[2]).request, 5u);
}

TEST(SctpPacket, DoesNotCountTheLastParametersPadding) {
    const auto chunk = write_chunk(ReconfigChunk{{OutgoingReset{1, 2, 3, {7}}}});
    EXPECT_EQ(chunk.size(), 24u);
    EXPECT_EQ(chunk[3], 22);  // RFC 9260 §3.2.
}

TEST(SctpPacket, IsRefusedWhenBroken) {
    const auto whole = packet_of(ShutdownChunk{6});
    EXPECT_EQ(parse_packet({}).error(), ParseError::Truncated);
    EXPECT_EQ(parse_packet(Bytes(whole).first(11)).error(), ParseError::Truncated);
    for (std::size_t i = 0; i < whole.size(); ++i) {
        auto broken = whole;
        broken[i] ^= 0x10;
        EXPECT_EQ(parse_packet(broken).error(), ParseError::BadChecksum) << i;
    }
}

TEST(SctpPacket, IsRefusedWhenAChunkLies) {
    const auto with = [](ByteBuffer chunk) {
        PacketBuilder packet(1, 2, 3, 1160);
        packet.add(chunk);
        return parse_packet(packet.finish());
    };
    EXPECT_EQ(with({3, 0, 0, 3}).error(), ParseError::Malformed);
    EXPECT_EQ(with({0, 0, 0, 20, 1, 2, 3, 4}).error(), ParseError::Truncated);
    EXPECT_EQ(with({7, 0, 0, 6, 1, 2, 0, 0}).error(), ParseError::Truncated);
    EXPECT_EQ(with({3, 0, 0, 16, 0, 0, 0, 1, 0, 0, 0, 2, 0, 1, 0, 0}).error(),
              ParseError::Truncated);  // One gap promised, none there.
    EXPECT_EQ(with({130, 0, 0, 8, 0, 13, 0, 3}).error(), ParseError::Malformed);
    EXPECT_TRUE(with({3, 0, 0, 16, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace salon::sctp
