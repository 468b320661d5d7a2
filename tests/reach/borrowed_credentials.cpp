// Relays by credentials that a provider lends: our own side and the page ask for them, each for
// every connection. The three providers are stand-ins on this machine, the relay is a real coturn.
#include <atomic>
#include <future>
#include <regex>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "edge/house.h"
#include "edge/parrot.h"
#include "reach/coturn.h"
#include "real/log_book.h"
#include "real/turn_stand_in.h"
#include "server/page_desk.h"

namespace salon::testing_real {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing_reach::Coturn;

constexpr auto session = "ada-has-one-tab-of-her-own";

LogBook log_book;

class BorrowedCredentials : public testing::Test {
protected:
    static void SetUpTestSuite() { log_book.open(); }

    /// Hugging Face, asked with what the caller typed.
    RtcSource by_token(Duration patience = 4s) {
        return [there = stand_in.providers(patience)](const Inputs& inputs) {
            return get_hf_turn_credentials(inputs.text("HF Token"), 600s, there);
        };
    }
    RtcSource by_cloudflare() {
        return [there = stand_in.providers()] {
            return get_cloudflare_turn_credentials("abc123", "cf_secret", 600s, there);
        };
    }
    RtcSource by_twilio() {
        return [there = stand_in.providers()] {
            return get_twilio_turn_credentials("AC123", "tw_secret", 24h, there);
        };
    }
    Stream stream(RtcSource browsers, RtcSource servers) {
        return Stream(
            {.handler = make<Parrot>(&books),
             .additional_inputs = {token, Textbox({.label = "Fault"}), Image({.label = "Artwork"})},
             .rtc_configuration = std::move(browsers),
             .server_rtc_configuration = std::move(servers)});
    }

    net::HttpResponse type(House& house, std::string_view text) {
        return ask(
            loop, house.port(), "POST", "/input",
            fmt::format(R"({{"session":"{}","values":{{"{}":"{}"}}}})", session, token.id(), text));
    }
    /// The number of the page's stream.
    std::string stream_id(House& house) {
        const auto config = ask(loop, house.port(), "GET", "/config").body;
        std::smatch found;
        EXPECT_TRUE(
            std::regex_search(config, found, std::regex(R"re("id":(\d+),"type":"webrtc")re")));
        return found[1].str();
    }
    /// What the page asks before it calls.
    net::HttpResponse ask_turn(House& house, std::string_view id) {
        return ask(loop, house.port(), "POST", "/webrtc/turn",
                   fmt::format(R"({{"session":"{}","component":{}}})", session, id));
    }
    net::HttpResponse ask_turn(House& house) { return ask_turn(house, stream_id(house)); }

    net::Loop loop;
    TurnStandIn stand_in{loop};
    Textbox token{{.label = "HF Token", .kind = TextKind::Password}};
    Books books;
};

class ByRealRelay : public BorrowedCredentials {
protected:
    ByRealRelay() { stand_in.body = lent("secret"); }

