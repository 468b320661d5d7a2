#include "flow/sent_packets.h"

#include <gmock/gmock.h>

#include "world/start.h"

namespace salon::flow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class SentPacketsTest : public testing::Test {
protected:
    /// Packets of 100, 101, 102… bytes, a millisecond apart.
    void send(int count) {
        for (int i = 0; i < count; ++i) packets.sent(100 + sent_++, start + i * 1ms);
    }
    std::vector<PacketFate> told(std::uint16_t first, std::int32_t reference,
                                 std::vector<std::optional<std::int32_t>> arrivals) {
        return packets.take(
            {.first = first, .reference = reference, .packets = std::move(arrivals)});
    }

    SentPackets packets;

private:
    std::size_t sent_ = 0;
};

TEST_F(SentPacketsTest, TellsWhenEachPacketLeftAndArrived) {
    send(3);
    EXPECT_THAT(told(0, 10, {0, std::nullopt, 4}),
                ElementsAre(PacketFate{.size = 100, .sent = start, .arrived = 640ms},
                            PacketFate{.size = 101, .sent = start + 1ms, .arrived = std::nullopt},
                            PacketFate{.size = 102, .sent = start + 2ms, .arrived = 641ms}));
}

TEST_F(SentPacketsTest, TellsOfEachPacketOnce) {
    send(3);
    EXPECT_THAT(told(0, 0, {0, 1}), SizeIs(2));
    EXPECT_THAT(told(0, 0, {0, 1, 2}), SizeIs(1));
    EXPECT_EQ(packets.packets(), 0u);
}

TEST_F(SentPacketsTest, KnowsNothingOfPacketsThatWereNotSent) {
    send(2);
    EXPECT_THAT(told(2, 0, {0, 0}), IsEmpty());
    EXPECT_THAT(told(40'000, 0, {0, 0}), IsEmpty());
    EXPECT_EQ(packets.packets(), 2u);
}

TEST_F(SentPacketsTest, ForgetsTheOldestWhenThePeerIsSilent) {
    send(SentPackets::packets_max + 1);
    EXPECT_EQ(packets.packets(), SentPackets::packets_max);
    EXPECT_THAT(told(0, 0, {0, 1}),
                ElementsAre(PacketFate{.size = 101, .sent = start + 1ms, .arrived = 250us}));
}

TEST_F(SentPacketsTest, NumbersWrapWithoutConfusion) {
    for (int i = 0; i < 65'536; i += 4096) {
        send(4096);
        EXPECT_THAT(told(static_cast<std::uint16_t>(i), 0,
                         std::vector<std::optional<std::int32_t>>(4096, 0)),
                    SizeIs(4096));
    }
    EXPECT_EQ(packets.next(), 0);
    send(1);
    EXPECT_THAT(told(0, 0, {0}), SizeIs(1));
}

TEST_F(SentPacketsTest, ThePeersClockGoesOnWhenItsReferenceWraps) {
    send(2);
    const auto before = told(0, 0x7F'FFFF, {0}).at(0).arrived;
    const auto after = told(1, -0x80'0000, {0}).at(0).arrived;
    EXPECT_EQ(*after - *before, 64ms);
}

}  // namespace
}  // namespace salon::flow
