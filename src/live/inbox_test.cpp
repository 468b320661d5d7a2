#include "live/inbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/overload.h"

namespace salon::live {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string word_for(const LiveEvent& event) {
    return std::visit(
        overload{[](const LiveAudio& it) { return "audio " + std::to_string(it.audio.frames()); },
                 [](const LiveInterrupted&) { return std::string("interrupted"); },
                 [](const CaptionPiece& it) {
                     return (it.who == Speaker::User ? "user:" : "model:") + it.text;
                 },
                 [](const GenerationComplete&) { return std::string("generated"); },
                 [](const TurnComplete& it) {
                     return std::string(it.more_follows ? "turn, more follows" : "turn");
                 },
                 [](const LiveGoAway& it) {
                     return "leave in " + std::to_string(it.time_left.count() / 1000) + " ms";
                 },
                 [](const LiveClosed&) { return std::string("closed"); }},
        event);
}

class InboxTest : public testing::Test {
protected:
    std::vector<std::string> take(std::string_view json) {
        std::vector<std::string> words;
        const auto message = parse_server_message(json);
        for (const auto& event : inbox.take(*message)) words.push_back(word_for(event));
        return words;
    }

    static std::string speech(std::string_view more = "") {
        return R"({"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":)"
               R"("audio/pcm;rate=24000","data":"AAAAAAAA"}}]})" +
               std::string(more) + "}}";
    }

    Inbox inbox;
};

TEST_F(InboxTest, OneMessageMayHoldSeveralEvents) {
    EXPECT_THAT(take(speech(R"(,"outputTranscription":{"text":" noon."},"generationComplete":true,)"
                            R"("turnComplete":true)")),
                ElementsAre("audio 3", "model: noon.", "generated", "turn"));
}

TEST_F(InboxTest, ThoughtsAreNeitherShownNorSpoken) {
    EXPECT_THAT(take(R"({"serverContent":{"modelTurn":{"parts":[{"text":"**Hm**","thought":true},)"
                     R"({"inlineData":{"mimeType":"audio/pcm","data":"AAA="}}]}}})"),
                ElementsAre("audio 1"));
}

TEST_F(InboxTest, AnInterruptedTurnFallsSilentUntilItsEnd) {
    EXPECT_THAT(take(speech()), ElementsAre("audio 3"));
    EXPECT_THAT(
        take(R"({"serverContent":{"interrupted":true,"inputTranscription":{"text":" Wait"}}})"),
        ElementsAre("interrupted", "user: Wait"));
    EXPECT_THAT(take(speech(R"(,"outputTranscription":{"text":"late"})")), IsEmpty());
    EXPECT_THAT(take(R"({"serverContent":{"turnComplete":true}})"), ElementsAre("turn"));
    EXPECT_THAT(take(speech()), ElementsAre("audio 3"));
}

TEST_F(InboxTest, AnInterruptionThatComesLateDoesNotSilenceTheNextTurn) {
    take(speech());
    take(R"({"serverContent":{"turnComplete":true}})");
    EXPECT_THAT(take(R"({"serverContent":{"interrupted":true}})"), ElementsAre("interrupted"));
    EXPECT_THAT(take(speech()), ElementsAre("audio 3"));
}

TEST_F(InboxTest, RemembersTheNewestHandleAndNoEmptyOne) {
    EXPECT_THAT(take(R"({"sessionResumptionUpdate":{"newHandle":"h-1","resumable":true}})"),
                IsEmpty());
    take(R"({"sessionResumptionUpdate":{}})");
    take(R"({"sessionResumptionUpdate":{"newHandle":"h-2"}})");
    EXPECT_EQ(inbox.resumption_handle(), "h-1");
    take(R"({"sessionResumptionUpdate":{"newHandle":"h-3","resumable":true}})");
    EXPECT_EQ(inbox.resumption_handle(), "h-3");
}

TEST_F(InboxTest, TellsHowMuchTimeIsLeft) {
    EXPECT_THAT(take(R"({"goAway":{"timeLeft":"9.500s"}})"), ElementsAre("leave in 9500 ms"));
}

TEST_F(InboxTest, SaysNothingAboutEmptyMessages) {
    EXPECT_THAT(take(R"({"serverContent":{}})"), IsEmpty());
    EXPECT_THAT(take(R"({"usageMetadata":{"totalTokenCount":3}})"), IsEmpty());
    EXPECT_THAT(take(R"({"serverContent":{"outputTranscription":{}}})"), IsEmpty());
}

TEST(SpokenRateTest, TrustsTheMimeTypeWithinReason) {
    EXPECT_EQ(spoken_rate("audio/pcm;rate=24000"), SampleRate(24'000));
    EXPECT_EQ(spoken_rate("audio/pcm;rate=48000;x"), SampleRate(48'000));
    EXPECT_EQ(spoken_rate("audio/pcm"), SampleRate(24'000));
    EXPECT_EQ(spoken_rate("audio/pcm;rate=0"), SampleRate(24'000));
    EXPECT_EQ(spoken_rate("audio/pcm;rate=x"), SampleRate(24'000));
}

}  // namespace
}  // namespace salon::live
