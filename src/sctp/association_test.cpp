#include "sctp/association.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sctp/testing_pipe.h"

namespace salon::sctp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing_pipe::Pipe;
using testing_pipe::PipePolicy;

StreamId opened(Pipe& pipe, ChannelOptions channel = {.label = "text"}) {
    const auto id = pipe.a().association.open(std::move(channel), pipe.now());
    EXPECT_TRUE(id);
    return id.value_or(StreamId(0));
}

void say(Pipe& pipe, StreamId id, std::string_view text) {
    EXPECT_TRUE(pipe.a().association.send(id, MessageKind::Text, as_bytes(text), pipe.now()));
}

ByteBuffer pattern(std::size_t size, std::uint8_t seed) {
    ByteBuffer bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::uint8_t>(seed + i * 31 + i / 251);
    return bytes;
}

TEST(Association, MeetsThePeerWhenBothBegin) {
    Pipe pipe(1);
    pipe.run_for(39ms);
    EXPECT_FALSE(pipe.a().established);
    pipe.run_for(21ms);  // INIT, INIT-ACK, COOKIE-ECHO: one and a half round trips.
    EXPECT_TRUE(pipe.a().established && pipe.b().established);
    EXPECT_TRUE(pipe.a().association.established());
}

TEST(Association, OpensAChannelAndTalksBothWays) {
    Pipe pipe(2);
    const auto id = opened(pipe, {.label = "text", .protocol = "chat"});
    EXPECT_EQ(id, StreamId(0));
    say(pipe, id, "hello");
    pipe.run_for(1s);
    ASSERT_THAT(pipe.b().opened, SizeIs(1));
    EXPECT_EQ(pipe.b().opened[0].channel, (ChannelOptions{.label = "text", .protocol = "chat"}));
    ASSERT_THAT(pipe.a().opened, SizeIs(1));
    EXPECT_EQ(pipe.a().opened[0].id, id);
    EXPECT_THAT(pipe.b().texts(), ElementsAre("hello"));
    const auto answer = as_bytes("hi");
    EXPECT_TRUE(pipe.b().association.send(id, MessageKind::Binary, answer, pipe.now()));
    pipe.run_for(1s);
    EXPECT_THAT(pipe.a().texts(), ElementsAre("hi"));
    EXPECT_EQ(pipe.a().messages[0].kind, MessageKind::Binary);
    EXPECT_EQ(pipe.a().association.queued(), 0u);
}

TEST(Association, GivesClientsEvenAndServersOddIds) {
    Pipe pipe(3);
    EXPECT_EQ(opened(pipe), StreamId(0));
    EXPECT_EQ(opened(pipe), StreamId(2));
    EXPECT_EQ(*pipe.b().association.open({.label = "x"}, pipe.now()), StreamId(1));
    EXPECT_EQ(*pipe.b().association.open({.label = "y"}, pipe.now()), StreamId(3));
}

TEST(Association, CarriesEmptyMessages) {
    Pipe pipe(4);
    const auto id = opened(pipe);
    say(pipe, id, "");
    EXPECT_TRUE(pipe.a().association.send(id, MessageKind::Binary, {}, pipe.now()));
    pipe.run_for(1s);
    ASSERT_THAT(pipe.b().messages, SizeIs(2));
    EXPECT_EQ(pipe.b().messages[0].kind, MessageKind::Text);
    EXPECT_EQ(pipe.b().messages[1].kind, MessageKind::Binary);
    EXPECT_THAT(pipe.b().messages[0].bytes, IsEmpty());
    EXPECT_THAT(pipe.b().messages[1].bytes, IsEmpty());
}

TEST(Association, CarriesTheLargestMessageAndNoLarger) {
    Pipe pipe(5);
    const auto id = opened(pipe);
    const auto largest = pattern(256 * 1024, 7);
    const auto larger = pattern(256 * 1024 + 1, 7);
    auto& a = pipe.a().association;
    EXPECT_EQ(a.send(id, MessageKind::Binary, larger, pipe.now()).error(), SendError::TooLarge);
    EXPECT_TRUE(a.send(id, MessageKind::Binary, largest, pipe.now()));
    EXPECT_TRUE(pipe.run_until([&] { return !pipe.b().messages.empty(); }, 10s));
    EXPECT_EQ(pipe.b().messages.at(0).bytes, largest);
}

