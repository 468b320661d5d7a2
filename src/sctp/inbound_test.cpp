#include "sctp/inbound.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace salon::sctp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class InboundTest : public testing::Test {
protected:
    struct Piece {
        std::uint32_t tsn;
        std::uint16_t ssn = 0;
        std::string_view flags = "BE";  // Begin, End, Unordered.
        std::string_view text = "x";
        std::uint16_t stream = 0;
    };

    bool arrive(const Piece& piece) {
        const auto has = [&](char flag) {
            return piece.flags.find(flag) != std::string_view::npos;
        };
        return inbound.receive({.tsn = piece.tsn,
                                .stream = piece.stream,
                                .ssn = piece.ssn,
                                .ppid = 51,
                                .unordered = has('U'),
                                .begin = has('B'),
                                .end = has('E'),
                                .payload = as_bytes(piece.text)}) == Inbound::Verdict::Fine;
    }

    bool skip(std::uint32_t cumulative, std::vector<ForwardTsnChunk::Skip> skips = {}) {
        return inbound.skip({cumulative, std::move(skips)}) == Inbound::Verdict::Fine;
    }

    std::vector<std::string> heard() {
        std::vector<std::string> texts;
        while (auto message = inbound.take()) texts.emplace_back(as_text(message->bytes));
        return texts;
    }

    Inbound inbound{first_tsn(100), {.window = 1000, .message_size_max = 300, .streams_max = 4}};
};

TEST_F(InboundTest, KeepsAStreamInOrder) {
    arrive({.tsn = 101, .ssn = 1, .text = "second"});
    EXPECT_THAT(heard(), IsEmpty());
    arrive({.tsn = 100, .ssn = 0, .text = "first"});
    EXPECT_THAT(heard(), ElementsAre("first", "second"));
    EXPECT_EQ(inbound.held(), 0u);
}

TEST_F(InboundTest, LetsStreamsPassEachOther) {
    arrive({.tsn = 101, .text = "other", .stream = 1});
    EXPECT_THAT(heard(), ElementsAre("other"));
}

TEST_F(InboundTest, PutsPiecesTogetherInWhateverOrder) {
    arrive({.tsn = 102, .flags = "E", .text = "c"});
    arrive({.tsn = 100, .flags = "B", .text = "a"});
    EXPECT_THAT(heard(), IsEmpty());
    arrive({.tsn = 101, .flags = "", .text = "b"});
    EXPECT_THAT(heard(), ElementsAre("abc"));
    EXPECT_EQ(inbound.held(), 0u);
}

TEST_F(InboundTest, DeliversWholeUnorderedMessagesAtOnceAndOthersWhenAllBeforeIsHere) {
    arrive({.tsn = 105, .flags = "UBE", .text = "whole"});
    EXPECT_THAT(heard(), ElementsAre("whole"));
    arrive({.tsn = 102, .flags = "UE", .text = "b"});
    arrive({.tsn = 101, .flags = "UB", .text = "a"});
    EXPECT_THAT(heard(), IsEmpty());
    arrive({.tsn = 100, .text = "x"});
    EXPECT_THAT(heard(), ElementsAre("x", "ab"));
    EXPECT_EQ(inbound.held(), 0u);
}

TEST_F(InboundTest, ReportsGapsAndDuplicates) {
    arrive({.tsn = 100});
    arrive({.tsn = 102, .ssn = 2});
    arrive({.tsn = 103, .ssn = 3});
    arrive({.tsn = 106, .ssn = 6});
    arrive({.tsn = 100});
    arrive({.tsn = 103, .ssn = 3});
    const auto sack = inbound.take_sack();
    EXPECT_EQ(sack.cumulative, 100u);
    ASSERT_THAT(sack.gaps, SizeIs(2));
    EXPECT_EQ(sack.gaps[0].first, 2);
    EXPECT_EQ(sack.gaps[0].last, 3);
    EXPECT_EQ(sack.gaps[1].first, 6);
    EXPECT_THAT(sack.duplicates, ElementsAre(100u, 103u));
    EXPECT_EQ(sack.window, 1000u - 3 * (1 + Inbound::fragment_overhead));
    EXPECT_THAT(inbound.take_sack().duplicates, IsEmpty());
}

TEST_F(InboundTest, JoinsGapsThatClose) {
    for (const auto tsn : {104u, 102u, 103u}) {
        arrive({.tsn = tsn, .ssn = static_cast<std::uint16_t>(tsn)});
    }
    EXPECT_THAT(inbound.take_sack().gaps, SizeIs(1));
    arrive({.tsn = 101, .ssn = 101});
    arrive({.tsn = 100, .ssn = 100});
    EXPECT_FALSE(inbound.has_gaps());
    EXPECT_EQ(on_wire(inbound.cumulative()), 104u);
}

TEST_F(InboundTest, DropsBeyondItsWindowButTakesTheNextOne) {
    const std::string large(250, 'x');
    for (std::uint32_t tsn = 101; tsn < 110; ++tsn) {
        arrive({.tsn = tsn, .ssn = static_cast<std::uint16_t>(tsn - 100), .text = large});
    }
    EXPECT_LE(inbound.held(), 1000u);
    EXPECT_EQ(inbound.take_sack().gaps.at(0).last, 4);  // 101..103 fitted.
    EXPECT_TRUE(arrive({.tsn = 100, .text = large}));
    EXPECT_THAT(heard(), SizeIs(4));
    EXPECT_EQ(inbound.take_sack().window, 1000u);
}

