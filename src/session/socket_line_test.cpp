#include "session/socket_line.h"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <boost/asio/io_context.hpp>

#include "codec/g711.h"

namespace salon::session {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

const Wire browser;
const Wire telephone{.rate = SampleRate(8'000), .stream_sid = "MZ1", .tells_texts = false};
constexpr AudioFormat format{.input = SampleRate(16'000), .output = SampleRate(24'000)};

/// A line whose loop runs when the test says so.
class SocketLineTest : public testing::Test {
protected:
    std::shared_ptr<SocketLine> line_of(const Wire& wire) {
        return std::make_shared<SocketLine>(loop.get_executor(), wire,
                                            SocketWay{.send =
                                                          [this](std::string message) {
                                                              if (stuck) return false;
                                                              sent.push_back(std::move(message));
                                                              return true;
                                                          },
                                                      .hang_up = [this] { ++hung_up; }});
    }
    std::shared_ptr<SocketLine> open_line(const Wire& wire) {
        auto line = line_of(wire);
        line->open(format, [this](LineEvent event) { events.push_back(std::move(event)); });
        return line;
    }
    static AudioBlock tone(Duration length) {
        AudioBlock block{.samples = {}, .rate = format.output};
        for (std::size_t i = 0; i < frames_in(length, format.output); ++i) {
            block.samples.push_back(
                static_cast<std::int16_t>(8000 * std::sin(0.1 * static_cast<double>(i))));
        }
        return block;
    }
    Duration heard() const {
        Duration sum{0};
        for (const auto& event : events) {
            const auto* block = std::get_if<AudioBlock>(&event);
            if (!block) continue;
            EXPECT_EQ(block->rate, format.input);
            EXPECT_LE(block->duration(), 20ms);
            sum += block->duration();
        }
        return sum;
    }
    std::vector<std::string> whys() const {
        std::vector<std::string> all;
        for (const auto& event : events) {
            if (const auto* closed = std::get_if<LineClosed>(&event)) all.push_back(closed->why);
        }
        return all;
    }

    boost::asio::io_context loop;
    std::vector<std::string> sent;
    std::vector<LineEvent> events;
    int hung_up = 0;
    bool stuck = false;
};

TEST_F(SocketLineTest, IsOpenFromTheStart) {
    const auto line = open_line(browser);
    ASSERT_THAT(events, SizeIs(1));
    EXPECT_TRUE(std::holds_alternative<LineOpened>(events.front()));
}

TEST_F(SocketLineTest, HearsPiecesOfAnyLengthInBlocksOf20Ms) {
    const auto line = open_line(browser);
    line->receive(ByteBuffer(2'048, 0x90));  // 128 ms at 16 kHz.
    EXPECT_EQ(heard(), 128ms);
    line->receive(ByteBuffer(16, 0x90));
    line->receive({});
    EXPECT_EQ(heard(), 129ms);
}

TEST_F(SocketLineTest, HearsATelephoneAtTheHandlersRate) {
    const auto line = open_line(telephone);
    for (int i = 0; i < 50; ++i) line->receive(ByteBuffer(160, 0x90));
    EXPECT_GT(heard(), 990ms) << "the resampler keeps 2 ms";
    EXPECT_LE(heard(), 1s);
}

TEST_F(SocketLineTest, HearsWhatAStallHeldUpButNoFlood) {
    const auto line = open_line(browser);
    for (int second = 0; second < 9; ++second) line->receive(ByteBuffer(16'000, 0x90));
    EXPECT_EQ(heard(), 9s);
    for (int second = 0; second < 1'000; ++second) line->receive(ByteBuffer(16'000, 0x90));
    EXPECT_GE(heard(), heard_ahead_max - 20ms);
    EXPECT_LT(heard(), heard_ahead_max + 2s) << "and what became due meanwhile";
}

TEST_F(SocketLineTest, HearsNothingBeforeAndAfter) {
    auto line = line_of(browser);
    line->receive(ByteBuffer(320, 0x90));
    line->open(format, [this](LineEvent event) { events.push_back(std::move(event)); });
    line->shut();
    line->receive(ByteBuffer(320, 0x90));
    line->lose("gone");
    EXPECT_EQ(heard(), 0ms);
    EXPECT_THAT(whys(), IsEmpty());
}

TEST_F(SocketLineTest, SaysItsLeadAtOnceAndTheRestInTime) {
    const auto line = open_line(telephone);
    EXPECT_TRUE(line->say(tone(300ms).view()));
    EXPECT_THAT(sent, SizeIs(10));
    EXPECT_GT(line->queued(), 250ms);
    loop.run();  // Until no timer is left: an idle line costs nothing.
    EXPECT_THAT(sent, SizeIs(15));
    EXPECT_THAT(sent, Each(StartsWith(R"({"event":"media","media":{"payload":")")));
    EXPECT_THAT(sent, Each(HasSubstr(R"("streamSid":"MZ1")")));
}

TEST_F(SocketLineTest, TellsTheCallerToForgetWhatItIsToForget) {
    const auto line = open_line(telephone);
    line->flush();
    EXPECT_THAT(sent, IsEmpty()) << "nothing was said";
    line->say(tone(5s).view());
    line->flush();
    EXPECT_EQ(sent.back(), R"({"event":"clear","streamSid":"MZ1"})");
    EXPECT_EQ(line->queued(), 0ms);
    loop.run();
    EXPECT_THAT(sent, SizeIs(11)) << "nothing follows";
    line->flush();
    EXPECT_THAT(sent, SizeIs(11)) << "once is enough";
}

TEST_F(SocketLineTest, TellsTextsWhereSomebodyReadsThem) {
    open_line(telephone)->text("{}");
    EXPECT_THAT(sent, IsEmpty());
    open_line(browser)->text("{}");
    EXPECT_THAT(sent, ElementsAre("{}"));
}

TEST_F(SocketLineTest, EndsWhenTheCallerTakesNothing) {
    const auto line = open_line(browser);
    stuck = true;
    line->say(tone(1s).view());
    EXPECT_THAT(whys(), ElementsAre(HasSubstr("takes nothing")));
    line->text("{}");
    EXPECT_THAT(whys(), SizeIs(1)) << "told once";
    stuck = false;
    line->text("{}");
    EXPECT_THAT(sent, IsEmpty()) << "the stream has a hole";
}

TEST_F(SocketLineTest, TellsWhenTheCallerIsLost) {
    const auto line = open_line(browser);
    line->lose("the caller hung up");
    EXPECT_THAT(whys(), ElementsAre("the caller hung up"));
}

TEST_F(SocketLineTest, HangsUpOnceAndSaysNothingAfter) {
    const auto line = open_line(browser);
    line->text("bye");
    line->hang_up();
    line->hang_up();
    line->text("more");
    EXPECT_EQ(hung_up, 1);
    EXPECT_THAT(sent, ElementsAre("bye"));
}

TEST_F(SocketLineTest, SaysNothingOnceItIsShut) {
    const auto line = open_line(browser);
    line->say(tone(1s).view());
    line->shut();
    const auto before = sent.size();
    loop.run();
    line->say(tone(1s).view());
    line->hang_up();
    EXPECT_THAT(sent, SizeIs(before));
    EXPECT_EQ(hung_up, 0);
}

}  // namespace
}  // namespace salon::session