TEST(Association, EndsWhenThePeerSendsLargerThanWeTake) {
    Pipe pipe(6, {}, {}, {.message_size_max = 1000});
    const auto id = opened(pipe);
    say(pipe, id, std::string(1000, 'x'));
    pipe.run_for(1s);
    EXPECT_THAT(pipe.b().messages, SizeIs(1));
    say(pipe, id, std::string(1001, 'x'));
    pipe.run_for(1s);
    EXPECT_EQ(pipe.b().ended, EndReason::ProtocolViolation);
    EXPECT_EQ(pipe.a().ended, EndReason::PeerAborted);
}

TEST(Association, CarriesTheLongestLabelAndNoLonger) {
    Pipe pipe(7);
    const std::string longest(label_size_max, 'l');
    auto& a = pipe.a().association;
    EXPECT_EQ(a.open({.label = longest + "l"}, pipe.now()).error(), SendError::TooLarge);
    opened(pipe, {.label = longest});
    pipe.run_for(5s);
    ASSERT_THAT(pipe.b().opened, SizeIs(1));
    EXPECT_EQ(pipe.b().opened[0].channel.label, longest);
}

TEST(Association, RefusesLabelsBeyondTheirTotal) {
    Pipe pipe(8, {}, {.send_queue_max = 4 * 1024 * 1024});
    const std::string longest(label_size_max, 'l');
    for (int i = 0; i < 8; ++i) opened(pipe, {.label = longest});
    EXPECT_EQ(pipe.a().association.open({.label = longest}, pipe.now()).error(),
              SendError::QueueFull);
    EXPECT_TRUE(pipe.a().association.open({.label = "small"}, pipe.now()));
}