TEST_F(InboundTest, BreaksWithAPeerThatFillsTheWindowWithWhatCanNeverBeDelivered) {
    bool fine = true;
    for (std::uint32_t i = 0; fine && i < 100; ++i) {
        fine = arrive({.tsn = 100 + i, .ssn = static_cast<std::uint16_t>(i + 1), .text = "waits"});
        EXPECT_LE(inbound.held(), 2000u);
    }
    EXPECT_FALSE(fine);
}

TEST_F(InboundTest, BreaksWithMessagesBeyondTheirLimit) {
    const std::string half(150, 'x');
    EXPECT_TRUE(arrive({.tsn = 100, .flags = "B", .text = half}));
    EXPECT_TRUE(arrive({.tsn = 101, .flags = "", .text = half}));
    EXPECT_FALSE(arrive({.tsn = 102, .flags = "E", .text = "x"}));
}

TEST_F(InboundTest, BreaksWithUnorderedMessagesBeyondTheirLimit) {
    const std::string half(150, 'x');
    EXPECT_TRUE(arrive({.tsn = 100, .flags = "UB", .text = half}));
    EXPECT_TRUE(arrive({.tsn = 101, .flags = "U", .text = half}));
    EXPECT_FALSE(arrive({.tsn = 102, .flags = "UE", .text = "x"}));
}

TEST_F(InboundTest, BreaksWithDataWithoutData) { EXPECT_FALSE(arrive({.tsn = 100, .text = ""})); }

TEST_F(InboundTest, AcknowledgesAndDropsStreamsItDoesNotHave) {
    arrive({.tsn = 100, .stream = 4});
    arrive({.tsn = 101, .text = "known", .stream = 3});
    EXPECT_THAT(heard(), ElementsAre("known"));
    EXPECT_EQ(on_wire(inbound.cumulative()), 101u);
}

TEST_F(InboundTest, ForgetsNumbersTooFarAhead) {
    const auto edge = static_cast<std::uint32_t>(99 + Inbound::ahead_max);
    arrive({.tsn = edge + 1, .ssn = 9});
    EXPECT_FALSE(inbound.has_gaps());
    arrive({.tsn = edge, .ssn = 9});
    EXPECT_TRUE(inbound.has_gaps());
}

TEST_F(InboundTest, LimitsTheNumberOfGaps) {
    for (std::uint32_t i = 0; i < 600; ++i) arrive({.tsn = 101 + 2 * i, .flags = "UBE"});
    EXPECT_THAT(inbound.take_sack().gaps, SizeIs(Inbound::islands_max));
}

TEST_F(InboundTest, SkipsWhatThePeerGaveUp) {
    arrive({.tsn = 100, .flags = "B", .text = "half"});
    arrive({.tsn = 103, .ssn = 2, .text = "third"});
    EXPECT_TRUE(skip(102, {{.stream = 0, .ssn = 1}}));
    EXPECT_THAT(heard(), ElementsAre("third"));
    EXPECT_EQ(on_wire(inbound.cumulative()), 103u);
    EXPECT_EQ(inbound.held(), 0u);
}

TEST_F(InboundTest, DeliversWholeMessagesAmongTheSkipped) {
    arrive({.tsn = 101, .ssn = 1, .text = "kept"});
    arrive({.tsn = 103, .ssn = 3, .text = "after"});
    arrive({.tsn = 104, .ssn = 4, .text = "more"});
    skip(102, {{.stream = 0, .ssn = 2}});
    EXPECT_THAT(heard(), ElementsAre("kept", "after", "more"));
    arrive({.tsn = 105, .ssn = 5, .text = "next"});
    EXPECT_THAT(heard(), ElementsAre("next"));
}

TEST_F(InboundTest, NeverGluesUnorderedPiecesOverASkippedOne) {
    arrive({.tsn = 100, .flags = "UB", .text = "a"});
    arrive({.tsn = 102, .flags = "UE", .text = "c"});
    skip(102);
    EXPECT_THAT(heard(), IsEmpty());
    EXPECT_EQ(inbound.held(), 0u);
}

TEST_F(InboundTest, KeepsUnorderedPiecesBeyondASkip) {
    arrive({.tsn = 101, .flags = "UB", .text = "a"});
    skip(100);
    arrive({.tsn = 102, .flags = "UE", .text = "b"});
    EXPECT_THAT(heard(), ElementsAre("ab"));
}

TEST_F(InboundTest, IgnoresOldSkips) {
    arrive({.tsn = 100, .text = "a"});
    skip(99, {{.stream = 0, .ssn = 9}});
    arrive({.tsn = 101, .ssn = 1, .text = "b"});
    EXPECT_THAT(heard(), ElementsAre("a", "b"));
}

TEST_F(InboundTest, BeginsAStreamAgain) {
    arrive({.tsn = 100, .ssn = 0, .text = "a"});
    arrive({.tsn = 101, .ssn = 1, .flags = "B", .text = "half"});
    inbound.reset_stream(0);
    EXPECT_EQ(inbound.held(), 0u);
    arrive({.tsn = 102, .ssn = 0, .text = "b"});
    EXPECT_THAT(heard(), ElementsAre("a", "b"));
}

TEST(InboundWrap, CrossesTheEndOfTheWiresNumbers) {
    Inbound inbound(first_tsn(0xFFFFFFFE), {});
    for (std::uint32_t i = 0; i < 4; ++i) {
        const auto verdict = inbound.receive({.tsn = 0xFFFFFFFE + i,
                                              .ssn = static_cast<std::uint16_t>(i),
                                              .begin = true,
                                              .end = true,
                                              .payload = as_bytes("x")});
        EXPECT_EQ(verdict, Inbound::Verdict::Fine);
        EXPECT_TRUE(inbound.take());
    }
    EXPECT_EQ(inbound.take_sack().cumulative, 1u);
}

}  // namespace
}  // namespace salon::sctp