    std::string lent(std::string_view credential) const {
        return fmt::format(
            R"({{"iceServers":[{{"urls":["turn:127.0.0.1:{}?transport=udp"],"username":"ada",)"
            R"("credential":"{}"}}]}})",
            coturn.port(), credential);
    }
    /// The answer that a caller gets, who then hangs up.
    std::string answer_by(RtcSource servers) {
        House house(stream({}, std::move(servers)));
        Caller ada(house.callers(), house.port(), "ada");
        EXPECT_EQ(ada.input(token.id(), "hf_secret").status, 200);
        // The relay lets in only whom our side has asked for; the candidate waits for the offer.
        EXPECT_EQ(ada.send_own_candidate().status, 200);
        EXPECT_EQ(ada.call(), "");
        EXPECT_TRUE(ada.until([](const Diary& diary) { return diary.connected; }));
        ada.hang_up();
        EXPECT_TRUE(house.only_left(0));
        return ada.answer();
    }
    Coturn coturn;
};

TEST_F(ByRealRelay, OurSideHasAnAddressThere) {
    EXPECT_THAT(answer_by(by_token()), HasSubstr("typ relay"));
    EXPECT_THAT(answer_by(by_cloudflare()), HasSubstr("typ relay"));
    stand_in.body = fmt::format(
        R"({{"ice_servers":[{{"urls":"turn:127.0.0.1:{}?transport=tcp","username":"ada",)"
        R"("credential":"secret"}}]}})",
        coturn.port());
    EXPECT_THAT(answer_by(by_twilio()), HasSubstr("typ relay"));
    EXPECT_EQ(stand_in.asked.size(), 3u);
}

TEST_F(ByRealRelay, CredentialsThatAreNoLongerGoodCostTheRelayAndNotTheCall) {
    stand_in.body = lent("expired");
    EXPECT_THAT(answer_by(by_token()), AllOf(HasSubstr("typ host"), Not(HasSubstr("typ relay"))));
}

TEST_F(ByRealRelay, AProviderThatRefusesIsSilentOrRavesCostsTheRelayAndNotTheCall) {
    stand_in.status = 401;
    EXPECT_THAT(answer_by(by_token()), Not(HasSubstr("typ relay")));
    stand_in.status = 200;
    stand_in.body = "<html>502 Bad Gateway</html>";
    EXPECT_THAT(answer_by(by_cloudflare()), Not(HasSubstr("typ relay")));
    stand_in.slow = true;
    EXPECT_THAT(answer_by(by_token(200ms)), Not(HasSubstr("typ relay")));
}

TEST_F(BorrowedCredentials, AreGivenToThePageAndToNobodyElse) {
    House house(stream(by_token(), {}));
    ASSERT_EQ(type(house, "hf_secret").status, 200);
    const auto answer = ask_turn(house);
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, AllOf(HasSubstr(R"("username":"u")"), HasSubstr(R"("credential":"c")"),
                                   HasSubstr(R"("iceTransportPolicy":"all")")));
    EXPECT_EQ(answer.headers.get("Cache-Control"), "no-store");
    EXPECT_THAT(log_book.text(), Not(HasSubstr("hf_secret")));
}

TEST_F(BorrowedCredentials, NeedATokenAndSayWhichOne) {
    House house(stream(by_token(), {}));
    const auto answer = ask_turn(house);
    EXPECT_EQ(answer.status, 400);
    EXPECT_THAT(answer.body, HasSubstr("HF Token is required"));
    EXPECT_TRUE(stand_in.asked.empty());
}

TEST_F(BorrowedCredentials, OfAProviderThatFailsAreMissedInWords) {
    House house(stream(by_token(200ms), {}));
    ASSERT_EQ(type(house, "hf_wrong").status, 200);
    stand_in.status = 401;
    EXPECT_THAT(ask_turn(house).body, AllOf(HasSubstr("detail"), Not(HasSubstr("hf_wrong"))));
    stand_in.status = 200;
    stand_in.body = "{]";
    EXPECT_EQ(ask_turn(house).status, 502);
    stand_in.slow = true;
    const auto late = ask_turn(house);
    EXPECT_EQ(late.status, 502);
    EXPECT_THAT(late.body, HasSubstr("did not answer in time"));
    EXPECT_THAT(log_book.text(), Not(HasSubstr("hf_wrong")));
}

TEST_F(BorrowedCredentials, FaultsOfOurOwnAreNotToldInTheirWords) {
    const auto fails = []() -> Task<RtcSource::Answer> {
        throw std::runtime_error("password of the database");
        co_return RtcConfiguration();
    };
    House house(stream(fails, {}));
    const auto answer = ask_turn(house);
    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.body, Not(HasSubstr("database")));
}

TEST_F(BorrowedCredentials, WhoeverNeverAnswersIsAskedBySomeOnlyAndNotForLong) {
    std::atomic<int> asked = 0;
    const auto never_answers = [&asked]() -> Task<RtcSource::Answer> {
        ++asked;
        co_await net::forever();
        co_return RtcConfiguration();
    };
    House house(stream(never_answers, {}));
    const auto id = stream_id(house);  // Once: libstdc++'s std::regex is not for many threads.
    std::vector<std::future<net::HttpResponse>> waiting;
    for (int i = 0; i < server::rtc_questions_max; ++i) {
        waiting.push_back(std::async(std::launch::async, [&] { return ask_turn(house, id); }));
    }
    while (asked < server::rtc_questions_max) std::this_thread::yield();
    EXPECT_EQ(ask_turn(house).status, 503);
    for (auto& one : waiting) EXPECT_EQ(one.get().status, 504);
    EXPECT_EQ(asked, server::rtc_questions_max);
}

TEST_F(BorrowedCredentials, AreNullWhereThePageNeedsNone) {
    House house(stream({}, {}));
    const auto answer = ask_turn(house);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, R"({"rtc_configuration":null})");
}

}  // namespace
}  // namespace salon::testing_real