TEST(Association, RefusesWhatItsQueueCannotHold) {
    Pipe pipe(9, {}, {.send_queue_max = 10'000});
    const auto id = opened(pipe);
    const auto message = pattern(4000, 1);
    auto& a = pipe.a().association;
    EXPECT_TRUE(a.send(id, MessageKind::Binary, message, pipe.now()));
    EXPECT_TRUE(a.send(id, MessageKind::Binary, message, pipe.now()));
    EXPECT_EQ(a.send(id, MessageKind::Binary, message, pipe.now()).error(), SendError::QueueFull);
    pipe.run_for(1s);
    EXPECT_EQ(a.queued(), 0u);
    EXPECT_TRUE(a.send(id, MessageKind::Binary, message, pipe.now()));
}

TEST(Association, KnowsNoOtherChannels) {
    Pipe pipe(10);
    EXPECT_EQ(pipe.a().association.send(StreamId(4), MessageKind::Text, {}, pipe.now()).error(),
              SendError::NoSuchChannel);
    pipe.a().association.close(StreamId(4), pipe.now());
    pipe.run_for(1s);
    EXPECT_THAT(pipe.a().closed, IsEmpty());
}

TEST(Association, ClosesAChannelAfterItsMessagesAndUsesTheIdAgain) {
    Pipe pipe(11);
    const auto id = opened(pipe);
    say(pipe, id, "last words");
    pipe.a().association.close(id, pipe.now());
    EXPECT_EQ(pipe.a().association.send(id, MessageKind::Text, {}, pipe.now()).error(),
              SendError::NoSuchChannel);
    pipe.run_for(2s);
    EXPECT_THAT(pipe.b().texts(), ElementsAre("last words"));
    EXPECT_THAT(pipe.a().closed, ElementsAre(id));
    EXPECT_THAT(pipe.b().closed, ElementsAre(id));
    EXPECT_EQ(opened(pipe, {.label = "again"}), id);
    say(pipe, id, "new words");
    pipe.run_for(1s);
    EXPECT_THAT(pipe.b().opened, SizeIs(2));
    EXPECT_THAT(pipe.b().texts(), ElementsAre("last words", "new words"));
}

TEST(Association, ClosesAChannelThatBothClose) {
    Pipe pipe(12);
    const auto id = opened(pipe);
    pipe.run_for(1s);
    pipe.a().association.close(id, pipe.now());
    pipe.b().association.close(id, pipe.now());
    pipe.run_for(2s);
    EXPECT_THAT(pipe.a().closed, ElementsAre(id));
    EXPECT_THAT(pipe.b().closed, ElementsAre(id));
}

TEST(Association, ShutsDownAfterItsMessages) {
    Pipe pipe(13);
    const auto id = opened(pipe);
    say(pipe, id, "goodbye");
    pipe.a().association.shutdown(pipe.now());
    pipe.run_for(2s);
    EXPECT_THAT(pipe.b().texts(), ElementsAre("goodbye"));
    EXPECT_EQ(pipe.a().ended, EndReason::ShutDown);
    EXPECT_EQ(pipe.b().ended, EndReason::ShutDown);
    EXPECT_EQ(pipe.a().association.deadline(), never);
    EXPECT_FALSE(pipe.a().association.open({.label = "late"}, pipe.now()));
}

TEST(Association, ShutsDownWhenBothDo) {
    Pipe pipe(14);
    pipe.run_for(1s);
    pipe.a().association.shutdown(pipe.now());
    pipe.b().association.shutdown(pipe.now());
    pipe.run_for(2s);
    EXPECT_EQ(pipe.a().ended, EndReason::ShutDown);
    EXPECT_EQ(pipe.b().ended, EndReason::ShutDown);
}

TEST(Association, TellsThePeerOfAnAbort) {
    Pipe pipe(15);
    pipe.run_for(1s);
    pipe.a().association.abort(pipe.now());
    pipe.run_for(1s);
    EXPECT_EQ(pipe.b().ended, EndReason::PeerAborted);
    EXPECT_EQ(pipe.a().ended, std::nullopt);
    EXPECT_EQ(pipe.a().association.deadline(), never);
}

TEST(Association, GivesUpOnASilentPeer) {
    Pipe pipe(16, {.loss = 1});
    pipe.run_for(75499ms);
    EXPECT_EQ(pipe.a().ended, std::nullopt);
    pipe.run_for(1ms);
    EXPECT_EQ(pipe.a().ended, EndReason::TimedOut);
    EXPECT_EQ(pipe.a().association.deadline(), never);
}

TEST(Association, NoticesWhenAQuietPeerIsGone) {
    Pipe pipe(17);
    pipe.run_for(1s);
    pipe.set_policy({.loss = 1});
    pipe.run_for(15min);
    EXPECT_EQ(pipe.a().ended, EndReason::TimedOut);
}

TEST(Association, StaysWithAQuietPeerThatIsThere) {
    Pipe pipe(18);
    pipe.run_for(4h);
    EXPECT_EQ(pipe.a().ended, std::nullopt);
    EXPECT_LT(pipe.sent(), 2000u);  // Two heartbeats and their answers every 30 s.
}

TEST(Association, AcknowledgesOnePacketLateAndTwoAtOnce) {
    Pipe pipe(19, {.delay = 1ms});
    const auto id = opened(pipe);
    pipe.run_for(1s);
    EXPECT_GE(pipe.b().association.deadline(), pipe.now() + 1s);
    say(pipe, id, "x");  // Its last chunk asks for an answer at once.
    pipe.run_for(2ms);
    EXPECT_EQ(pipe.a().association.queued(), 0u);
}

TEST(Association, NeverSendsPacketsBeyondTheirLimit) {
    Pipe pipe(20, {.loss = 0.1, .jitter = 30ms});
    std::size_t largest = 0;
    pipe.watch = [&](const ByteBuffer& bytes, int) { largest = std::max(largest, bytes.size()); };
    const auto id = opened(pipe, {.label = std::string(5000, 'l')});
    for (std::size_t size = 1; size < 60'000; size = size * 3 / 2 + 1) {
        say(pipe, id, std::string(size, 'x'));
    }
    pipe.run_for(60s);
    EXPECT_THAT(pipe.b().messages, SizeIs(testing::Gt(20u)));
    EXPECT_LE(largest, packet_size_max);
    EXPECT_GT(largest, packet_size_max - 16);
}

TEST(Association, SendsTheSameForTheSameSeed) {
    const auto conversation = [](std::uint64_t seed) {
        Pipe pipe(seed, {.loss = 0.2, .duplication = 0.1, .jitter = 20ms});
        std::vector<ByteBuffer> packets;
        pipe.watch = [&](const ByteBuffer& bytes, int) { packets.push_back(bytes); };
        const auto id = opened(pipe);
        for (int i = 0; i < 20; ++i) say(pipe, id, std::string(900, 'x'));
        pipe.run_for(10s);
        return packets;
    };
    EXPECT_EQ(conversation(21), conversation(21));
    EXPECT_NE(conversation(21), conversation(22));
}

}  // namespace
}  // namespace salon::sctp
