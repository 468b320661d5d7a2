#include "rtp/vp8.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rtp/sample_for_test.h"
#include "world/world.h"

namespace salon::rtp {
namespace {

using testing::ElementsAre;

TEST(Vp8Descriptor, MayBeASingleByte) {
    const ByteBuffer bytes{0x10, 0xAA};
    const auto payload = parse_vp8(bytes);
    ASSERT_TRUE(payload);
    EXPECT_TRUE(payload->descriptor.starts_frame());
    EXPECT_FALSE(payload->descriptor.picture_id);
    EXPECT_THAT(payload->data, ElementsAre(0xAA));
}

TEST(Vp8Descriptor, ReadsPictureIdsOfBothSizes) {
    EXPECT_EQ(parse_vp8(ByteBuffer{0x90, 0x80, 0x7F, 1})->descriptor.picture_id, 0x7F);
    EXPECT_EQ(parse_vp8(ByteBuffer{0x90, 0x80, 0x91, 0x22, 1})->descriptor.picture_id, 0x1122);
}

TEST(Vp8Descriptor, ReadsLayers) {
    const auto payload = parse_vp8(ByteBuffer{0x90, 0x70, 0x2A, 0xA5, 1});
    ASSERT_TRUE(payload);
    EXPECT_EQ(payload->descriptor.tl0_index, 0x2A);
    EXPECT_EQ(payload->descriptor.temporal_layer, 2);
    EXPECT_TRUE(payload->descriptor.layer_sync);
    EXPECT_EQ(payload->descriptor.key_frame_index, 5);
}

TEST(Vp8Descriptor, StartsAFrameOnlyInItsFirstPartition) {
    EXPECT_FALSE(parse_vp8(ByteBuffer{0x11, 1})->descriptor.starts_frame());
    EXPECT_FALSE(parse_vp8(ByteBuffer{0x00, 1})->descriptor.starts_frame());
}

TEST(Vp8Descriptor, RefusesWhatIsBroken) {
    for (const auto* name : {"vp8_empty", "vp8_descriptor_only", "vp8_extension_missing",
                             "vp8_picture_id_cut", "vp8_layers_missing"}) {
        EXPECT_EQ(parse_vp8(sample(name)).error(), ParseError::Truncated) << name;
    }
}

TEST(Vp8Descriptor, ComesBackAsItWasWritten) {
    for (const auto seed : testing_world::seeds(200)) {
        SCOPED_TRACE(seed);
        Random random(seed);
        Vp8Descriptor written{.non_reference = random.chance(0.5),
                              .partition_start = random.chance(0.5),
                              .partition = static_cast<std::uint8_t>(random.below(8))};
        if (random.chance(0.5)) written.picture_id = random.u16() & 0x7FFF;
        if (random.chance(0.5)) written.tl0_index = static_cast<std::uint8_t>(random.u16());
        if (random.chance(0.5)) {
            written.temporal_layer = static_cast<std::uint8_t>(random.below(4));
            written.layer_sync = random.chance(0.5);
        }
        if (random.chance(0.5)) written.key_frame_index = random.u16() & 0x1F;
        ByteWriter out;
        write_vp8_descriptor(out, written);
        out.u8(0xAA);
        const auto payload = parse_vp8(out.written());
        ASSERT_TRUE(payload);
        EXPECT_EQ(payload->descriptor, written);
        EXPECT_THAT(payload->data, ElementsAre(0xAA));
    }
}

TEST(PacketiseVp8, CutsIntoPacketsOfEqualSize) {
    for (const auto seed : testing_world::seeds(200)) {
        SCOPED_TRACE(seed);
        Random random(seed);
        const Vp8Numbers numbers(random);
        ByteBuffer frame(1 + random.below(20'000));
        random.fill(frame);
        const std::size_t payload_max = 7 + random.below(1200);
        const auto payloads = packetise_vp8(frame, numbers, payload_max);

        ByteBuffer joined;
        for (std::size_t i = 0; i < payloads.size(); ++i) {
            ASSERT_LE(payloads[i].size(), payload_max);
            ASSERT_LE(payloads[0].size() - 1, payloads[i].size());
            ASSERT_LE(payloads[i].size(), payloads[0].size() + 1);
            const auto payload = parse_vp8(payloads[i]);
            ASSERT_EQ(payload->descriptor.starts_frame(), i == 0);
            ASSERT_EQ(payload->descriptor.picture_id, numbers.picture_id());
            ASSERT_EQ(payload->descriptor.tl0_index, numbers.tl0_index());
            joined.insert(joined.end(), payload->data.begin(), payload->data.end());
        }
        ASSERT_EQ(joined, frame);
    }
}

TEST(PacketiseVp8, UsesOnePacketUpToItsSize) {
    Random random(1);
    const Vp8Numbers numbers(random);
    EXPECT_EQ(packetise_vp8(ByteBuffer(100), numbers, 106).size(), 1U);
    EXPECT_EQ(packetise_vp8(ByteBuffer(101), numbers, 106).size(), 2U);
    EXPECT_EQ(packetise_vp8({}, numbers, 106).size(), 0U);
}

TEST(Vp8Numbers, WrapAtTheirSizes) {
    Random random(1);
    Vp8Numbers numbers(random);
    const auto picture_id = numbers.picture_id();
    const auto index = numbers.tl0_index();
    for (int i = 0; i < 0x8000; ++i) {
        numbers.advance();
        ASSERT_LT(numbers.picture_id(), 0x8000);
    }
    EXPECT_EQ(numbers.picture_id(), picture_id);
    EXPECT_EQ(numbers.tl0_index(), index);
}

TEST(Vp8KeyFrame, TellsItsSize) {
    const ByteBuffer frame{0x10, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x42, 0xE0, 0x01};
    EXPECT_TRUE(is_vp8_key_frame(frame));
    EXPECT_EQ(vp8_key_frame_size(frame), (Vp8Size{.width = 640, .height = 480}));
}

TEST(Vp8KeyFrame, HasNoSizeWhenItsHeaderIsBroken) {
    EXPECT_FALSE(vp8_key_frame_size({}));
    EXPECT_FALSE(vp8_key_frame_size(ByteBuffer{0x10, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 2, 0xE0}));
    EXPECT_FALSE(vp8_key_frame_size(ByteBuffer{0x11, 0, 0, 0x9D, 0x01, 0x2A, 128, 2, 224, 1}));
    EXPECT_FALSE(vp8_key_frame_size(ByteBuffer{0x10, 0, 0, 0x9D, 0x01, 0x2B, 128, 2, 224, 1}));
    EXPECT_FALSE(vp8_key_frame_size(ByteBuffer{0x10, 0, 0, 0x9D, 0x01, 0x2A, 0, 0, 224, 1}));
}

}  // namespace
}  // namespace salon::rtp
