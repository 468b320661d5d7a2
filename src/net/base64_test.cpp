#include "net/base64.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/random.h"

namespace salon::net {
namespace {

using testing::ElementsAre;
using testing::Optional;

TEST(Base64Test, WritesTheSamplesOfRfc4648) {
    EXPECT_EQ(to_base64(as_bytes("")), "");
    EXPECT_EQ(to_base64(as_bytes("f")), "Zg==");
    EXPECT_EQ(to_base64(as_bytes("fo")), "Zm8=");
    EXPECT_EQ(to_base64(as_bytes("foo")), "Zm9v");
    EXPECT_EQ(to_base64(as_bytes("foobar")), "Zm9vYmFy");
}

TEST(Base64Test, ReadsBothAlphabetsWithAndWithoutPadding) {
    EXPECT_THAT(from_base64("//7/"), Optional(ElementsAre(0xff, 0xfe, 0xff)));
    EXPECT_THAT(from_base64("__7_"), Optional(ElementsAre(0xff, 0xfe, 0xff)));
    EXPECT_THAT(from_base64("+A=="), Optional(ElementsAre(0xf8)));
    EXPECT_THAT(from_base64("-A"), Optional(ElementsAre(0xf8)));
    EXPECT_THAT(from_base64(""), Optional(ElementsAre()));
}

TEST(Base64Test, RefusesWhatIsNoBase64) {
    EXPECT_EQ(from_base64("A"), std::nullopt);
    EXPECT_EQ(from_base64("AAAAA"), std::nullopt);
    EXPECT_EQ(from_base64("A==="), std::nullopt);
    EXPECT_EQ(from_base64("AA=A"), std::nullopt);
    EXPECT_EQ(from_base64("AA A"), std::nullopt);
    EXPECT_EQ(from_base64("AA\xc3\xa4"), std::nullopt);
}

TEST(Base64Test, GivesBackWhateverWasWritten) {
    Random random(11);
    for (std::size_t size = 0; size < 300; ++size) {
        ByteBuffer bytes(size);
        random.fill(bytes);
        EXPECT_EQ(from_base64(to_base64(bytes)), bytes) << size;
    }
}

}  // namespace
}  // namespace salon::net
