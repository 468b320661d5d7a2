// An hour of talk in virtual time: the service ends every connection after ten minutes and breaks
// three of them at the worst moments. Every question is answered, every word heard once.
#include <algorithm>
#include <functional>
#include <map>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "live/conversation.h"
#include "net/base64.h"

namespace salon::live {
namespace {

using testing::Contains;
using testing::Each;
using testing::Ge;
using testing::Le;

constexpr Duration tick = 20ms;
constexpr Duration dialing = 200ms;     // TCP, TLS and the upgrade.
constexpr Duration confirming = 150ms;  // The setup's round trip.
constexpr Duration parting = 80ms;      // From close frame to close frame.
constexpr Duration lifetime = 10min;
constexpr Duration warning = 60s;
constexpr int words_in_answer = 10;
constexpr Duration word_length = 200ms;   // Spoken; the next one is sent no earlier.
constexpr Duration pause_wanted = 700ms;  // The model answers after so much silence.
constexpr std::int16_t voice = 5'000;     // Question n sounds like so many and n more.

std::string word(int question, int index) {
    return " " + std::to_string(question) + "." + std::to_string(index);
}

std::string sound_of_a_word() {
    const auto samples = 24'000 * word_length / 1s;
    return net::to_base64(std::vector<std::uint8_t>(static_cast<std::size_t>(2 * samples), 0x11));
}

// A live model that understands numbers. What a connection heard is known to the next one only by
// the handle of a whole turn, as with the real service.
class NumberModel {
public:
    std::vector<std::string> say;  ///< To the client, now.
    std::vector<int> asked;        ///< As this connection and its handle know.

    void setup(const Setup& setup, Moment now) {
        const auto& name = setup.session_resumption->handle;
        asked = name.empty() ? std::vector<int>() : kept_.at(name);
        question_ = loud_ = silent_ = 0;
        words_left_.clear();
        ends_at_ = now + lifetime;
        warned_ = false;
        tell(R"({"setupComplete":{}})");
    }

    void hear(const ClientMessage& message) {
        if (const auto* content = std::get_if<ClientContent>(&message)) return go_on(*content);
        const auto& audio = std::get<RealtimeInput>(message).audio;
        for (std::size_t at = 0; at + 1 < audio->data.size(); at += 2) {
            hear_sample(audio->data[at] | audio->data[at + 1] << 8);
        }
    }

    void advance(Moment now) {
        if (!warned_ && now >= ends_at_ - warning) {
            warned_ = true;
            tell(R"({"goAway":{"timeLeft":"60s"}})");
        }
        if (words_left_.empty() || now < next_word_) return;
        next_word_ = now + word_length;
        tell(R"({"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm",)"
             R"("data":")" +
             sound_ + R"("}}]},"outputTranscription":{"text":")" + words_left_.front() + "\"}}}");
        words_left_.erase(words_left_.begin());
        if (!words_left_.empty()) return;
        tell(R"({"serverContent":{"generationComplete":true}})");
        tell(R"({"serverContent":{"turnComplete":true}})");
        const auto name = "h-" + std::to_string(kept_.size());
        kept_[name] = asked;
        tell(R"({"sessionResumptionUpdate":{"newHandle":")" + name + R"(","resumable":true}})");
    }

    bool overdue(Moment now) const { return now >= ends_at_; }
    int shortest_question = 1'000'000;  ///< In samples.

private:
    void tell(std::string text) { say.push_back(std::move(text)); }

    void hear_sample(int sample) {
        if (sample > 1'000) {
            question_ = sample - voice;
            ++loud_;
            silent_ = 0;
        } else if (question_ != 0 && ++silent_ == 16 * (pause_wanted / 1ms)) {
            shortest_question = std::min(shortest_question, std::exchange(loud_, 0));
            tell(R"({"serverContent":{"inputTranscription":{"text":" question )" +
                 std::to_string(question_) + "\"}}}");
            answer(std::exchange(question_, 0), 0);
        }
    }

    void answer(int question, int from) {
        asked.push_back(question);
        for (int i = from; i < words_in_answer; ++i) words_left_.push_back(word(question, i));
    }

    // "… 7.3" is followed by 7.4.
    void go_on(const ClientContent& content) {
        if (!content.turn_complete.value_or(false)) return;
        const auto& said = content.turns.at(content.turns.size() - 2).parts.at(0).text;
        const auto last = said.substr(said.rfind(' ') + 1);
        const auto point = last.find('.');
        answer(std::stoi(last.substr(0, point)), std::stoi(last.substr(point + 1)) + 1);
    }

    const std::string sound_ = sound_of_a_word();
    std::map<std::string, std::vector<int>> kept_;
    bool warned_ = false;
    int question_ = 0;
    int loud_ = 0;
    int silent_ = 0;
    std::vector<std::string> words_left_;
    Moment next_word_{};
    Moment ends_at_ = never;
};

class AnHourTest : public testing::Test {
protected:
    // Breaks of the connection are at `breaks`, by 1011.
    void talk_for(Duration length, std::vector<Duration> breaks) {
        talk.start(now);
        const auto start = now;
        for (; now < start + length; now += tick) {
            const auto age = now - start;
            speak(age);
            if (!breaks.empty() && age >= breaks.front()) {
                breaks.erase(breaks.begin());
                end_connection(1011, "Internal error encountered.");
            }
            if (connected && model.overdue(now)) {
                end_connection(1008, "failed to close the connection after receiving a GoAway");
            }
            carry();
        }
    }

