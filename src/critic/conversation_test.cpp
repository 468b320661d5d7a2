#include "critic/conversation.h"

#include <gmock/gmock.h>

#include "base/overload.h"
#include "media/image_file.h"

namespace salon::critic {
namespace {

using testing::ContainsRegex;
using testing::ElementsAre;
using testing::EndsWith;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// A caller's ear and a pool that works at once (or when told to), in virtual time. Every event is
// one letter: s said a piece, I interrupted, G generation complete, T turn complete, c caller
// spoke.
class ConversationTest : public testing::Test {
protected:
    void run_for(Duration length) {
        const auto until = now + length;
        for (;;) {
            pump();
            const auto due = talk.deadline();
            if (due > until) break;
            now = std::max(now, due);
            talk.advance(now);
        }
        now = until;
    }

    void pump() {
        while (auto output = talk.poll()) std::visit(*this, *output);
    }

    // As `word_length` tells: a sentence takes 200 ms a word.
    static std::vector<SpokenPiece> pieces_of(const std::string& sentence) {
        std::vector<SpokenPiece> pieces;
        for (const char letter : sentence) {
            if (letter != ' ') continue;
            pieces.push_back({.samples = std::vector<std::int16_t>(4800), .words = " word"});
        }
        return pieces;
    }

public:
    void operator()(const LookAt& look) {
        if (pool_works) talk.looked(look.answer, looked_at(look.view, nullptr), now);
        last_look = look;
    }
    void operator()(const Speak& speak) {
        said.push_back(speak.sentence);
        if (pool_works) talk.spoke(speak.answer, pieces_of(speak.sentence), now);
        last_speak = speak;
    }
    void operator()(const CallerSpoke&) { events += 'c'; }
    void operator()(const Say& say) {
        events += 's';
        sent += say.piece.length();
        if (first_sound == Moment()) first_sound = now;
    }
    void operator()(const Interrupted&) { events += 'I'; }
    void operator()(const GenerationComplete&) { events += 'G'; }
    void operator()(const TurnComplete& turn) {
        events += 'T';
        last_turn = turn;
    }

protected:
    Moment now{1h};
    Conversation talk{Random(1), {}};
    bool pool_works = true;
    std::string events;
    std::vector<std::string> said;
    Duration sent{};
    Moment first_sound{};
    LookAt last_look;
    Speak last_speak;
    TurnComplete last_turn;
};

ByteBuffer red_picture() { return encode_jpeg(Picture::filled(32, 32, {200, 10, 20})); }

TEST_F(ConversationTest, SaysNothingUnasked) {
    run_for(10s);
    EXPECT_EQ(events, "");
    EXPECT_EQ(talk.deadline(), never);
}

TEST_F(ConversationTest, AnswersWhenTheCallerIsDone) {
    talk.show_artwork(red_picture());
    talk.speech_started();
    run_for(2s);
    EXPECT_EQ(events, "");
    talk.speech_ended(1500ms);
    run_for(60s);
    EXPECT_THAT(events, ContainsRegex("^cs+GT$"));
    EXPECT_THAT(said, testing::Contains(testing::HasSubstr("red")));
    EXPECT_EQ(last_turn.listened, 1500ms);
    EXPECT_EQ(last_turn.spoken, sent);
    EXPECT_EQ(last_turn.pictures, 1);
}

TEST_F(ConversationTest, TheFirstSoundGoesAtOnceAndOnlyALittleAhead) {
    talk.speech_ended(1s);
    pump();
    EXPECT_EQ(first_sound, now);
    EXPECT_GE(sent, 200ms);
    EXPECT_LE(sent, Playback::ahead + 200ms);
    run_for(1s);
    EXPECT_LE(sent, 1s + Playback::ahead + 200ms);
    EXPECT_GE(sent, 1s);
}

TEST_F(ConversationTest, TheTurnIsCompleteWhenItWasHeardToTheEnd) {
    talk.speech_ended(1s);
    pump();
    const auto began = now;
    while (talk.deadline() != never && !events.ends_with("T")) {
        now = talk.deadline();
        talk.advance(now);
        pump();
    }
    EXPECT_EQ(now - began, sent);
}

TEST_F(ConversationTest, SpeechCutsTheAnswerShort) {
    talk.speech_ended(1s);
    run_for(1s);
    talk.speech_started();
    run_for(10s);
    EXPECT_THAT(events, ContainsRegex("^cs+IT$"));
}

TEST_F(ConversationTest, SpeechCutsShortWhatIsSentButNotYetHeard) {
    talk.speech_ended(1s);
    while (!events.ends_with("G")) run_for(10ms);
    talk.speech_started();
    run_for(10s);
    EXPECT_THAT(events, ContainsRegex("^cs+GIT$"));
}

TEST_F(ConversationTest, SpeechAfterTheTurnInterruptsNothing) {
    talk.speech_ended(1s);
    run_for(60s);
    talk.speech_started();
    run_for(1s);
    EXPECT_THAT(events, EndsWith("GT"));
}

TEST_F(ConversationTest, WorkForAForgottenAnswerIsDropped) {
    pool_works = false;
    talk.speech_ended(1s);
    pump();
    talk.speech_started();
    talk.looked(last_look.answer, last_look.view, now);
    run_for(1s);
    EXPECT_EQ(events, "cIT");
    EXPECT_THAT(said, IsEmpty());

    talk.speech_ended(1s);
    pump();
    talk.looked(last_look.answer, last_look.view, now);
    pump();
    EXPECT_EQ(said.size(), 1U);
    talk.speech_started();
    talk.spoke(last_speak.answer, pieces_of("one two three"), now);
    run_for(1s);
    EXPECT_EQ(events, "cITcIT");
}

TEST_F(ConversationTest, SpeaksTheNextSentenceBeforeTheOneBeforeIsHeard) {
    talk.show_artwork(red_picture());
    talk.speech_ended(1s);
    Duration longest_gap{};
    Moment plays_until = now;
    while (!events.ends_with("T")) {
        const auto before = sent;
        run_for(10ms);
        if (sent > before) longest_gap = std::max(longest_gap, now - plays_until);
        plays_until = std::max(plays_until, now) + (sent - before);
    }
    EXPECT_LE(longest_gap, 10ms);
    EXPECT_GE(said.size(), 3U);
}

TEST_F(ConversationTest, AQuestionInWritingInterruptsAndIsAnswered) {
    talk.asked();
    run_for(500ms);
    talk.asked();
    run_for(60s);
    EXPECT_THAT(events, ContainsRegex("^s+ITs+GT$"));
}

TEST_F(ConversationTest, ManyTurnsEachEndOnce) {
    for (int turn = 0; turn < 5; ++turn) {
        talk.speech_started();
        talk.speech_ended(1s);
        run_for(60s);
    }
    EXPECT_THAT(events, ContainsRegex("^cs+GTcs+GTcs+GTcs+GTcs+GT$"));
}

class UninterruptibleTest : public ConversationTest {
protected:
    void SetUp() override { talk = Conversation(Random(1), {.interruptible = false}); }
};

TEST_F(UninterruptibleTest, FinishesAndThenAnswersWhatWasAskedMeanwhile) {
    talk.speech_ended(1s);
    run_for(500ms);
    talk.speech_started();
    talk.speech_ended(1s);
    run_for(60s);
    EXPECT_THAT(events, ContainsRegex("^cs+cs+GTs+GT$"));
}

TEST_F(ConversationTest, AModelThatNeverAnswersIsSilent) {
    talk = Conversation(Random(1), {.answers = false});
    talk.speech_ended(1s);
    run_for(10s);
    EXPECT_EQ(events, "c");
}

TEST_F(ConversationTest, ALingeringTurnIsCompleteLater) {
    talk = Conversation(Random(1), {.linger = 2s});
    talk.speech_ended(1s);
    while (!events.ends_with("T")) run_for(10ms);
    EXPECT_GE(now - first_sound, sent + 2s);
}

// The invariants of the protocol, whatever callers do.
TEST_F(ConversationTest, EveryTurnEndsWithOneTurnCompleteWhateverHappens) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        Random random(seed);
        events.clear();
        talk = Conversation(random.fork(), {});
        for (int step = 0; step < 100; ++step) {
            pool_works = !random.chance(0.1);
            switch (random.below(4)) {
                case 0:
                    talk.speech_started();
                    break;
                case 1:
                    talk.speech_ended(1s);
                    break;
                case 2:
                    talk.asked();
                    break;
                default:
                    break;
            }
            run_for(Duration(static_cast<std::int64_t>(random.below(4'000'000))));
        }
        pool_works = true;
        talk.asked();
        run_for(60s);
        std::erase(events, 'c');
        EXPECT_THAT(events, testing::MatchesRegex("((s*G?IT)|(s+GT))*")) << "seed " << seed;
        EXPECT_THAT(events, EndsWith("GT")) << "seed " << seed;
    }
}

}  // namespace
}  // namespace salon::critic
