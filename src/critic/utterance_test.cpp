#include "critic/utterance.h"

#include <gtest/gtest.h>

namespace salon::critic {
namespace {

const std::string sentence = "This is red country, and the finest part of it is crimson.";

TEST(UtteranceTest, PiecesAreShortAndTogetherTheWholeSentence) {
    const auto pieces = spoken(sentence, speech::Voice());
    ASSERT_GT(pieces.size(), 10U);
    std::string words;
    Duration length{};
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const bool last = i + 1 == pieces.size();
        EXPECT_TRUE(last || pieces[i].length() == 120ms);
        words += pieces[i].words;
        length += pieces[i].length();
    }
    EXPECT_EQ(words, " " + sentence);
    EXPECT_GT(length, 2s);
    EXPECT_LT(length, 7s);
}

TEST(UtteranceTest, WordsComeWithTheirSoundAndNotAllAtOnce) {
    const auto pieces = spoken(sentence, speech::Voice());
    EXPECT_EQ(pieces.front().words, " This");
    std::string first_half;
    for (std::size_t i = 0; i < pieces.size() / 2; ++i) first_half += pieces[i].words;
    EXPECT_NEAR(static_cast<double>(first_half.size()), static_cast<double>(sentence.size()) / 2,
                10);
}

TEST(UtteranceTest, SpeaksLoudEnoughToBeHeard) {
    double loudest = 0;
    for (const auto& piece : spoken(sentence, speech::Voice())) {
        loudest = std::max(loudest, level_rms({piece.samples, utterance_rate, 1}));
    }
    EXPECT_GT(loudest, 0.05);
}

TEST(UtteranceTest, NothingToSayHasNoPieces) { EXPECT_TRUE(spoken("", speech::Voice()).empty()); }

TEST(PlaybackTest, TheFirstPiecesGoAtOnceAndTheRestAsTheListenerNeedsThem) {
    const Moment start{1h};
    Playback playback;
    for (int piece = 0; piece < 3; ++piece) {
        EXPECT_LE(playback.next_due(), start);
        playback.sent(120ms, start);
    }
    EXPECT_EQ(playback.next_due(), start);
    playback.sent(120ms, start);
    EXPECT_EQ(playback.next_due(), start + 120ms);
    EXPECT_EQ(playback.end(), start + 480ms);
}

TEST(PlaybackTest, AListenerWhoWaitedHearsTheNextPieceFromNowOn) {
    const Moment start{1h};
    Playback playback;
    playback.sent(120ms, start);
    playback.sent(120ms, start + 1s);
    EXPECT_EQ(playback.end(), start + 1s + 120ms);
}

}  // namespace
}  // namespace salon::critic
