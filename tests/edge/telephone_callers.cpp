// Callers by telephone: an exchange that speaks Twilio's media streams, against the real server.
#include <atomic>
#include <stdexcept>
#include <utility>

#include <gmock/gmock.h>

#include "edge/books.h"
#include "edge/house.h"
#include "net/queue.h"
#include "real/tape.h"
#include "real/telephone.h"
#include "session/call.h"
#include "ui/components.h"

namespace salon::testing_real {
namespace {

using testing::Each;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr double loud = 0.05;
constexpr std::size_t lead_frames = 10;  // 200 ms

/// Says back what it hears, or what the call's parameter "mood" asks for.
class Operator : public Handler {
public:
    Operator(Call& call, Books* books) : Handler(call), books_(*books) {
        const auto* telephone = call.telephone();
        if (telephone && telephone->parameters.contains("unready")) throw UserError("Not yet.");
        ++books_.made;
    }
    ~Operator() override { ++books_.destroyed; }

    AudioFormat audio_format() const override {
        return {.input = SampleRate(16'000), .output = SampleRate(24'000)};
    }
    Task<> start_up() override {
        const auto* telephone = call().telephone();
        if (!telephone) throw UserError("Only telephones here.");
        const auto mood = telephone->parameters.find("mood");
        if (mood != telephone->parameters.end()) mood_ = mood->second;
        if (mood_ == "talkative") to_say_.push_drop_oldest(at_our_rate(tone(5s)));
        if (mood_ == "goodbye") to_say_.push_drop_oldest(at_our_rate(tone(1s)));
        if (mood_ == "broken") throw std::runtime_error("told to fail");
        co_return;
    }
    Task<> receive(AudioBlock audio) override {
        EXPECT_EQ(audio.rate, SampleRate(16'000));
        if (mood_.empty()) {
            to_say_.push_drop_oldest(at_our_rate(audio));
        } else if (level_rms(audio.view()) > loud) {
            to_say_.clear();
            call().flush_audio();
        }
        co_return;
    }
    Task<Emission> emit() override {
        if (mood_ == "goodbye" && std::exchange(said_, true)) co_return CloseStream{};
        auto audio = co_await to_say_.pop();
        co_return audio;
    }
    Task<> shutdown() override {
        ++books_.shutdowns;
        co_return;
    }

private:
    static AudioBlock at_our_rate(const AudioBlock& audio) {
        return resampled(audio.view(), SampleRate(24'000));
    }

    Books& books_;
    std::string mood_;
    bool said_ = false;
    net::Queue<AudioBlock> to_say_{call().executor(), 50};
};

class TelephoneCallers : public testing::Test {
protected:
    static Settings two_lines() {
        auto settings = on_free_ports();
        settings.concurrency_limit = 2;
        return settings;
    }
    void TearDown() override {
        EXPECT_TRUE(all_have_left());
        EXPECT_TRUE(books.balanced());
    }
    bool all_have_left() {
        return house.only_left(0) &&
               house.count("ledger", "started") == house.count("ledger", "ended");
    }

    /// True as soon as so many calls are left.
    bool left(std::int64_t calls) {
        const auto until = net::steady_now() + 20s;
        while (net::steady_now() < until) {
            if (house.count("sessions", "active") == calls) return true;
            std::this_thread::sleep_for(between_looks);
        }
        return false;
    }
    net::HttpResponse incoming(net::HttpHeaders headers = {}) {
        return ask(house.callers(), house.port(), "POST", "/telephone/incoming",
                   "From=%2B4930123456&CallSid=CA1", std::move(headers));
    }
    Telephone caller(std::string stream_sid) {
        return Telephone(house.callers(), house.port(), std::move(stream_sid));
    }

    Books books;
    House house{Stream({.handler = make<Operator>(&books)}), two_lines()};
};

/// How often the sound swings in a second.
double hertz_of(const AudioBlock& audio) {
    int rises = 0;
    for (std::size_t i = 1; i < audio.samples.size(); ++i) {
        if (audio.samples[i - 1] < 0 && audio.samples[i] >= 0) ++rises;
    }
    return rises / std::chrono::duration<double>(audio.duration()).count();
}

auto heard(std::size_t frames) {
    return [frames](const CallLog& log) { return log.heard.size() >= frames; };
}

TEST_F(TelephoneCallers, HearTheirEchoAtItsPitchAndPace) {
    auto ada = caller("MZada");
    ASSERT_TRUE(ada.dial());
    ada.speak(tone(2s));
    ASSERT_TRUE(ada.until(heard(80)));
    const auto log = ada.log();
    EXPECT_THAT(log.heard, Each(Field(&TelephoneFrame::stream_sid, "MZada")));
    EXPECT_THAT(log.heard, Each(Field(&TelephoneFrame::samples, SizeIs(160))));
    EXPECT_NEAR(hertz_of(log.sound(5)), 440, 10);
    EXPECT_GT(level_rms(log.sound(5).view()), loud);
    EXPECT_GT(log.heard[79].at - log.heard[0].at, 1s) << "80 frames last 1.6 s";
    EXPECT_THAT(log.others, IsEmpty()) << "an exchange reads no texts";
    ada.hang_up();
    EXPECT_TRUE(ada.ended());
}

TEST_F(TelephoneCallers, AreHandedWhatComesInABurstLittleByLittle) {
    auto ada = caller("MZada");
    ASSERT_TRUE(ada.dial({{"mood", "talkative"}}));
    ASSERT_TRUE(ada.until(heard(60)));
    const auto log = ada.log();
    for (std::size_t i = lead_frames; i < 60; ++i) {
        const auto due = static_cast<std::int64_t>(i - lead_frames) * 20ms;
        EXPECT_GT(log.heard[i].at - log.heard[0].at, due - 100ms) << i;
    }
    ada.hang_up();
}

TEST_F(TelephoneCallers, WhoInterruptMakeTheExchangeForgetToo) {
    auto ada = caller("MZada");
    ASSERT_TRUE(ada.dial({{"mood", "talkative"}}));
    ASSERT_TRUE(ada.until(heard(30)));
    ada.speak(tone(200ms));
    ASSERT_TRUE(ada.until([](const CallLog& log) { return !log.cleared.empty(); }));
    ada.until([](const CallLog& log) { return log.spoken == 10; });
    ada.hang_up();
    ASSERT_TRUE(ada.ended());
    const auto log = ada.log();
    EXPECT_LT(log.heard.size(), 200u) << "5 s are 250";
    EXPECT_LT(log.heard.back().at, log.cleared.front());
    EXPECT_THAT(log.cleared, SizeIs(1)) << "nothing was said since";
}

TEST_F(TelephoneCallers, CountInTheOneTableOfAll) {
    auto ada = caller("MZada");
    auto ben = caller("MZben");
    ASSERT_TRUE(ada.dial());
    ASSERT_TRUE(ben.dial());
    ada.speak(tone(200ms));
    ben.speak(tone(200ms));
    ASSERT_TRUE(ada.until(heard(5)) && ben.until(heard(5)));
    EXPECT_EQ(house.count("sessions", "active"), 2);

    EXPECT_THAT(incoming().body, HasSubstr("busy"));
    auto eve = caller("MZeve");
    ASSERT_TRUE(eve.dial());
    ASSERT_TRUE(eve.ended());
    EXPECT_THAT(eve.log().end->reason, HasSubstr("concurrency_limit_reached"));
    EXPECT_EQ(Caller(house.callers(), house.port(), "page").call(), "concurrency_limit_reached");

    ada.hang_up();
    ASSERT_TRUE(left(1));
    auto next = caller("MZnext");
    ASSERT_TRUE(next.dial());
    next.speak(tone(200ms));
    EXPECT_TRUE(next.until(heard(5)));
    next.hang_up();
    ben.hang_up();
}

TEST_F(TelephoneCallers, CannotTakeAnothersStream) {
    auto ada = caller("MZada");
    ASSERT_TRUE(ada.dial());
    ada.speak(tone(10s));
    ASSERT_TRUE(ada.until(heard(5)));
    auto eve = caller("MZada");
    ASSERT_TRUE(eve.dial());
    ASSERT_TRUE(eve.ended());
    EXPECT_THAT(eve.log().end->reason, HasSubstr("connection_already_exists"));
    EXPECT_TRUE(ada.until(heard(ada.log().heard.size() + 10)));
    ada.hang_up();
}

TEST_F(TelephoneCallers, OfGarbageAreToldSoAndHarmNobody) {
    auto ada = caller("MZada");
    ASSERT_TRUE(ada.dial());
    ada.speak(tone(20s));
    for (const auto* garbage :
         {"hello", "{}", R"({"event":"start"})", R"({"event":"media","media":{"payload":"!"}})"}) {
        auto eve = caller("MZeve");
        ASSERT_TRUE(eve.connect());
        eve.send(garbage);
        ASSERT_TRUE(eve.ended()) << garbage;
        EXPECT_EQ(eve.log().end->code, net::close_code::policy);
        EXPECT_THAT(eve.log().end->reason, Not(IsEmpty()));
    }
    auto mid_call = caller("MZmid");
    ASSERT_TRUE(mid_call.dial());
    mid_call.send(R"({"event":"media"})");
    ASSERT_TRUE(mid_call.ended());
    EXPECT_EQ(mid_call.log().end->code, net::close_code::policy);
    EXPECT_TRUE(ada.until(heard(ada.log().heard.size() + 10)));
    ada.hang_up();
}

TEST_F(TelephoneCallers, AreNoPages) {
    auto eve = caller("MZeve");
    ASSERT_TRUE(eve.connect({{"Origin", "https://evil.example"}}));
    ASSERT_TRUE(eve.ended());
    EXPECT_EQ(eve.log().end->code, net::close_code::policy);
}

TEST_F(TelephoneCallers, MayStartAfterTheirFirstSound) {
    auto ada = caller("MZada");
    ASSERT_TRUE(ada.connect());
    ada.send(R"({"event":"media","media":{"payload":"fw=="}})");
    ada.send(R"({"event":"start","streamSid":"MZada"})");
    ada.speak(tone(500ms));
    EXPECT_TRUE(ada.until(heard(10)));
    ada.send(R"({"event":"dtmf","dtmf":{"digit":"1"}})");
    ada.send(R"({"event":"mark","mark":{"name":"x"}})");
    ada.hang_up();
    EXPECT_TRUE(ada.ended());
}

TEST_F(TelephoneCallers, WhoAreGoneWithoutAWordGiveTheirPlaceBack) {
    auto ada = caller("MZada");
    ASSERT_TRUE(ada.dial({{"mood", "talkative"}}));
    ASSERT_TRUE(ada.until(heard(5)));
    ada.vanish();
    EXPECT_TRUE(all_have_left());
}

TEST_F(TelephoneCallers, HearTheLastWordBeforeTheHandlerHangsUp) {
    auto ada = caller("MZada");
    ASSERT_TRUE(ada.dial({{"mood", "goodbye"}}));
    ASSERT_TRUE(ada.ended());
    const auto log = ada.log();
    EXPECT_EQ(log.end->code, net::close_code::normal);
    EXPECT_GE(log.heard.size(), 49u);
    EXPECT_GT(net::steady_now() - log.heard.front().at, 900ms) << "it was heard, not only sent";
}

TEST_F(TelephoneCallers, OfAHandlerThatFailsAreHungUp) {
    auto ada = caller("MZada");
    ASSERT_TRUE(ada.dial({{"mood", "broken"}}));
    EXPECT_TRUE(ada.ended());
}

TEST_F(TelephoneCallers, WhoseHandlerCannotBeMadeAreHungUp) {
    for (const auto* stream_sid : {"MZada", "MZben", "MZeve"}) {
        auto caller = this->caller(stream_sid);
        ASSERT_TRUE(caller.dial({{"unready", "yes"}}));
        ASSERT_TRUE(caller.ended());
        EXPECT_EQ(caller.log().end->code, net::close_code::normal);
        ASSERT_TRUE(left(0)) << "there are two places";
    }
    EXPECT_EQ(books.made, 0);
}

TEST_F(TelephoneCallers, OfAMessageTooBigAreClosedAndHarmNobody) {
    auto ada = caller("MZada");
    ASSERT_TRUE(ada.dial());
    ada.speak(tone(20s));
    const std::string too_big(server::SocketTraffic::unsent_max + 1, 'x');
    auto eve = caller("MZeve");
    ASSERT_TRUE(eve.connect());
    eve.send(too_big);
    ASSERT_TRUE(eve.ended());
    EXPECT_EQ(eve.log().end->code, net::close_code::too_big);
    auto mid_call = caller("MZmid");
    ASSERT_TRUE(mid_call.dial());
    ASSERT_TRUE(left(2));
    mid_call.send(too_big);
    ASSERT_TRUE(mid_call.ended());
    EXPECT_EQ(mid_call.log().end->code, net::close_code::too_big);
    EXPECT_TRUE(left(1));
    EXPECT_TRUE(ada.until(heard(ada.log().heard.size() + 10)));
    ada.hang_up();
}

TEST_F(TelephoneCallers, AreConnectedByTheNameUnderWhichTheyReachedUs) {
    const auto here = "127.0.0.1:" + std::to_string(house.port());
    const auto plain = incoming();
    EXPECT_EQ(plain.status, 200);
    EXPECT_EQ(plain.headers.get("Content-Type"), "application/xml");
    EXPECT_THAT(plain.body, HasSubstr("<Stream url=\"wss://" + here + "/telephone/handler\"/>"));
    EXPECT_THAT(incoming({{"X-Forwarded-Host", "salon.example:8443"}}).body,
                HasSubstr("wss://salon.example:8443/telephone/handler"));
    const auto hostile = incoming({{"X-Forwarded-Host", "evil\"/><Redirect/>"}});
    EXPECT_EQ(hostile.status, 400);
    EXPECT_THAT(hostile.body, Not(HasSubstr("evil")));
}

TEST(ATelephoneCall, StartsInTimeOrNotAtAll) {
    Books books;
    House house(Stream({.handler = make<Operator>(&books)}), on_free_ports(), 200ms);
    Telephone ada(house.callers(), house.port(), "MZada");
    ASSERT_TRUE(ada.connect());
    ada.send(R"({"event":"media","media":{"payload":"fw=="}})");
    ASSERT_TRUE(ada.ended());
    EXPECT_EQ(ada.log().end->code, net::close_code::policy);
    EXPECT_THAT(ada.log().end->reason, HasSubstr("within 0.2 seconds"));
    EXPECT_EQ(house.count("ledger", "offers"), 0);
}

TEST(ATelephoneCall, EndsWithItsTime) {
    Books books;
    auto settings = on_free_ports();
    settings.time_limit = 1;
    House house(Stream({.handler = make<Operator>(&books)}), settings);
    Telephone ada(house.callers(), house.port(), "MZada");
    ASSERT_TRUE(ada.dial());
    EXPECT_TRUE(ada.ended());
    EXPECT_EQ(ada.log().end->code, net::close_code::normal);
    EXPECT_TRUE(house.only_left(0));
    EXPECT_TRUE(books.balanced());
}

TEST(ATelephoneCall, EndsWithTheServer) {
    Books books;
    net::Loop exchange;
    std::optional<Telephone> ada;
    {
        House house(Stream({.handler = make<Operator>(&books)}));
        ada.emplace(exchange, house.port(), "MZada");
        ASSERT_TRUE(ada->dial());
        ada->speak(tone(300ms));
        ASSERT_TRUE(ada->until(heard(5)));
    }
    EXPECT_TRUE(ada->ended());
    EXPECT_TRUE(books.balanced());
}

/// Notes what was said, and hears of it again.
class NoteTaker : public Handler {
public:
    NoteTaker(Call& call, Textbox notes, std::atomic<bool>* remembers)
        : Handler(call), notes_(std::move(notes)), remembers_(*remembers) {}

    Task<> start_up() override {
        const auto version = call().inputs().version();
        call().set(notes_, "a number");
        co_await call().inputs_changed(version);
        remembers_ = call().inputs()[notes_] == "a number";
        call().end("noted");
    }

private:
    Textbox notes_;
    std::atomic<bool>& remembers_;
};

TEST(ATelephoneCall, KeepsWhatItsHandlerSets) {
    std::atomic<bool> remembers = false;
    const Textbox notes({.label = "Notes"});
    WebRtc stream({.modality = Modality::Audio});
    stream.stream(make<NoteTaker>(notes, &remembers), {.inputs = {notes}, .outputs = {notes}});
    House house(Stream(Blocks{stream, notes}));
    Telephone ada(house.callers(), house.port(), "MZada");
    ASSERT_TRUE(ada.dial());
    EXPECT_TRUE(ada.ended());
    EXPECT_TRUE(remembers);
}

TEST(APictureWithoutSound, TakesNoTelephoneCalls) {
    House house(Stream({.handler = [](Call& call) { return std::make_unique<Handler>(call); },
                        .modality = Modality::Video}));
    EXPECT_THAT(ask(house.callers(), house.port(), "POST", "/telephone/incoming").body,
                HasSubstr("<Hangup/>"));
    Telephone ada(house.callers(), house.port(), "MZada");
    ASSERT_TRUE(ada.dial());
    ASSERT_TRUE(ada.ended());
    EXPECT_THAT(ada.log().end->reason, HasSubstr("sound"));
}

}  // namespace
}  // namespace salon::testing_real
