// When the live model fails a caller, the caller is told what happened and what to do, the call
// ends cleanly, and the next one works.
#include <set>

#include <gmock/gmock.h>

#include "edge/gallery.h"

namespace salon::testing_real {
namespace {

using testing::ContainsRegex;
using testing::IsEmpty;
using testing::SizeIs;

class Failures : public testing::Test {
protected:
    /// Calls with one input that makes the model fail; returns what the caller is told.
    std::string told_with(int input, std::string_view value) {
        Caller caller(house.callers(), house.port(), "unlucky");
        caller.input(input, boost::json::string(value));
        EXPECT_TRUE(caller.connect());
        caller.speak(question());
        // The client first tries to go on over another connection, with longer and longer pauses.
        EXPECT_TRUE(caller.until([](const Diary& diary) { return diary.end.has_value(); }, 60s));
        const auto diary = caller.diary();
        EXPECT_THAT(diary.told("error"), SizeIs(1)) << value;
        EXPECT_THAT(diary.told("end_stream"), SizeIs(1)) << value;
        EXPECT_TRUE(house.only_left(0));
        EXPECT_TRUE(books.balanced());
        return diary.told("error").empty() ? "" : diary.told("error").front();
    }

    void expect_that_the_next_call_works() {
        Caller caller(house.callers(), house.port(), "lucky");
        ASSERT_TRUE(caller.connect());
        caller.speak(question());
        EXPECT_TRUE(caller.until([](const Diary& diary) { return diary.heard.size() > 25; }));
        EXPECT_THAT(caller.diary().told("error"), IsEmpty());
        caller.hang_up();
        EXPECT_TRUE(house.only_left(0));
    }

    Model model;
    Books books;
    House house{critics(books, model.endpoint(), 2)};
};

TEST_F(Failures, EachHaveTheirOwnWords) {
    const std::vector<std::string> told{
        told_with(key_input, "WRONG"),
        told_with(model_input, "gemini-of-my-dreams"),
        told_with(endpoint_input, "ws://127.0.0.1:9"),
        told_with(model_input, "fault-quota"),
    };
    EXPECT_THAT(told[0], ContainsRegex("[Kk]ey"));
    EXPECT_THAT(told[1], ContainsRegex("[Mm]odel"));
    EXPECT_THAT(told[3], ContainsRegex("[Qq]uota"));
    EXPECT_THAT(std::set<std::string>(told.begin(), told.end()), SizeIs(told.size()));
    expect_that_the_next_call_works();
}

TEST_F(Failures, ThatVanishWithoutAWordAreToldToo) {
    EXPECT_NE(told_with(model_input, "fault-vanish"), "");
    EXPECT_NE(told_with(model_input, "fault-quota-mid-answer"), "");
    expect_that_the_next_call_works();
}

// The answer goes on over another connection, and the caller is told why it halted.
TEST_F(Failures, InMidAnswerAreMendedAndTheCallGoesOn) {
    for (const auto* fault : {"fault-close-mid-answer", "fault-vanish-mid-answer"}) {
        Caller caller(house.callers(), house.port(), "patient");
        caller.input(model_input, fault);
        ASSERT_TRUE(caller.connect());
        caller.speak(question());
        EXPECT_TRUE(
            caller.until([](const Diary& diary) { return !diary.told("warning").empty(); }, 60s))
            << fault;
        const auto before = caller.diary().heard.size();
        EXPECT_TRUE(caller.until(
            [before](const Diary& diary) { return loud_packets(diary.heard, before) > 25; }, 60s))
            << fault;
        EXPECT_THAT(caller.diary().told("error"), IsEmpty());
        EXPECT_EQ(caller.diary().end, std::nullopt);
        caller.hang_up();
        EXPECT_TRUE(house.only_left(0));
    }
    EXPECT_TRUE(books.balanced());
}

// The model's process ends while a caller talks to it.
TEST_F(Failures, OfTheModelsWholeServerEndTheCall) {
    Caller caller(house.callers(), house.port(), "unlucky");
    ASSERT_TRUE(caller.connect());
    caller.speak(question());
    ASSERT_TRUE(caller.until([](const Diary& diary) { return diary.heard.size() > 5; }));
    model.stop();
    EXPECT_TRUE(caller.until([](const Diary& diary) { return diary.end.has_value(); }, 60s));
    EXPECT_THAT(caller.diary().told("error"), SizeIs(1));
    EXPECT_TRUE(house.only_left(0));
    EXPECT_TRUE(books.balanced());
}

}  // namespace
}  // namespace salon::testing_real
