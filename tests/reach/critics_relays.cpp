// The relays of the art critic itself, by each of the three providers: its own stream, with its
// own question for them, asked by the page and by our own side of a call. The providers are
// stand-ins on this machine, the relay is a real coturn.
#include <cstdlib>
#include <regex>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "art_critic_stream.h"
#include "edge/house.h"
#include "reach/coturn.h"
#include "real/log_book.h"
#include "real/turn_stand_in.h"
#include "relays.h"

namespace salon::testing_real {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing_reach::Coturn;

LogBook log_book;

struct Lender {
    TurnProvider turn;
    std::string name;         ///< As callers are told it.
    std::string refuses;      ///< What it calls the secret that it refuses.
    std::string list;         ///< The field of its answers that has the relays.
    std::string page_policy;  ///< What the page's traffic has to take.
};

const Lender lenders[] = {
    {TurnProvider::HuggingFace, "Hugging Face", "the HF Token", "iceServers", "all"},
    {TurnProvider::Cloudflare, "Cloudflare", "the TURN key", "iceServers", "all"},
    {TurnProvider::Twilio, "Twilio", "the account SID", "ice_servers", "relay"},
};

/// The operator's secrets, before there are threads. Each test has its own, since answers are kept.
class Secrets {
public:
    Secrets() {
        static int tests = 0;
        secret_ = "operators_secret_" + std::to_string(++tests);
        for (const auto* name : {"CLOUDFLARE_TURN_KEY_ID", "TWILIO_ACCOUNT_SID"}) set(name, "AC12");
        for (const auto* name : {"CLOUDFLARE_TURN_KEY_API_TOKEN", "TWILIO_AUTH_TOKEN"}) {
            set(name, secret_);
        }
        ::unsetenv("HF_TOKEN");  // NOLINT(concurrency-mt-unsafe)
    }
    const std::string& operators() const { return secret_; }
    std::string callers() const { return "callers_" + secret_; }

private:
    static void set(const char* name, const std::string& value) {
        ::setenv(name, value.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    }
    std::string secret_;
};

class CriticsRelays : public testing::Test {
protected:
    static void SetUpTestSuite() { log_book.open(); }
    void SetUp() override { log_book.turn_the_page(); }
    void TearDown() override { EXPECT_THAT(log_book.text(), Not(HasSubstr(secrets.operators()))); }

    static Settings by(TurnProvider provider) {
        auto settings = on_free_ports();
        settings.turn = provider;
        return settings;
    }
    std::string lent(std::string_view list, std::string_view credential) const {
        return fmt::format(
            R"({{"{}":[{{"urls":["turn:127.0.0.1:{}?transport=udp"],"username":"ada",)"
            R"("credential":"{}"}}]}})",
            list, coturn.port(), credential);
    }
    static int id_in(House& house, const std::string& what) {
        const auto config = ask(house.callers(), house.port(), "GET", "/config").body;
        std::smatch found;
        EXPECT_TRUE(std::regex_search(config, found, std::regex(R"("id":(\d+),)" + what)));
        return found.empty() ? 0 : std::stoi(found[1].str());
    }
    /// Types the caller's own HF Token.
    void bring_token(House& house, Caller& caller) const {
        const int field = id_in(house, R"re("type":"textbox"[^{}]*"label":"HF Token")re");
        const boost::json::string token(secrets.callers());
        EXPECT_EQ(caller.input(field, token).status, 200);
    }
    /// What the page asks before it calls.
    static net::HttpResponse ask_turn(House& house, const Caller& caller) {
        return ask(house.callers(), house.port(), "POST", "/webrtc/turn",
                   fmt::format(R"({{"session":"{}","component":{}}})", caller.session(),
                               id_in(house, R"re("type":"webrtc")re")));
    }
    /// The answer that the caller gets, whose call comes about; then hangs up.
    static std::string answer_of(House& house, Caller& caller) {
        // The relay lets in only whom our side has asked for; the candidate waits for the offer.
        EXPECT_EQ(caller.send_own_candidate().status, 200);
        EXPECT_TRUE(caller.connect());
        caller.hang_up();
        EXPECT_TRUE(house.only_left(0));
        return caller.answer();
    }

