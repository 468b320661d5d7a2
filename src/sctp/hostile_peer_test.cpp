// A peer that has the keys and means harm, or has lost its mind: it costs nothing but its session.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sctp/testing_pipe.h"
#include "sctp/testing_seal.h"

namespace salon::sctp {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using testing_pipe::Pipe;

class HostilePeer : public testing::Test {
protected:
    void SetUp() override {
        pipe.watch = [&](const ByteBuffer& packet, int from) {
            const auto parsed = parse_packet(packet);
            if (from != 0) return;
            if (parsed->tag != 0) victim_tag = parsed->tag;
            if (const auto* init = std::get_if<InitChunk>(&parsed->chunks[0]))
                tsn = init->first_tsn;
        };
        pipe.run_for(1s);
        ASSERT_TRUE(pipe.b().established);
    }

    // As if the other end, which knows the tag, had sent it.
    void inject(const std::vector<Chunk>& chunks) {
        PacketBuilder packet(5000, 5000, victim_tag, 65'000);
        for (const auto& chunk : chunks) packet.add(write_chunk(chunk));
        pipe.deliver(1, packet.finish());
    }

    DataChunk data(std::uint32_t offset, Bytes payload) const {
        return {.tsn = tsn + offset, .ppid = 51, .begin = true, .end = true, .payload = payload};
    }

    Pipe pipe{5};
    std::uint32_t victim_tag = 0;
    std::uint32_t tsn = 0;  // The first of the end whose part we play.
};

TEST_F(HostilePeer, GetsNowhereWithGarbage) {
    Random random(9);
    for (int i = 0; i < 20'000; ++i) {
        ByteBuffer bytes(random.below(200));
        random.fill(bytes);
        if (random.chance(0.5)) reseal(bytes);
        pipe.deliver(1, bytes);
    }
    EXPECT_EQ(pipe.b().ended, std::nullopt);
}

TEST_F(HostilePeer, GetsNowhereWithoutTheTag) {
    for (const std::uint32_t tag : {0u, victim_tag + 1}) {
        PacketBuilder packet(5000, 5000, tag, 1160);
        packet.add(write_chunk(BareChunk{6, 0}));
        pipe.deliver(1, packet.finish());
    }
    PacketBuilder wrong_port(5000, 5001, victim_tag, 1160);
    wrong_port.add(write_chunk(BareChunk{6, 0}));
    pipe.deliver(1, wrong_port.finish());
    EXPECT_EQ(pipe.b().ended, std::nullopt);
    inject({BareChunk{6, 0}});
    EXPECT_EQ(pipe.b().ended, EndReason::PeerAborted);
}

TEST_F(HostilePeer, GetsFewAnswersToManyQuestions) {
    const auto before = pipe.b().packets;
    const ByteBuffer stamp(8);
    const std::vector<Chunk> beats(1000, OpaqueChunk{ChunkType::Heartbeat, stamp});
    inject(beats);
    EXPECT_LE(pipe.b().packets - before, Replies::waiting_max);
}

TEST_F(HostilePeer, EndsTheSessionByAcknowledgingWhatWasNeverSent) {
    inject({SackChunk{.cumulative = tsn + 1'000'000, .window = 1000}});
    EXPECT_EQ(pipe.b().ended, EndReason::ProtocolViolation);
}

TEST_F(HostilePeer, EndsTheSessionWithEmptyData) {
    inject({data(0, {})});
    pipe.run_for(1s);
    EXPECT_EQ(pipe.b().ended, EndReason::ProtocolViolation);
    EXPECT_EQ(pipe.a().ended, EndReason::PeerAborted);
}

TEST_F(HostilePeer, CannotRestartTheAssociation) {
    const auto before = pipe.b().packets;
    PacketBuilder packet(5000, 5000, 0, 1160);
    packet.add(write_chunk(InitChunk{.tag = 77, .window = 1, .streams_out = 1, .streams_in = 1}));
    pipe.deliver(1, packet.finish());
    EXPECT_EQ(pipe.b().packets, before);
    EXPECT_TRUE(pipe.b().association.established());
}

TEST_F(HostilePeer, CannotForgeACookie) {
    const ByteBuffer forged(40);
    const auto before = pipe.b().packets;
    inject({OpaqueChunk{ChunkType::CookieEcho, forged}});
    EXPECT_EQ(pipe.b().packets, before);
}

TEST_F(HostilePeer, StopsReadingAtAnUnknownChunkThatSaysSo) {
    inject({BareChunk{0x3F, 0}, BareChunk{6, 0}});
    EXPECT_EQ(pipe.b().ended, std::nullopt);
    inject({BareChunk{0xBF, 0}, BareChunk{6, 0}});
    EXPECT_EQ(pipe.b().ended, EndReason::PeerAborted);
}

TEST_F(HostilePeer, OpensNoMoreChannelsThanThereAreStreams) {
    const auto open = write_dcep(DcepOpen{.channel = {.label = "x"}});
    for (std::uint32_t i = 0; i < 3000; ++i) {
        auto chunk = data(i, open);
        chunk.ppid = 50;
        chunk.stream = static_cast<std::uint16_t>(i);
        inject({chunk});
    }
    EXPECT_THAT(pipe.b().opened, SizeIs(1024));
    EXPECT_EQ(pipe.b().ended, std::nullopt);
}

TEST_F(HostilePeer, IsNotHeardOnChannelsItDidNotOpen) {
    inject({data(0, as_bytes("hello"))});
    EXPECT_THAT(pipe.b().messages, IsEmpty());
}

}  // namespace
}  // namespace salon::sctp
