#include "peer/reports.h"

#include <gmock/gmock.h>

#include "world/start.h"

namespace salon::peer {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

template <class T>
const T& part(const std::vector<rtp::Rtcp>& parts, std::size_t index) {
    return std::get<T>(parts.at(index));
}

class ReportsTest : public testing::Test {
protected:
    static Reports made(bool reduced_size) {
        return Reports({.cname = "me", .reporter = rtp::Ssrc(1), .reduced_size = reduced_size},
                       Random(7));
    }
    static std::vector<rtp::Rtcp> parsed(const ByteBuffer& packet) {
        return rtp::parse_rtcp(packet).value();
    }

    Reports reports = made(false);
};

TEST_F(ReportsTest, AreDueEveryHalfToOneAndAHalfSeconds) {
    EXPECT_EQ(reports.deadline(), never);
    reports.start(start);
    auto due = reports.deadline();
    EXPECT_EQ(due, start + 500ms);
    EXPECT_FALSE(reports.take_due(due - 1us));
    for (int i = 0; i < 100; ++i) {
        EXPECT_TRUE(reports.take_due(due));
        EXPECT_GE(reports.deadline() - due, 500ms);
        EXPECT_LT(reports.deadline() - due, 1500ms);
        due = reports.deadline();
    }
}

TEST_F(ReportsTest, WithoutASenderAreReceiverReports) {
    const auto parts = parsed(reports.compound({}, {{.ssrc = rtp::Ssrc(9)}}, start));
    ASSERT_THAT(parts, SizeIs(2));
    EXPECT_EQ(part<rtp::ReceiverReport>(parts, 0).sender, rtp::Ssrc(1));
    EXPECT_THAT(part<rtp::ReceiverReport>(parts, 0).blocks, SizeIs(1));
    EXPECT_EQ(part<rtp::Sdes>(parts, 1).chunks.at(0).cname, "me");
}

TEST_F(ReportsTest, OfTwoSendersCarryAllBlocksInTheFirstAndNameBoth) {
    const auto parts = parsed(reports.compound({{.sender = rtp::Ssrc(1)}, {.sender = rtp::Ssrc(2)}},
                                               {{.ssrc = rtp::Ssrc(9)}}, start));
    ASSERT_THAT(parts, SizeIs(3));
    EXPECT_THAT(part<rtp::SenderReport>(parts, 0).blocks, SizeIs(1));
    EXPECT_THAT(part<rtp::SenderReport>(parts, 1).blocks, SizeIs(0));
    EXPECT_THAT(part<rtp::Sdes>(parts, 2).chunks, SizeIs(2));
}

TEST_F(ReportsTest, AnswerAReferenceTimeOnceWithItsDelay) {
    const auto reference = rtp::NtpTime::from(100s);
    reports.reference({.sender = rtp::Ssrc(9), .ntp = reference}, start);
    const auto parts = parsed(reports.compound({}, {}, start + 250ms));
    ASSERT_THAT(parts, SizeIs(3));
    EXPECT_THAT(part<rtp::XrDlrr>(parts, 2).entries,
                ElementsAre(rtp::XrDlrr::Entry{.receiver = rtp::Ssrc(9),
                                               .last_reference = reference.compact(),
                                               .delay_since_reference = 65'536 / 4}));
    EXPECT_THAT(parsed(reports.compound({}, {}, start + 1s)), SizeIs(2));
}

TEST_F(ReportsTest, RememberOnlySoManyReferenceTimes) {
    for (std::uint32_t ssrc = 0; ssrc < 100; ++ssrc) {
        reports.reference({.sender = rtp::Ssrc(ssrc), .ntp = {}}, start);
    }
    const auto parts = parsed(reports.compound({}, {}, start));
    EXPECT_THAT(part<rtp::XrDlrr>(parts, 2).entries, SizeIs(Reports::references_max));
}

TEST_F(ReportsTest, PutAReportBeforeFeedbackUnlessReducedSizeWasAgreedOn) {
    const rtp::Pli pli{.sender = rtp::Ssrc(1), .media = rtp::Ssrc(9)};
    const auto compound = parsed(reports.feedback(pli));
    ASSERT_THAT(compound, SizeIs(3));
    EXPECT_EQ(part<rtp::Pli>(compound, 2), pli);
    EXPECT_THAT(parsed(made(true).feedback(pli)), SizeIs(1));
}

}  // namespace
}  // namespace salon::peer
