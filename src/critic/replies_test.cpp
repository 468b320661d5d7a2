#include "critic/replies.h"

#include <gmock/gmock.h>

namespace salon::critic {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr ReplyStyle all{.words_heard = true, .words_spoken = true};
constexpr ReplyStyle bare{.usage = false};

const Say hello{.piece = {.samples = {1, -2, 256}, .words = " Hello"}};

template <class Event>
std::string written(const Event& event, const ReplyStyle& style) {
    return live::write_message(message_of(event, style));
}

TEST(RepliesTest, SoundComesWithItsWords) {
    const auto text = written(hello, all);
    EXPECT_THAT(text, HasSubstr("audio/pcm;rate=24000"));
    EXPECT_THAT(text, HasSubstr("AQD+/wAB"));  // Little-endian 1, -2, 256.
    EXPECT_THAT(text, HasSubstr("outputTranscription"));
    EXPECT_THAT(text, HasSubstr(" Hello"));
}

TEST(RepliesTest, WordsAreOnlyWrittenDownWhenAskedFor) {
    EXPECT_THAT(written(hello, bare), Not(HasSubstr("outputTranscription")));
    EXPECT_THAT(written(CallerSpoke{.length = 1s}, bare), Not(HasSubstr("inputTranscription")));
}

TEST(RepliesTest, AnEmptyPieceOfWordsIsNotWrittenDown) {
    const Say wordless{.piece = {.samples = {0}, .words = ""}};
    EXPECT_THAT(written(wordless, all), Not(HasSubstr("outputTranscription")));
}

TEST(RepliesTest, WhatWasHeardIsToldHonestly) {
    EXPECT_THAT(written(CallerSpoke{.length = 1840ms}, all),
                HasSubstr(" (you spoke for 1.8 seconds)"));
    EXPECT_THAT(written(CallerSpoke{}, all), HasSubstr(" (you spoke)"));
}

TEST(RepliesTest, TheTurnsEndTellsWhatItCost) {
    const TurnComplete turn{.listened = 2s, .spoken = 4s, .pictures = 1};
    const auto usage = message_of(turn, all).usage_metadata;
    ASSERT_TRUE(usage.has_value());
    EXPECT_EQ(usage->prompt_token_count, 50 + 258);
    EXPECT_EQ(usage->response_token_count, 100);
    EXPECT_EQ(usage->total_token_count, 408);
    EXPECT_FALSE(message_of(turn, bare).usage_metadata.has_value());
}

TEST(RepliesTest, SignalsAreSignals) {
    EXPECT_THAT(written(Interrupted{}, all), HasSubstr("interrupted"));
    EXPECT_THAT(written(GenerationComplete{}, all), HasSubstr("generationComplete"));
    EXPECT_THAT(written(TurnComplete{}, bare), HasSubstr("turnComplete"));
}

}  // namespace
}  // namespace salon::critic
