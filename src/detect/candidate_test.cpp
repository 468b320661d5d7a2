#include "detect/candidate.h"

#include <gmock/gmock.h>

namespace salon::detect {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST(WithoutDoubles, KeepsTheBestOfThoseThatOverlapMoreThanAllowed) {
    // The two share 5 of 15 columns: one third.
    const Candidate sure{.kind = 1, .score = 0.9F, .box = {0, 0, 10, 10}};
    const Candidate unsure{.kind = 1, .score = 0.6F, .box = {5, 0, 10, 10}};
    const auto kept = without_doubles({unsure, sure}, 0.33F);
    ASSERT_THAT(kept, SizeIs(1));
    EXPECT_EQ(kept[0].box, sure.box);
    EXPECT_THAT(without_doubles({unsure, sure}, 0.34F), SizeIs(2));
}

TEST(WithoutDoubles, ThingsOfTwoKindsMayBeInOnePlace) {
    const Candidate rider{.kind = 0, .score = 0.9F, .box = {0, 0, 10, 10}};
    const Candidate horse{.kind = 17, .score = 0.8F, .box = {0, 0, 10, 10}};
    EXPECT_THAT(without_doubles({rider, horse}, 0.5F), SizeIs(2));
}

TEST(WithoutDoubles, OfThousandsTheBestStay) {
    std::vector<Candidate> many;
    for (std::size_t i = 0; i <= candidates_max; ++i) {
        const auto place = static_cast<float>(i);
        many.push_back({.kind = 0, .score = place / 10'000, .box = {20 * place, 0, 10, 10}});
    }
    const auto kept = without_doubles(many, 0.5F);
    ASSERT_THAT(kept, SizeIs(candidates_max));
    EXPECT_EQ(kept.front().box.x, 20.0F * candidates_max);
    EXPECT_EQ(kept.back().box.x, 20.0F);
}

TEST(WithoutDoubles, NothingStaysNothing) { EXPECT_THAT(without_doubles({}, 0.5F), IsEmpty()); }

}  // namespace
}  // namespace salon::detect
