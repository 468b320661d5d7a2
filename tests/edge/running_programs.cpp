// Our programs as an operator runs them: started, called, told to stop.
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "edge/house.h"
#include "real/program.h"
#include "speech/voice.h"

namespace salon::testing_real {
namespace {

namespace json = boost::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::size_t places = 5;
const std::map<std::string, std::string> nothing_said{
    {"GEMINI_API_KEY", ""},   {"GEMINI_LIVE_ENDPOINT", ""}, {"SALON_CONCURRENCY_LIMIT", ""},
    {"SALON_TIME_LIMIT", ""}, {"SALON_TURN", ""},           {"MODE", ""}};

class RunningPrograms : public testing::Test {
protected:
    std::string get(std::uint16_t port, const std::string& path) {
        return ask(loop, port, "GET", path).body;
    }
    bool only_left(std::uint16_t port, std::int64_t calls) {
        const auto until = net::steady_now() + 20s;
        while (net::steady_now() < until) {
            const auto health = json::parse(get(port, "/healthz"));
            if (health.at("sessions").at("active") == calls) return true;
            std::this_thread::sleep_for(between_looks);
        }
        return false;
    }

    net::Loop loop;
};

class TheArtCritic : public RunningPrograms {
protected:
    void SetUp() override { ASSERT_NE(port, 0) << critic.said(); }
    std::unique_ptr<Caller> arrive(std::string id) {
        return std::make_unique<Caller>(loop, port, std::move(id));
    }

    Program critic{ART_CRITIC, {"--port", "0", "--public-address", "127.0.0.1"}, nothing_said};
    const std::uint16_t port = critic.port();
};

TEST_F(TheArtCritic, TakesFiveCallersFor90SecondsEachAndTellsTheSixth) {
    std::vector<std::unique_ptr<Caller>> guests;
    for (std::size_t i = 0; i < places; ++i) {
        guests.push_back(arrive("guest" + std::to_string(i)));
        ASSERT_TRUE(guests.back()->connect());
    }
    const auto spoken_to = [](const Diary& diary) { return !diary.captions().empty(); };
    const auto question = record(speech::Voice().speak("Hello! What do you think of it?"));
    for (const auto& guest : guests) guest->speak(question);
    for (const auto& guest : guests) {
        EXPECT_TRUE(guest->until(spoken_to));
        EXPECT_THAT(guest->diary().told("time_left"), testing::ElementsAre("90"));
        EXPECT_TRUE(guest->diary().told("error").empty());
    }
    const auto sixth = arrive("sixth");
    EXPECT_EQ(sixth->call(), "concurrency_limit_reached");
    guests.front()->hang_up();
    EXPECT_TRUE(only_left(port, places - 1));
    EXPECT_TRUE(arrive("next")->connect());
}

TEST_F(TheArtCritic, EndsByCtrlCAndTellsItsCallers) {
    const auto ada = arrive("ada");
    ASSERT_TRUE(ada->connect());
    const auto reads = [](const Diary& diary) { return !diary.told("time_left").empty(); };
    ASSERT_TRUE(ada->until(reads));
    critic.interrupt();
    EXPECT_EQ(critic.ended(), 0) << critic.said();
    EXPECT_TRUE(ada->until([](const Diary& diary) { return diary.end.has_value(); }));
    EXPECT_THAT(ada->diary().told("end_stream"),
                testing::ElementsAre(StartsWith("The server is closing.")));
}

TEST_F(TheArtCritic, StartedTwiceAtOnePortSaysInOneLineWhatToDo) {
    Program again(ART_CRITIC, {"--port", std::to_string(port)}, nothing_said);
    EXPECT_EQ(again.ended(), 2);
    EXPECT_THAT(again.said(), AllOf(HasSubstr("salon: cannot"), HasSubstr(std::to_string(port)),
                                    HasSubstr("Address already in use: end the program that has "
                                              "it, or choose another port\n")));
}

class LaunchedByPort : public RunningPrograms {};

TEST_F(LaunchedByPort, ServesThePageThatWasAssignedUntilCtrlC) {
    Program page(LAUNCHED_PAGE, {"0"});
    const auto port = page.port();
    ASSERT_NE(port, 0) << page.said();
    EXPECT_THAT(get(port, "/config"), AllOf(HasSubstr("A page of my own"), HasSubstr("# On air"),
                                            Not(HasSubstr("The usual page"))));
    EXPECT_THAT(get(port, "/"), StartsWith("<!doctype html>"));
    page.interrupt();
    EXPECT_EQ(page.ended(), 0) << page.said();
}

TEST_F(LaunchedByPort, IsShownInsideNoOtherPageButThatOfItsSpace) {
    const auto frames = [this](const std::map<std::string, std::string>& environment) {
        Program page(LAUNCHED_PAGE, {"0"}, environment);
        const auto answer = ask(loop, page.port(), "GET", "/");
        const std::string policy(answer.headers.get("Content-Security-Policy"));
        const auto at = policy.find("frame-ancestors ");
        return at == policy.npos ? policy : policy.substr(at, policy.find(';', at) - at);
    };
    EXPECT_EQ(frames({{"SYSTEM", ""}, {"SPACE_ID", "ada/critic"}}), "frame-ancestors 'none'");
    EXPECT_EQ(frames({{"SYSTEM", "spaces"}, {"SPACE_ID", "ada/critic"}}),
              "frame-ancestors https://huggingface.co https://*.hf.space");
}

TEST_F(LaunchedByPort, SaysInWordsThatThePortIsTaken) {
    const House house(Stream({.handler = make<Handler>(), .modality = Modality::Audio}));
    Program page(LAUNCHED_PAGE, {std::to_string(house.port())});
    EXPECT_EQ(page.ended(), 1);
    EXPECT_EQ(page.said(), "cannot listen on 127.0.0.1:" + std::to_string(house.port()) +
                               ": Address already in use: end the program that has it, or choose "
                               "another port\n");
}

TEST_F(LaunchedByPort, TakesItsCallsAtTheSameNumber) {
    House house(Stream({.handler = make<Handler>(), .modality = Modality::Audio}));
    const auto port = std::to_string(house.udp().port);
    Program page(LAUNCHED_PAGE, {port});
    EXPECT_EQ(page.ended(), 1);
    EXPECT_THAT(page.said(),
                StartsWith("cannot bind UDP port " + port + ": Address already in use"));
}

}  // namespace
}  // namespace salon::testing_real
