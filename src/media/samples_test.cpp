#include "media/samples.h"

#include <limits>
#include <numeric>

#include <gmock/gmock.h>

namespace salon {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::int16_t> every_sample() {
    std::vector<std::int16_t> samples(65'536);
    std::iota(samples.begin(), samples.end(), std::int16_t{-32'768});
    return samples;
}

TEST(Samples, AreFloatsOfFullScaleOne) {
    EXPECT_THAT(to_float(std::vector<std::int16_t>{0, 16'384, -32'768, 32'767}),
                ElementsAre(0, 0.5F, -1, 32'767 / 32'768.0F));
}

TEST(Samples, ComeBackFromFloatsAsTheyWere) {
    EXPECT_EQ(to_int16(to_float(every_sample())), every_sample());
}

TEST(Samples, AreTheNearestOfAFloat) {
    const float step = 1 / 32'768.0F;
    EXPECT_THAT(to_int16(std::vector<float>{0.4F * step, 0.6F * step, -0.4F * step, -0.6F * step}),
                ElementsAre(0, 1, 0, -1));
}

TEST(Samples, SaturateAndNeverWrap) {
    constexpr float infinite = std::numeric_limits<float>::infinity();
    EXPECT_THAT(to_int16(std::vector<float>{1, 1.5F, infinite, -1, -1.5F, -infinite}),
                ElementsAre(32'767, 32'767, 32'767, -32'768, -32'768, -32'768));
    EXPECT_THAT(to_int16(std::vector<float>{std::numeric_limits<float>::quiet_NaN()}),
                ElementsAre(0));
}

TEST(SampleBytes, CarryAnOddByteOver) {
    SampleBytes bytes;
    EXPECT_THAT(bytes.push(ByteBuffer{0x34, 0x12, 0xff}), ElementsAre(0x1234));
    EXPECT_TRUE(bytes.waiting());
    EXPECT_THAT(bytes.push({}), IsEmpty());
    EXPECT_THAT(bytes.push(ByteBuffer{0xff, 0x00, 0x80}), ElementsAre(-1, -32'768));
    EXPECT_FALSE(bytes.waiting());
}

TEST(SampleBytes, AreTheSameHoweverTheStreamIsCut) {
    ByteBuffer stream(999);
    std::iota(stream.begin(), stream.end(), std::uint8_t{0});
    const auto whole = SampleBytes().push(stream);
    EXPECT_EQ(whole.size(), 499U);
    for (const std::size_t step : {1U, 2U, 3U, 7U, 998U}) {
        SampleBytes bytes;
        std::vector<std::int16_t> heard;
        for (std::size_t at = 0; at < stream.size(); at += step) {
            const auto piece = Bytes(stream).subspan(at, std::min(step, stream.size() - at));
            const auto samples = bytes.push(piece);
            heard.insert(heard.end(), samples.begin(), samples.end());
        }
        EXPECT_EQ(heard, whole) << step;
    }
}

}  // namespace
}  // namespace salon
