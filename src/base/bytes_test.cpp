#include "base/bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace salon {
namespace {

using testing::ElementsAre;

TEST(ByteReader, ReadsNetworkByteOrder) {
    const ByteBuffer bytes{0x01, 0x02, 0x03, 0x04, 0x05, 0x06};
    ByteReader in(bytes);
    EXPECT_EQ(in.u8(), 0x01);
    EXPECT_EQ(in.u16(), 0x0203);
    EXPECT_EQ(in.u24(), 0x040506u);
    EXPECT_TRUE(in.ok());
    EXPECT_EQ(in.left(), 0u);
}

TEST(ByteReader, YieldsZerosAfterTheEndAndRemembersIt) {
    const ByteBuffer bytes{0xff};
    ByteReader in(bytes);
    EXPECT_EQ(in.u16(), 0);
    EXPECT_FALSE(in.ok());
    EXPECT_EQ(in.u8(), 0) << "what was left is not handed out after an overrun";
    EXPECT_FALSE(in.ok());
}

TEST(ByteWriter, MirrorsTheReader) {
    ByteWriter out;
    out.u16(0).u8(7).u24(0x010203).u32(0xdeadbeef);
    out.patch_u16(0, static_cast<std::uint16_t>(out.size()));
    EXPECT_THAT(out.take(), ElementsAre(0, 10, 7, 1, 2, 3, 0xde, 0xad, 0xbe, 0xef));
}

TEST(ByteWriter, WritesTheOtherOrderWhenItsNameSaysSo) {
    ByteWriter out;
    out.u16_le(0x0201).u32_le(0x06050403);
    const auto bytes = out.take();
    EXPECT_THAT(bytes, ElementsAre(1, 2, 3, 4, 5, 6));
    ByteReader in(bytes);
    EXPECT_EQ(in.u16_le(), 0x0201);
    EXPECT_EQ(in.u32_le(), 0x06050403u);
    EXPECT_TRUE(in.ok());
    EXPECT_EQ(in.u16_le(), 0);
    EXPECT_FALSE(in.ok());
}

TEST(ByteWriter, PadsOnlyWhenItMust) {
    ByteWriter out;
    out.u8(1).pad_to(4);
    EXPECT_EQ(out.size(), 4u);
    out.pad_to(4);
    EXPECT_EQ(out.size(), 4u);
}

}  // namespace
}  // namespace salon