    Secrets secrets;
    net::Loop loop;
    TurnStandIn stand_in{loop};
    Coturn coturn;
};

class OfEachLender : public CriticsRelays, public testing::WithParamInterface<Lender> {
protected:
    struct Told {
        net::HttpResponse page;  ///< The page's question for relays, answered.
        std::string call;        ///< The answer to the call's offer.
    };
    /// A caller asks as the page does, and calls.
    Told visit(Duration patience = 4s) {
        const auto settings = by(GetParam().turn);
        const Critics critics(settings);
        House house(art_critic_stream(settings, critics, stand_in.providers(patience)), settings);
        Caller ada(house.callers(), house.port(), "ada");
        if (GetParam().turn == TurnProvider::HuggingFace) {
            bring_token(house, ada);
        }
        auto page = ask_turn(house, ada);
        return {std::move(page), answer_of(house, ada)};
    }
    void visit_without_a_relay(int status, const std::string& words, Duration patience = 4s) {
        const auto [page, call] = visit(patience);
        EXPECT_EQ(page.status, status);
        EXPECT_THAT(page.body,
                    AllOf(HasSubstr(words), HasSubstr(GetParam().name),
                          Not(HasSubstr(secrets.operators())), Not(HasSubstr("HF Token is"))));
        EXPECT_THAT(call, AllOf(HasSubstr("typ host"), Not(HasSubstr("typ relay"))));
        EXPECT_THAT(log_book.text(), HasSubstr(words)) << "the operator reads it too";
    }
};

INSTANTIATE_TEST_SUITE_P(TheArtCritic, OfEachLender, testing::ValuesIn(lenders),
                         [](const auto& one) {
                             auto name = one.param.name;
                             std::erase(name, ' ');
                             return name;
                         });

TEST_P(OfEachLender, ARightCredentialGivesBothSidesARelay) {
    stand_in.body = lent(GetParam().list, "secret");
    const auto [page, call] = visit();
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(
        page.body,
        AllOf(HasSubstr(R"("username":"ada")"), HasSubstr(R"("credential":"secret")"),
              HasSubstr(fmt::format(R"("iceTransportPolicy":"{}")", GetParam().page_policy))));
    EXPECT_THAT(call, AllOf(HasSubstr("typ relay"), HasSubstr("typ host")));
    EXPECT_THAT(log_book.text(), Not(HasSubstr("no relay")));
}

TEST_P(OfEachLender, AnExpiredCredentialCostsTheRelayAndNotTheCall) {
    stand_in.body = lent(GetParam().list, "expired");
    const auto [page, call] = visit();
    EXPECT_EQ(page.status, 200) << "only the relay knows";
    EXPECT_THAT(call, AllOf(HasSubstr("typ host"), Not(HasSubstr("typ relay"))));
}

TEST_P(OfEachLender, OneWhoRefusesIsNamedWithWhatToDo) {
    stand_in.status = 401;
    visit_without_a_relay(502, "refused " + GetParam().refuses);
}

TEST_P(OfEachLender, OneWhoIsSlowIsNotWaitedForLong) {
    stand_in.slow = true;
    visit_without_a_relay(502, "did not answer in time", 200ms);
}

TEST_P(OfEachLender, OneWhoRavesIsNotBelieved) {
    stand_in.body = "<html>502 Bad Gateway</html>";
    visit_without_a_relay(502, "gave an answer that holds no relay");
}

TEST_P(OfEachLender, LendsToAPageWithoutAFieldForTokensByTheOperatorsSecret) {
    stand_in.body = lent(GetParam().list, "secret");
    auto settings = by(GetParam().turn);
    settings.hf_token = secrets.operators();
    House house(Stream({.handler = make<Handler>(),
                        .modality = Modality::Audio,
                        .rtc_configuration = relays(settings, {}, 600s, stand_in.providers())}));
    const Caller ada(house.callers(), house.port(), "ada");
    EXPECT_THAT(ask_turn(house, ada).body, HasSubstr(R"("credential":"secret")"));
}

class ByHuggingFace : public CriticsRelays {
protected:
    ByHuggingFace() { stand_in.body = lent("iceServers", "secret"); }

    std::string_view asked_by(std::size_t question) const {
        return stand_in.asked.at(question).headers.get("Authorization");
    }
};

TEST_F(ByHuggingFace, ATokenIsRequiredWhereNobodyBroughtOne) {
    const auto settings = by(TurnProvider::HuggingFace);
    const Critics critics(settings);
    House house(art_critic_stream(settings, critics, stand_in.providers()), settings);
    Caller ada(house.callers(), house.port(), "ada");
    const auto page = ask_turn(house, ada);
    EXPECT_EQ(page.status, 400);
    EXPECT_THAT(page.body, HasSubstr("HF Token is required"));
    EXPECT_THAT(answer_of(house, ada), AllOf(HasSubstr("typ host"), Not(HasSubstr("typ relay"))));
    EXPECT_THAT(stand_in.asked, IsEmpty());

    bring_token(house, ada);
    EXPECT_EQ(ask_turn(house, ada).status, 200);
}

TEST_F(ByHuggingFace, TheOperatorsTokenServesAndTheCallersOwnOutweighsIt) {
    auto settings = by(TurnProvider::HuggingFace);
    settings.hf_token = secrets.operators();
    const Critics critics(settings);
    House house(art_critic_stream(settings, critics, stand_in.providers()), settings);
    Caller ada(house.callers(), house.port(), "ada");
    EXPECT_EQ(ask_turn(house, ada).status, 200);
    EXPECT_EQ(asked_by(0), "Bearer " + secrets.operators());
    bring_token(house, ada);
    EXPECT_EQ(ask_turn(house, ada).status, 200);
    EXPECT_EQ(asked_by(1), "Bearer " + secrets.callers());
}

TEST_F(CriticsRelays, NobodyIsAskedWhereTheOperatorChoseNoProvider) {
    const auto settings = by(TurnProvider::None);
    const Critics critics(settings);
    House house(art_critic_stream(settings, critics, stand_in.providers()), settings);
    Caller ada(house.callers(), house.port(), "ada");
    EXPECT_EQ(ask_turn(house, ada).body, R"({"rtc_configuration":null})");
    EXPECT_THAT(answer_of(house, ada), Not(HasSubstr("typ relay")));
    EXPECT_THAT(stand_in.asked, IsEmpty());
}

}  // namespace
}  // namespace salon::testing_real
