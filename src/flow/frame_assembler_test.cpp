#include "flow/frame_assembler.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world/start.h"

namespace salon::flow {
namespace {

using rtp::Sequence;
using testing::ElementsAre;
using testing::IsEmpty;

/// What stands in front of a packet of these tests, and what the test sees of a frame.
struct Packet {
    std::int64_t sequence = 0;
    std::int64_t frame = 0;  ///< Its timestamp is that times 3000.
    bool first = true;
    bool last = true;
    bool key = false;
    rtp::Vp8Descriptor layers{};
};

Packet key(std::int64_t sequence, std::int64_t frame) {
    return {.sequence = sequence, .frame = frame, .key = true};
}
Packet delta(std::int64_t sequence, std::int64_t frame) {
    return {.sequence = sequence, .frame = frame};
}
Packet first(Packet packet) {
    packet.last = false;
    return packet;
}
Packet middle(Packet packet) {
    packet.first = packet.last = false;
    return packet;
}
Packet last(Packet packet) {
    packet.first = false;
    return packet;
}
Packet layered(Packet packet, std::uint8_t layer, std::uint8_t base_index, bool sync = false) {
    packet.layers = {.tl0_index = base_index, .temporal_layer = layer, .layer_sync = sync};
    return packet;
}

class FrameAssemblerTest : public testing::Test {
protected:
    void arrive(std::initializer_list<Packet> packets) {
        for (const auto& packet : packets) {
            ByteWriter payload;
            auto descriptor = packet.layers;
            descriptor.partition_start = packet.first;
            write_vp8_descriptor(payload, descriptor);
            // VP8 says in a frame's first bit whether it is a delta frame.
            payload.u8(packet.key || !packet.first ? 0 : 1)
                .u8(static_cast<std::uint8_t>(packet.frame));
            assembler.receive({.sequence = Sequence(packet.sequence),
                               .timestamp = packet.frame * 3000,
                               .marker = packet.last,
                               .payload = payload.written()},
                              now);
            collect();
        }
    }
    void pad(std::int64_t sequence, std::int64_t frame) {
        assembler.receive({.sequence = Sequence(sequence), .timestamp = frame * 3000}, now);
        collect();
    }
    void wait_until(Moment moment) {
        now = moment;
        assembler.advance(now);
        collect();
    }
    void collect() {
        while (auto output = assembler.poll()) {
            if (const auto* frame = std::get_if<VideoFrame>(&*output)) {
                given.push_back(frame->time.ticks / 3000);
                sizes.push_back(frame->bytes.size());
            } else if (const auto* missing = std::get_if<PacketsMissing>(&*output)) {
                for (const auto sequence : missing->sequences) asked.push_back(sequence.value());
            } else {
                ++key_frames_asked;
            }
        }
    }

