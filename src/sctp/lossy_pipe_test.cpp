// Two associations through pipes that lose, duplicate and reorder. Whatever the seed: every message
// arrives once and in order, and everybody agrees in the end.
#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sctp/testing_pipe.h"

namespace salon::sctp {
namespace {

using testing::IsEmpty;
using testing_pipe::End;
using testing_pipe::Pipe;
using testing_pipe::PipePolicy;

std::string numbered(int number, std::size_t size) {
    auto text = std::to_string(number) + ":";
    text.resize(std::max(size, text.size()), static_cast<char>('a' + number % 26));
    return text;
}

std::vector<std::string> texts_on(const End& end, StreamId id) {
    std::vector<std::string> texts;
    for (const auto& message : end.messages) {
        if (message.id == id) texts.emplace_back(as_text(message.bytes));
    }
    return texts;
}

class LossyPipe : public testing::TestWithParam<int> {
protected:
    std::uint64_t seed() const { return static_cast<std::uint64_t>(GetParam()); }
};

TEST_P(LossyPipe, DeliversEverythingOnceAndInOrderThenShutsDown) {
    Random random(seed() + 1000);
    const PipePolicy policy{.loss = random.unit() * 0.25,
                            .duplication = random.unit() * 0.2,
                            .delay = 1ms + Duration(random.below(80'000)),
                            .jitter = Duration(random.below(60'000))};
    Pipe pipe(seed(), policy);
    const auto first = *pipe.a().association.open({.label = "first"}, pipe.now());
    const auto second = *pipe.a().association.open({.label = "second"}, pipe.now());
    std::vector<std::string> said[2];
    std::vector<std::string> answered;
    for (int i = 0; i < 60; ++i) {
        const auto size = random.chance(0.1) ? random.below(30'000) : random.below(1500);
        const auto text = numbered(i, size);
        const bool other = random.chance(0.3);
        said[other].push_back(text);
        ASSERT_TRUE(pipe.a().association.send(other ? second : first, MessageKind::Text,
                                              as_bytes(text), pipe.now()));
        if (!pipe.b().opened.empty()) {
            answered.push_back(text);
            const auto back = pipe.b().opened[0].id;
            ASSERT_TRUE(
                pipe.b().association.send(back, MessageKind::Text, as_bytes(text), pipe.now()));
        }
        pipe.run_for(Duration(random.below(30'000)));
    }
    pipe.a().association.shutdown(pipe.now());
    pipe.run_until([&] { return pipe.a().ended && pipe.b().ended; }, 120s);
    EXPECT_EQ(pipe.a().ended, EndReason::ShutDown);
    EXPECT_EQ(texts_on(pipe.b(), first), said[0]);
    EXPECT_EQ(texts_on(pipe.b(), second), said[1]);
    EXPECT_EQ(pipe.a().texts(), answered);
}

TEST_P(LossyPipe, DeliversUnorderedMessagesOnce) {
    Pipe pipe(seed(), {.loss = 0.15, .duplication = 0.1, .delay = 10ms, .jitter = 40ms});
    Random random(seed() + 2000);
    const auto id = *pipe.a().association.open({.label = "any", .ordered = false}, pipe.now());
    std::vector<std::string> said;
    for (int i = 0; i < 60; ++i) {
        said.push_back(numbered(i, random.chance(0.2) ? random.below(20'000) : 20));
        ASSERT_TRUE(
            pipe.a().association.send(id, MessageKind::Text, as_bytes(said.back()), pipe.now()));
        pipe.run_for(Duration(random.below(20'000)));
    }
    pipe.run_until([&] { return pipe.b().messages.size() == said.size(); }, 120s);
    auto heard = pipe.b().texts();
    std::ranges::sort(heard);
    std::ranges::sort(said);
    EXPECT_EQ(heard, said);
}

// Given up on is given up on; but nothing comes twice, broken or out of order, and what is sent
// after the storm arrives.
TEST_P(LossyPipe, SkipsWhatAChannelMayLose) {
    Random random(seed() + 3000);
    const bool ordered = random.chance(0.5);
    ChannelOptions options{.label = "loose", .ordered = ordered};
    if (random.chance(0.5)) {
        options.retransmissions_max = static_cast<std::uint32_t>(random.below(3));
    } else {
        options.lifetime_max = std::chrono::milliseconds(random.below(300));
    }
    Pipe pipe(seed(), {.loss = 0.3, .duplication = 0.1, .delay = 10ms, .jitter = 20ms});
    const auto id = *pipe.a().association.open(options, pipe.now());
    pipe.run_until([&] { return !pipe.a().opened.empty(); }, 60s);
    std::vector<std::string> said;
    for (int i = 0; i < 80; ++i) {
        said.push_back(numbered(i, random.chance(0.3) ? random.below(12'000) : 30));
        ASSERT_TRUE(
            pipe.a().association.send(id, MessageKind::Text, as_bytes(said.back()), pipe.now()));
        pipe.run_for(Duration(random.below(20'000)));
    }
    pipe.run_until([&] { return pipe.a().association.queued() == 0; }, 120s);
    ASSERT_EQ(pipe.a().ended, std::nullopt);
    EXPECT_EQ(pipe.a().association.queued(), 0u);
    pipe.set_policy({.delay = 10ms});
    pipe.run_for(5s);
    const auto last = std::string("after the storm");
    ASSERT_TRUE(pipe.a().association.send(id, MessageKind::Text, as_bytes(last), pipe.now()));
    pipe.run_for(5s);

    auto heard = pipe.b().texts();
    ASSERT_FALSE(heard.empty());
    EXPECT_EQ(heard.back(), last);
    heard.pop_back();
    auto next = said.begin();
    for (const auto& text : heard) {
        const auto found = std::find(ordered ? next : said.begin(), said.end(), text);
        ASSERT_NE(found, said.end());
        if (ordered) next = found + 1;
    }
    std::ranges::sort(heard);
    EXPECT_EQ(std::ranges::adjacent_find(heard), heard.end());
}

TEST_P(LossyPipe, OpensAndClosesChannelsAgainAndAgain) {
    Pipe pipe(seed(), {.loss = 0.2, .duplication = 0.1, .delay = 10ms, .jitter = 30ms});
    for (int round = 0; round < 4; ++round) {
        std::vector<StreamId> ids;
        for (int i = 0; i < 3; ++i) {
            ids.push_back(*pipe.a().association.open({.label = std::to_string(i)}, pipe.now()));
            const auto text = std::to_string(round * 3 + i);
            ASSERT_TRUE(pipe.a().association.send(ids.back(), MessageKind::Text, as_bytes(text),
                                                  pipe.now()));
        }
        for (const auto id : ids) pipe.a().association.close(id, pipe.now());
        const auto all = static_cast<std::size_t>(round + 1) * 3;
        ASSERT_TRUE(pipe.run_until(
            [&] { return pipe.a().closed.size() == all && pipe.b().closed.size() == all; }, 120s));
        EXPECT_EQ(ids.front(), StreamId(0));
    }
    EXPECT_EQ(pipe.b().messages.size(), 12u);
    EXPECT_EQ(pipe.b().opened.size(), 12u);
    EXPECT_EQ(pipe.a().ended, std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Seeds, LossyPipe, testing::Range(0, 200));

// A scripted exchange again and again, losing another single packet each time.
TEST(FailAtEachStep, LosesOnePacketAndStillGetsEverything) {
    std::size_t steps = 1;
    for (std::size_t lost = 0; lost < steps; ++lost) {
        Pipe pipe(77);
        pipe.loses = [&](std::size_t number, int) { return number == lost; };
        // The two INITs left when the pipe was made; the others are all tried.
        const auto id = *pipe.a().association.open({.label = "text"}, pipe.now());
        const std::string large(9000, 'x');
        ASSERT_TRUE(pipe.a().association.send(id, MessageKind::Text, as_bytes(large), pipe.now()));
        pipe.run_for(10s);
        ASSERT_EQ(pipe.b().texts(), std::vector{large}) << lost;
        pipe.a().association.close(id, pipe.now());
        pipe.run_for(10s);
        ASSERT_EQ(pipe.a().closed.size(), 1u) << lost;
        ASSERT_EQ(pipe.b().closed.size(), 1u) << lost;
        pipe.a().association.shutdown(pipe.now());
        pipe.run_for(100s);
        ASSERT_EQ(pipe.a().ended, EndReason::ShutDown) << lost;
        ASSERT_TRUE(pipe.b().ended.has_value()) << lost;
        steps = std::max(steps, pipe.sent());
    }
    EXPECT_GT(steps, 20u);
}

// The line is cut for good after each step: both ends notice and stop.
TEST(FailAtEachStep, IsCutForGoodAndEndsCleanly) {
    for (std::size_t cut = 2; cut < 40; ++cut) {
        Pipe pipe(78);
        pipe.loses = [&](std::size_t number, int) { return number >= cut; };
        const auto id = *pipe.a().association.open({.label = "text"}, pipe.now());
        const std::string large(9000, 'x');
        ASSERT_TRUE(pipe.a().association.send(id, MessageKind::Text, as_bytes(large), pipe.now()));
        pipe.run_for(1s);
        pipe.a().association.close(id, pipe.now());
        pipe.run_for(1s);
        pipe.a().association.shutdown(pipe.now());
        pipe.run_for(20min);
        ASSERT_TRUE(pipe.a().ended.has_value()) << cut;
        ASSERT_TRUE(pipe.b().ended.has_value()) << cut;
        ASSERT_EQ(pipe.a().association.deadline(), never);
    }
}

TEST(LossyLine, FillsItsCapacityAfterASingleLossWithoutATimeout) {
    Pipe pipe(79, {.delay = 10ms});
    const auto id = *pipe.a().association.open({.label = "text"}, pipe.now());
    pipe.run_for(1s);
    std::size_t count = 0;
    pipe.loses = [&](std::size_t, int from) { return from == 0 && ++count == 20; };
    const std::string large(200'000, 'x');
    ASSERT_TRUE(pipe.a().association.send(id, MessageKind::Text, as_bytes(large), pipe.now()));
    // Slow start needs about eight round trips of 20 ms; a time-out would add 200 ms.
    EXPECT_TRUE(pipe.run_until([&] { return !pipe.b().messages.empty(); }, 350ms));
}

}  // namespace
}  // namespace salon::sctp