    // Every 20 s one question of 1.5 s; the microphone is always open.
    void speak(Duration age) {
        const int question = static_cast<int>(age / 20s) + 1;
        const bool loud = age % 20s < 1'500ms;
        if (loud) asked_until = now + tick;
        const auto sample = static_cast<std::int16_t>(loud ? voice + question : 0);
        talk.send_audio(std::vector<std::int16_t>(320, sample));
    }

    void end_connection(std::uint16_t code, std::string reason) {
        connected = false;
        model.say.clear();
        closes.push_back(code);
        talk.closed({.code = code, .reason = std::move(reason)}, now);
    }

    void carry() {
        talk.advance(now);
        if (due <= now) (std::exchange(due, never), std::exchange(then, nullptr)());
        if (connected) model.advance(now);
        while (const auto message = talk.take_message(now)) send(*message);
        for (const auto& text : std::exchange(model.say, {})) talk.receive(text, now);
        while (auto output = talk.poll()) take(std::move(*output));
    }

    void after(Duration length, std::function<void()> what) {
        due = now + length;
        then = std::move(what);
    }

    void send(const std::string& text) {
        const auto message = parse_client_message(text);
        if (const auto* setup = std::get_if<live::Setup>(&*message)) {
            after(confirming, [this, asked = *setup] {
                connected = true;
                model.setup(asked, now);
            });
        } else {
            model.hear(*message);
        }
    }

    void take(Conversation::Output output) {
        if (std::holds_alternative<Dial>(output)) {
            after(dialing, [this] { talk.opened(now); });
        } else if (std::holds_alternative<HangUp>(output)) {
            connected = false;
            after(parting, [this] { talk.closed({.code = 1000, .reason = {}}, now); });
        } else {
            take(std::get<LiveEvent>(output));
        }
    }

    void take(const LiveEvent& event) {
        if (const auto* piece = std::get_if<CaptionPiece>(&event)) {
            (piece->who == Speaker::User ? questions : answers) += piece->text;
        } else if (const auto* sound = std::get_if<LiveAudio>(&event)) {
            hear(sound->audio);
        } else if (std::holds_alternative<TurnComplete>(event)) {
            ++turns;
        } else if (const auto* resumed = std::get_if<LiveResumed>(&event)) {
            ++resumptions;
            EXPECT_TRUE(resumed->remembered);
        } else if (const auto* leaving = std::get_if<LiveReconnecting>(&event)) {
            if (leaving->planned) ++rotations;
        } else {
            EXPECT_FALSE(std::holds_alternative<LiveClosed>(event));
            EXPECT_FALSE(std::holds_alternative<LiveInterrupted>(event));
        }
    }

    // The caller hears sound from when it comes until it is over. What is missing within an answer,
    // or before it beyond the pause the model wants, is a gap.
    void hear(const AudioBlock& sound) {
        const bool first = words_heard++ % words_in_answer == 0;
        const auto expected = first ? asked_until + pause_wanted : heard_until;
        gaps.push_back(std::max(Duration{0}, now - expected));
        EXPECT_EQ(sound.duration(), word_length);
        heard_until = std::max(now, heard_until) + sound.duration();
    }

    void expect_everything_once(int count) {
        std::string asked;
        std::string answered;
        for (int question = 1; question <= count; ++question) {
            asked += " question " + std::to_string(question);
            for (int i = 0; i < words_in_answer; ++i) answered += word(question, i);
        }
        EXPECT_EQ(questions, asked);
        EXPECT_EQ(answers, answered);
        EXPECT_EQ(words_heard, count * words_in_answer);
        EXPECT_EQ(turns, count);
        std::vector<int> all(static_cast<std::size_t>(count));
        std::iota(all.begin(), all.end(), 1);
        EXPECT_EQ(model.asked, all) << "the service, too, knows every question once";
        EXPECT_EQ(model.shortest_question, 16 * 1'500) << "no question lost a sample";
        EXPECT_THAT(gaps, Each(Le(700ms)));
        EXPECT_THAT(gaps, Contains(Ge(dialing + confirming))) << "breaks in an answer are heard";
    }

    Moment now{1h};
    // So late that only the service's goAway makes it rotate.
    Conversation talk{{.rotation = {.look_after = 20min, .by = 20min}}};
    NumberModel model;
    bool connected = false;
    Moment due = never;
    std::function<void()> then;
    std::string questions;
    std::string answers;
    int words_heard = 0;
    int turns = 0;
    Moment asked_until{};
    Moment heard_until{};
    std::vector<Duration> gaps;  // One for each word; most are none.
    int resumptions = 0;
    int rotations = 0;  // Planned.
    std::vector<int> closes;
};

TEST_F(AnHourTest, LosesNothingAndRepeatsNothing) {
    talk_for(60min, {12min + 3s,               // In the middle of an answer,
                     27min + 40s + 800ms,      // of a question,
                     41min + 20s + 1'900ms});  // and between the two.
    expect_everything_once(180);
    EXPECT_THAT(closes, testing::ElementsAre(1011, 1011, 1011)) << "no goAway ran out";
    EXPECT_EQ(rotations, 5) << "at each goAway, a minute before the ten of a connection end";
    EXPECT_EQ(resumptions, 8) << "and three losses";
}

TEST_F(AnHourTest, AnyMomentIsAsGoodAsAnyOtherToBreak) {
    // A break a minute, each 80 ms later in the rhythm of question and answer than the last.
    std::vector<Duration> breaks;
    for (int i = 1; i < 55; ++i) breaks.push_back(i * 60s + i * 80ms);
    talk_for(56min, std::move(breaks));
    expect_everything_once(168);
}

}  // namespace
}  // namespace salon::live