    Moment now = start;
    FrameAssembler assembler{
        {.nacks = {.patience = 20ms, .retry_every = 60ms}, .packets_max = 8, .bytes_max = 100}};
    std::vector<std::int64_t> given;
    std::vector<std::size_t> sizes;
    std::vector<std::int64_t> asked;
    int key_frames_asked = 0;
};

TEST_F(FrameAssemblerTest, GivesAFrameWithItsLastPacket) {
    arrive({first(key(10, 1)), middle(key(11, 1))});
    EXPECT_THAT(given, IsEmpty());
    arrive({last(key(12, 1))});
    EXPECT_THAT(given, ElementsAre(1));
    EXPECT_THAT(sizes, ElementsAre(6));
    EXPECT_EQ(assembler.deadline(), never);
}

TEST_F(FrameAssemblerTest, PutsReorderedPacketsTogether) {
    arrive({key(9, 0), last(delta(12, 1)), first(delta(10, 1)), middle(delta(11, 1))});
    EXPECT_THAT(given, ElementsAre(0, 1));
    EXPECT_THAT(asked, IsEmpty());
}

TEST_F(FrameAssemblerTest, EndsAFrameWithoutMarkerAtTheNextTimestamp) {
    arrive({first(key(10, 1)), middle(key(11, 1)), delta(12, 2)});
    EXPECT_THAT(given, ElementsAre(1, 2));
    arrive({delta(14, 4), first(delta(13, 3))});
    EXPECT_THAT(given, ElementsAre(1, 2, 3, 4));
}

TEST_F(FrameAssemblerTest, BeginsWithAKeyFrameAndAsksForIt) {
    arrive({delta(10, 1)});
    EXPECT_THAT(given, IsEmpty());
    EXPECT_EQ(key_frames_asked, 1);
    arrive({key(11, 2), delta(12, 3)});
    EXPECT_THAT(given, ElementsAre(2, 3));
    EXPECT_EQ(assembler.deadline(), never);
}

TEST_F(FrameAssemblerTest, GivesTheFirstKeyFrameTimeToComeTogether) {
    arrive({first(key(10, 1))});
    EXPECT_EQ(key_frames_asked, 0);
    EXPECT_EQ(assembler.deadline(), start + 200ms);
    wait_until(start + 200ms);
    EXPECT_EQ(key_frames_asked, 1);
}

TEST_F(FrameAssemblerTest, AsksForAMissingPacketThenGoesOn) {
    arrive({key(10, 1), delta(12, 3), delta(13, 4)});
    EXPECT_THAT(given, ElementsAre(1));
    EXPECT_EQ(assembler.deadline(), start + 20ms);
    wait_until(start + 20ms);
    EXPECT_THAT(asked, ElementsAre(11));
    arrive({delta(11, 2)});
    EXPECT_THAT(given, ElementsAre(1, 2, 3, 4));
    EXPECT_EQ(assembler.deadline(), never);
}

TEST_F(FrameAssemblerTest, AsksForAKeyFrameWhenAGapIsOld) {
    arrive({key(10, 1), delta(12, 3)});
    wait_until(start + 199ms);
    EXPECT_EQ(key_frames_asked, 0);
    wait_until(start + 200ms);
    EXPECT_EQ(key_frames_asked, 1);
    arrive({delta(11, 2), delta(13, 4)});
    EXPECT_THAT(given, ElementsAre(1)) << "too late: the decoder has been told to wait";
    wait_until(start + 1199ms);
    EXPECT_EQ(key_frames_asked, 1);
    wait_until(start + 1200ms);
    EXPECT_EQ(key_frames_asked, 2);
    arrive({key(14, 5)});
    EXPECT_THAT(given, ElementsAre(1, 5));
    wait_until(start + 10s);
    EXPECT_EQ(key_frames_asked, 2);
    EXPECT_EQ(assembler.stats().pictures_lost, 1U);
}

TEST_F(FrameAssemblerTest, WaitsTwoRoundTripsOnALongPath) {
    assembler.set_round_trip(300ms);
    arrive({key(10, 1), delta(12, 3)});
    wait_until(start + 599ms);
    EXPECT_EQ(key_frames_asked, 0);
    wait_until(start + 600ms);
    EXPECT_EQ(key_frames_asked, 1);
}

TEST_F(FrameAssemblerTest, TakesASlowFrameForNoGap) {
    arrive({key(10, 1), first(delta(11, 2))});
    EXPECT_EQ(assembler.deadline(), never);
    wait_until(start + 5s);
    EXPECT_EQ(key_frames_asked, 0);
    arrive({last(delta(12, 2))});
    EXPECT_THAT(given, ElementsAre(1, 2));
}

TEST_F(FrameAssemblerTest, TellsTheAgeOfASecondGapFromItsOwnBeginning) {
    arrive({key(10, 1), delta(12, 3)});
    now = start + 150ms;
    arrive({delta(14, 5), delta(11, 2)});
    EXPECT_THAT(given, ElementsAre(1, 2, 3));
    wait_until(start + 349ms);
    EXPECT_EQ(key_frames_asked, 0);
    wait_until(start + 350ms);
    EXPECT_EQ(key_frames_asked, 1);
}

TEST_F(FrameAssemblerTest, LeavesAGapBehindWithAKeyFrame) {
    arrive({key(10, 1), delta(12, 3), key(13, 4)});
    EXPECT_THAT(given, ElementsAre(1, 4));
    EXPECT_EQ(assembler.deadline(), never) << "nothing is asked for any more";
    arrive({delta(11, 2), delta(14, 5)});
    EXPECT_THAT(given, ElementsAre(1, 4, 5));
    EXPECT_EQ(assembler.stats().late, 1U);
    EXPECT_EQ(assembler.stats().frames_dropped, 1U);
}

TEST_F(FrameAssemblerTest, KeepsWhatFollowsAKeyFrameThatIsStillBeingRepaired) {
    arrive({key(10, 1), delta(12, 3)});
    wait_until(start + 200ms);
    EXPECT_EQ(key_frames_asked, 1);
    arrive({first(key(20, 8)), last(key(22, 8)), delta(23, 9), delta(24, 10)});
    wait_until(start + 300ms);
    arrive({middle(key(21, 8))});
    EXPECT_THAT(given, ElementsAre(1, 8, 9, 10));
    EXPECT_EQ(key_frames_asked, 1);
}

TEST_F(FrameAssemblerTest, GivesUpAtOnceWhenAGapIsTooWideToRepair) {
    arrive({key(10, 1), delta(10 + 514, 3)});
    EXPECT_EQ(key_frames_asked, 1);
    EXPECT_EQ(assembler.stats().pictures_lost, 1U);
    arrive({key(10 + 515, 4)});
    EXPECT_THAT(given, ElementsAre(1, 4));
}

TEST_F(FrameAssemblerTest, AsksForAKeyFrameSoonerWhereNoNackIsAnswered) {
    assembler = FrameAssembler({.nack = false, .nacks = {.patience = 20ms}});
    arrive({key(10, 1), delta(12, 3)});
    wait_until(start + 20ms);
    EXPECT_EQ(key_frames_asked, 1);
    EXPECT_THAT(asked, IsEmpty());
}

TEST_F(FrameAssemblerTest, PassesOverPaddingBetweenFrames) {
    arrive({key(10, 1)});
    pad(11, 1);
    pad(13, 1);
    pad(12, 1);
    arrive({delta(14, 2)});
    EXPECT_THAT(given, ElementsAre(1, 2));
    EXPECT_EQ(assembler.deadline(), never);
}

TEST_F(FrameAssemblerTest, TakesDuplicatesOnce) {
    arrive({key(10, 1), key(10, 1), delta(12, 3), delta(12, 3), first(delta(13, 4)),
            first(delta(13, 4)), delta(11, 2), last(delta(14, 4))});
    EXPECT_THAT(given, ElementsAre(1, 2, 3, 4));
}

TEST_F(FrameAssemblerTest, CountsBrokenDescriptorsAndTakesThemForLost) {
    arrive({key(10, 1)});
    const ByteBuffer broken{0x90};
    assembler.receive({.sequence = Sequence(11), .timestamp = 6000, .payload = broken}, now);
    EXPECT_EQ(assembler.stats().malformed, 1U);
    arrive({delta(12, 3), delta(11, 2)});
    EXPECT_THAT(given, ElementsAre(1, 2, 3));
}

TEST_F(FrameAssemblerTest, AsksForAKeyFrameWhenTold) {
    arrive({key(10, 1)});
    assembler.request_key_frame(now);
    collect();
    EXPECT_EQ(key_frames_asked, 1);
    arrive({delta(11, 2)});
    EXPECT_THAT(given, ElementsAre(1, 2)) << "what comes until then is given all the same";
    EXPECT_EQ(assembler.deadline(), start + 1s);
    arrive({key(12, 3)});
    EXPECT_EQ(assembler.deadline(), never);
}

TEST_F(FrameAssemblerTest, KeepsOnlySoManyPackets) {
    arrive({first(key(10, 1))});
    for (int i = 11; i < 18; ++i) arrive({middle(key(i, 1))});
    EXPECT_EQ(assembler.stats().pictures_lost, 0U);
    arrive({middle(key(18, 1)), last(key(19, 1))});
    EXPECT_THAT(given, IsEmpty()) << "its beginning was dropped";
    arrive({key(20, 2)});
    EXPECT_THAT(given, ElementsAre(2));
}

TEST_F(FrameAssemblerTest, KeepsOnlySoManyBytes) {
    arrive({key(0, 0)});
    for (int i = 2; i < 52; ++i) arrive({delta(i, i)});
    EXPECT_EQ(assembler.stats().pictures_lost, 0U) << "fifty frames of two bytes";
    arrive({delta(52, 52)});
    EXPECT_EQ(assembler.stats().pictures_lost, 1U);
    arrive({delta(53, 53), key(54, 54)});
    EXPECT_THAT(given, ElementsAre(0, 54));
}

// Temporal layers: the base layer decodes without the others.
TEST_F(FrameAssemblerTest, GoesOnWithTheBaseLayerWhenAnUpperFrameIsLost) {
    arrive({layered(key(10, 1), 0, 7), layered(delta(12, 3), 0, 8)});
    EXPECT_THAT(given, ElementsAre(1)) << "the lost frame may still come";
    wait_until(start + 200ms);
    EXPECT_THAT(given, ElementsAre(1, 3));
    EXPECT_EQ(key_frames_asked, 0);
    arrive({layered(delta(13, 4), 1, 8)});
    EXPECT_THAT(given, ElementsAre(1, 3)) << "it may need the lost frame of its layer";
    arrive({layered(delta(14, 5), 0, 9), layered(delta(15, 6), 1, 9, true),
            layered(delta(16, 7), 1, 9)});
    EXPECT_THAT(given, ElementsAre(1, 3, 5, 6, 7)) << "from its sync frame on the layer is whole";
}

TEST_F(FrameAssemblerTest, LosesThePictureWhenABaseFrameIsLost) {
    arrive({layered(key(10, 1), 0, 255), layered(delta(12, 3), 0, 1)});
    wait_until(start + 200ms);
    EXPECT_THAT(given, ElementsAre(1));
    EXPECT_EQ(key_frames_asked, 1);
}

TEST_F(FrameAssemblerTest, CountsTheBaseLayerAcrossItsWrap) {
    arrive({layered(key(10, 1), 0, 255), layered(delta(12, 3), 0, 0)});
    wait_until(start + 200ms);
    EXPECT_THAT(given, ElementsAre(1, 3));
}

TEST_F(FrameAssemblerTest, GoesOnWithASyncFrameOfTheSameBase) {
    arrive({layered(key(10, 1), 0, 5), layered(delta(12, 3), 1, 5, true)});
    wait_until(start + 200ms);
    EXPECT_THAT(given, ElementsAre(1, 3));
}

}  // namespace
}  // namespace salon::flow
