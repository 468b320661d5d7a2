#include "session/sources.h"

#include <gmock/gmock.h>

namespace salon::session {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

/// What tells lines apart here; nobody speaks on it.
std::shared_ptr<PeerLine> line() { return {std::make_shared<int>(), nullptr}; }

bool same(const std::weak_ptr<PeerLine>& a, const std::shared_ptr<PeerLine>& b) {
    return !a.owner_before(b) && !b.owner_before(a);
}

class SourcesTest : public testing::Test {
protected:
    Sources sources;
    Moment now = Moment(1h);
    std::shared_ptr<PeerLine> ada = line();
    std::shared_ptr<PeerLine> ben = line();
};

TEST_F(SourcesTest, GivesAStrayToTheLineThatHasOpenedItsLike) {
    sources.note(7, 3, ada);
    sources.note(8, 0, ben);
    const auto owners = sources.take_stray(7, now);
    ASSERT_THAT(owners, SizeIs(1));
    EXPECT_EQ(owners[0].exchange, 3);
    EXPECT_TRUE(same(owners[0].line, ada));
    EXPECT_THAT(sources.take_stray(9, now), IsEmpty());
}

TEST_F(SourcesTest, AsksAllLinesOfOneSsrcAndKeepsTheFirstOnes) {
    std::vector<std::shared_ptr<PeerLine>> lines;
    for (std::size_t i = 0; i < Sources::lines_each_max + 1; ++i) {
        lines.push_back(line());
        sources.note(7, i, lines.back());
        sources.note(7, i, lines.back());
    }
    const auto owners = sources.take_stray(7, now);
    ASSERT_THAT(owners, SizeIs(Sources::lines_each_max));
    for (std::size_t i = 0; i < owners.size(); ++i) EXPECT_TRUE(same(owners[i].line, lines[i]));
}

TEST_F(SourcesTest, ForgetsALineAndNoOther) {
    sources.note(7, 0, ada);
    sources.note(7, 0, ben);
    sources.note(8, 0, ada);
    sources.forget(ada);
    const auto owners = sources.take_stray(7, now);
    ASSERT_THAT(owners, SizeIs(1));
    EXPECT_TRUE(same(owners[0].line, ben));
    EXPECT_THAT(sources.take_stray(8, now), IsEmpty());
}

TEST_F(SourcesTest, LooksIntoSoManyStraysOfOneSsrcASecond) {
    sources.note(7, 0, ada);
    sources.note(8, 0, ben);
    for (int i = 0; i < Sources::strays_a_second_max; ++i) {
        EXPECT_THAT(sources.take_stray(7, now), SizeIs(1));
    }
    EXPECT_THAT(sources.take_stray(7, now + 999ms), IsEmpty());
    EXPECT_THAT(sources.take_stray(8, now), SizeIs(1));
    EXPECT_THAT(sources.take_stray(7, now + 1s), SizeIs(1));
}

}  // namespace
}  // namespace salon::session
