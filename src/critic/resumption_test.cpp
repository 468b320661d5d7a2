// Conversations that outlive their connections: the live client and the offline critic, in real
// time.
#include <algorithm>

#include <gmock/gmock.h>

#include "critic/caller_for_test.h"

namespace salon::critic {
namespace {

using testing::MatchesRegex;

// Asks without a picture, then shows one and asks again over the answer: what is said to that.
Task<Answer> converse(live::LiveOptions options) {
    auto client = co_await live::LiveClient::connect(std::move(options));
    Answer answer;
    if (!client) co_return answer;
    Answer greeting;
    co_await speak(*client);
    co_await hear(*client, greeting, a_piece_of_sound);
    client->send_image(picture_of({200, 20, 20}), "This is the artwork.");
    co_await speak(*client);
    co_await hear(*client, greeting, whole_turn);
    co_await hear(*client, answer, whole_turn);
    co_await client->close();
    co_return answer;
}

class ResumptionTest : public CriticCaller {
protected:
    // What callers of a critic with no faults and of one like `how` hear at the same time; the same
    // seed decides what both say.
    struct Both {
        Answer whole;
        Answer pieced;
    };
    template <class Story>
    Both heard_with(CriticOptions how, const std::string& model, Story story) {
        start();
        auto sound = std::async(std::launch::async, [&, options = stubborn("gemini-3.8-live")] {
            return on_client(story(options));
        });
        auto other = make_server(std::move(how));
        other->listen();
        auto options = stubborn(model);
        options.endpoint = other->endpoint();
        auto pieced = on_client(story(options));
        return {sound.get(), std::move(pieced)};
    }

    live::LiveOptions stubborn(const std::string& model) const {
        auto options = call_options();
        options.redial = {};
        options.model = model;
        return options;
    }
};

TEST_F(ResumptionTest, AnAnswerGoesOnOverConnectionsThatLastFourSeconds) {
    const auto heard = heard_with({.session_max = 4s}, "gemini-3.8-live", converse);
    EXPECT_EQ(heard.pieced.words, heard.whole.words) << "every word once, in order";
    EXPECT_THAT(heard.whole.events, MatchesRegex("a+GT"));
    EXPECT_THAT(heard.pieced.events, MatchesRegex("a+Ra+R[aR]+GT"));
}

Task<Answer> ask_once(live::LiveOptions options) { return ask(std::move(options), {}, whole_turn); }

TEST_F(ResumptionTest, AnAnswerGoesOnAfterItsConnectionWasLost) {
    for (const auto* model : {"fault-close-mid-answer", "fault-vanish-mid-answer"}) {
        const auto heard = heard_with({}, model, ask_once);
        EXPECT_EQ(heard.pieced.words, heard.whole.words) << model;
        EXPECT_THAT(heard.pieced.events, MatchesRegex("aRa+GT")) << model;
    }
}

}  // namespace
}  // namespace salon::critic
