#include "live/inbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "live/word_for_test.h"

namespace salon::live {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class InboxTest : public testing::Test {
protected:
    static std::vector<std::string> words_for(const std::vector<LiveEvent>& events) {
        std::vector<std::string> words;
        for (const auto& event : events) words.push_back(word_for(event));
        return words;
    }
    std::vector<std::string> take(std::string_view json) {
        const auto message = parse_server_message(json);
        return words_for(inbox.take(*message));
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

TEST_F(InboxTest, ABreakEndsATurnThatLacksOnlyItsEnd) {
    take(speech(R"(,"generationComplete":true)"));
    EXPECT_FALSE(inbox.answering());
    EXPECT_THAT(words_for(inbox.broken()), ElementsAre("turn"));
    EXPECT_THAT(words_for(inbox.broken()), IsEmpty()) << "once";
    take(speech());
    take(R"({"serverContent":{"interrupted":true}})");
    EXPECT_THAT(words_for(inbox.broken()), ElementsAre("turn")) << "one that was cut short, too";
}

TEST_F(InboxTest, ABreakLeavesAnUnfinishedAnswerOpen) {
    take(speech());
    EXPECT_TRUE(inbox.answering());
    EXPECT_THAT(words_for(inbox.broken()), IsEmpty());
    EXPECT_THAT(take(speech(R"(,"turnComplete":true)")), ElementsAre("audio 3", "turn"));
}

TEST_F(InboxTest, AQuestionAskedAgainIsCaptionedOnce) {
    inbox.heard_before(7);
    EXPECT_THAT(take(R"({"serverContent":{"inputTranscription":{"text":" What"}}})"), IsEmpty());
    EXPECT_THAT(take(R"({"serverContent":{"inputTranscription":{"text":" is it?"}}})"),
                ElementsAre("user:t?"))
        << "spaces do not count";
    EXPECT_THAT(take(R"({"serverContent":{"inputTranscription":{"text":" Well?"}}})"),
                ElementsAre("user: Well?"));
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
