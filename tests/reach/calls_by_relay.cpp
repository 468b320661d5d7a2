// Our side borrows its address from a real coturn on this machine; and what happens when the relay
// cannot be had.
#include <gmock/gmock.h>

#include "edge/house.h"
#include "edge/parrot.h"
#include "edge/witness.h"
#include "reach/coturn.h"

namespace salon::testing_real {
namespace {

using testing::HasSubstr;
using testing_reach::Coturn;
using turn::RtcConfiguration;

class CallsByRelay : public testing::Test {
protected:
    std::string url(std::string_view transport) const {
        return "turn:127.0.0.1:" + std::to_string(coturn.port()) +
               "?transport=" + std::string(transport);
    }
    RtcConfiguration relay_only(std::string_view transport) const {
        const turn::IceServer server{
            .urls = {url(transport)}, .username = "ada", .credential = "secret"};
        return {.ice_servers = {server}, .ice_transport_policy = turn::IceTransportPolicy::Relay};
    }
    Stream stream(RtcSource source) { return parrots(books, 2, std::move(source)); }
    Coturn coturn;
    Books books;
};

TEST_F(CallsByRelay, WithoutARelayGoTheUsualWay) {
    auto wrong = relay_only("udp");
    wrong.ice_servers[0].credential = "guess";
    wrong.ice_transport_policy = turn::IceTransportPolicy::All;
    House house(stream(wrong));
    Caller ada(house.callers(), house.port(), "ada");
    ASSERT_TRUE(ada.connect());
    EXPECT_THAT(ada.answer(), HasSubstr("typ host"));
    EXPECT_EQ(house.count("relays", "failed"), 1);
    ada.hang_up();
    EXPECT_TRUE(house.only_left(0));
}

TEST_F(CallsByRelay, GoTheUsualWayWhenTheQuestionFails) {
    const auto fails = []() -> Task<RtcSource::Answer> {
        throw std::runtime_error("the provider is on holiday");
        co_return RtcConfiguration();
    };
    House house(stream(fails));
    Caller ada(house.callers(), house.port(), "ada");
    ASSERT_TRUE(ada.connect());
    ada.hang_up();
    EXPECT_TRUE(house.only_left(0));
}

TEST_F(CallsByRelay, ByAStunServerNameTheAddressThatTheWorldSees) {
    const turn::IceServer stun{.urls = {"stun:127.0.0.1:" + std::to_string(coturn.port())}};
    auto settings = on_free_ports();
    settings.public_addresses = {"127.0.0.2"};
    House house(stream(RtcConfiguration{.ice_servers = {stun}}), settings);
    Caller ada(house.callers(), house.port(), "ada");
    ASSERT_TRUE(ada.connect());
    const auto seen = "127.0.0.1 " + std::to_string(house.udp().port) + " typ srflx";
    EXPECT_THAT(ada.answer(), HasSubstr(seen));
    ada.hang_up();
    EXPECT_TRUE(house.only_left(0));
}

TEST_F(CallsByRelay, StayAsTheyAreWhenTheWorldSeesWhatWeSee) {
    const turn::IceServer stun{.urls = {"stun:127.0.0.1:" + std::to_string(coturn.port())}};
    House house(stream(RtcConfiguration{.ice_servers = {stun}}));
    Caller ada(house.callers(), house.port(), "ada");
    ASSERT_TRUE(ada.connect());
    EXPECT_THAT(ada.answer(), testing::Not(HasSubstr("srflx")));
    EXPECT_THAT(ada.answer(), HasSubstr("a=ice-lite"));
}

// The page cannot be told of it: FastRTC's wire has no way. The new address makes itself known.
TEST_F(CallsByRelay, ARelayThatComesBackWithAnotherAddressHasItsCallBack) {
    House house(stream(relay_only("tcp")));
    Caller ada(house.callers(), house.port(), "ada", {.video = false});
    ASSERT_EQ(ada.send_own_candidate().status, 200);
    ASSERT_TRUE(ada.connect());
    ada.speak(minutes_of_talk());
    const auto heard = [](std::size_t count) {
        return [count](const Diary& diary) { return diary.heard.size() >= count; };
    };
    ASSERT_TRUE(ada.until(heard(25)));
    coturn.restart();
    const auto until = net::steady_now() + 25s;
    while (house.count("relays", "lent") < 2 && net::steady_now() < until) {
        std::this_thread::sleep_for(between_looks);
    }
    ASSERT_EQ(house.count("relays", "lent"), 2);
    EXPECT_TRUE(ada.until(heard(ada.diary().heard.size() + 50)));
    EXPECT_EQ(ada.diary().end, std::nullopt);
    ada.hang_up();
    EXPECT_TRUE(house.only_left(0));
}

TEST_F(CallsByRelay, AnOfferThatIsRefusedGivesItsAddressBack) {
    House house(stream(relay_only("udp")));
    const std::string offer = R"({"webrtc_id":"bob","type":"offer","sdp":"v=0\r\ns=nothing\r\n"})";
    const auto answer = ask(house.callers(), house.port(), "POST", "/webrtc/offer", offer);
    EXPECT_THAT(answer.body, HasSubstr("invalid_offer"));
    EXPECT_EQ(house.count("relays", "lent"), 1);
    const auto until = net::steady_now() + 20s;
    while (house.count("relays", "held") > 0 && net::steady_now() < until) {
    }
    EXPECT_EQ(house.count("relays", "held"), 0);
    EXPECT_TRUE(house.only_left(0));
}

}  // namespace
}  // namespace salon::testing_real
