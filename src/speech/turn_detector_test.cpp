#include "speech/turn_detector.h"

#include <gmock/gmock.h>

#include "speech/scripted_activity_for_test.h"

namespace salon::speech {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

MATCHER_P(StartsAt, position, "") {
    return arg.kind == TurnEvent::Kind::Started && arg.position == position;
}
MATCHER_P(EndsAt, position, "") {
    return arg.kind == TurnEvent::Kind::Ended && arg.position == position;
}

class TurnDetectorTest : public testing::Test {
protected:
    // Chunks of 32 ms, each as likely to be speech as `percent` says.
    std::vector<TurnEvent> hear(std::size_t chunks, std::int16_t percent) {
        const std::vector<std::int16_t> sound(chunks * chunk, percent);
        return detector.push(sound);
    }

    TurnDetector detector{std::make_unique<ScriptedActivity>(),
                          {.start = 0.5F,
                           .stop = 0.35F,
                           .speech_min = 96ms,  // Three chunks.
                           .silence = 320ms,    // Ten chunks.
                           .pre_roll = 64ms,    // Two chunks.
                           .length_max = 3200ms}};
};

TEST_F(TurnDetectorTest, StartsAtTheThirdChunkOfSpeechAndNotAtTheSecond) {
    hear(10, 0);
    EXPECT_THAT(hear(2, 90), IsEmpty());
    EXPECT_FALSE(detector.speaking());
    EXPECT_THAT(hear(1, 90), ElementsAre(StartsAt(8 * chunk)));
    EXPECT_TRUE(detector.speaking());
}

TEST_F(TurnDetectorTest, NeverStartsBeforeTheStream) {
    EXPECT_THAT(hear(3, 90), ElementsAre(StartsAt(0)));
}

TEST_F(TurnDetectorTest, IgnoresAClick) {
    for (int i = 0; i < 20; ++i) {
        EXPECT_THAT(hear(2, 90), IsEmpty());
        EXPECT_THAT(hear(2, 10), IsEmpty());
    }
}

TEST_F(TurnDetectorTest, ForgivesADoubtfulChunkInTheBeginning) {
    EXPECT_THAT(hear(2, 90), IsEmpty());
    EXPECT_THAT(hear(1, 40), IsEmpty());  // Between stop and start: neither speech nor silence.
    EXPECT_THAT(hear(1, 90), ElementsAre(StartsAt(0)));
}

TEST_F(TurnDetectorTest, EndsAfterTheTenthChunkOfSilenceAndNotAfterTheNinth) {
    hear(5, 90);
    EXPECT_THAT(hear(9, 0), IsEmpty());
    EXPECT_THAT(hear(1, 0), ElementsAre(EndsAt(5 * chunk)));
    EXPECT_FALSE(detector.speaking());
}

TEST_F(TurnDetectorTest, ABreathDoesNotEndATurn) {
    hear(5, 90);
    EXPECT_THAT(hear(9, 0), IsEmpty());
    EXPECT_THAT(hear(1, 36), IsEmpty());  // Just above stop.
    EXPECT_THAT(hear(9, 34), IsEmpty());
    EXPECT_THAT(hear(1, 34), ElementsAre(EndsAt(15 * chunk)));
}

TEST_F(TurnDetectorTest, ALoudRoomDoesNotKeepATurnOpenForever) {
    EXPECT_THAT(hear(99, 90), ElementsAre(StartsAt(0)));
    EXPECT_THAT(hear(1, 90), ElementsAre(EndsAt(100 * chunk)));
}

TEST_F(TurnDetectorTest, AMutedMicrophoneEndsTheTurnOnce) {
    hear(5, 90);
    EXPECT_THAT(detector.flush(), ElementsAre(EndsAt(5 * chunk)));
    EXPECT_THAT(detector.flush(), IsEmpty());
}

TEST_F(TurnDetectorTest, HearsTheSameInPiecesOfAnyLength) {
    std::vector<std::int16_t> sound(5 * chunk, 0);
    sound.resize(10 * chunk, 90);
    sound.resize(25 * chunk, 0);
    for (const std::size_t size : {1, 160, 320, 511, 512, 513, 4000}) {
        TurnDetector piecewise(std::make_unique<ScriptedActivity>(),
                               {.speech_min = 96ms, .silence = 320ms, .pre_roll = 64ms});
        std::vector<TurnEvent> events;
        for (auto rest = std::span<const std::int16_t>(sound); !rest.empty();) {
            const auto piece = rest.first(std::min(size, rest.size()));
            for (const auto& event : piecewise.push(piece)) events.push_back(event);
            rest = rest.subspan(piece.size());
        }
        EXPECT_THAT(events, ElementsAre(StartsAt(3 * chunk), EndsAt(10 * chunk))) << size;
    }
}

}  // namespace
}  // namespace salon::speech
