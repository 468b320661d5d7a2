// session::Relay and a real relay, Debian's coturn, on this machine: UDP, TCP and TLS.
#include "session/relay.h"

#include <gmock/gmock.h>

#include "crypto/random_seed.h"
#include "net/clock.h"
#include "net/run_on.h"
#include "reach/coturn.h"

namespace salon::session {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing_reach::Coturn;
using turn::Transport;

/// Sends every datagram back to where it came from.
class Echo {
public:
    explicit Echo(net::Loop& loop)
        : port(loop, {*IpAddress::parse("127.0.0.1"), 0},
               [this](MutableBytes bytes, TransportAddress from) {
                   port.send({.bytes = to_buffer(bytes), .to = from});
               }) {}
    net::UdpPort port;
};

class Relays : public testing::Test {
protected:
    ~Relays() override { loop.stop(); }

    std::shared_ptr<Relay> relay(Transport transport, std::string credential = "secret") {
        RelayOptions options{.server = {.kind = turn::ServerKind::Turn,
                                        .host = "localhost",
                                        .port = coturn.port(),
                                        .transport = transport},
                             .username = "ada",
                             .credential = std::move(credential),
                             .totals = totals};
        if (transport == Transport::Tls) options.server.port = coturn.tls_port();
        options.trust.extra_pem = coturn.certificate_pem();
        return std::make_shared<Relay>(loop, std::move(options), Random(crypto::random_seed()));
    }
    /// Whether it has an address now.
    static Task<bool> settle(std::shared_ptr<Relay> relay) {
        relay->start();
        co_await relay->settle(net::steady_now() + 20s);
        co_return relay->address().has_value();
    }
    static Task<> close(std::shared_ptr<Relay> relay) { co_await relay->close(); }

    /// How many of `count` payloads come back by way of the relay and the echo, one by one.
    static Task<int> ask_echo(std::shared_ptr<Relay> relay, TransportAddress echo, int count) {
        const auto answered =
            std::make_shared<net::Signal>(co_await boost::asio::this_coro::executor);
        Relay::Events events;
        events.arrived = [answered](MutableBytes, const TransportAddress&) { answered->notify(); };
        relay->listen(std::move(events));
        int answers = 0;
        const ByteBuffer payload(1200, 0x80);
        for (int i = 0; i < count; ++i) {
            relay->send(payload, echo);
            const auto until = net::steady_now() + 5s;
            const bool came = co_await answered->wait_until(until);
            if (came) ++answers;
        }
        co_return answers;
    }

    std::shared_ptr<RelayTotals> totals = std::make_shared<RelayTotals>();
    Coturn coturn;
    net::Loop loop;
};

TEST_F(Relays, CarryBothWaysOverUdpTcpAndTls) {
    Echo echo(loop);
    for (const auto transport : {Transport::Udp, Transport::Tcp, Transport::Tls}) {
        const auto one = relay(transport);
        ASSERT_TRUE(net::run_on(loop, settle(one))) << one->failure() << coturn.said();
        EXPECT_EQ(net::run_on(loop, ask_echo(one, echo.port.local(), 100)), 100);
        net::run_on(loop, close(one));
        EXPECT_FALSE(one->address());
        EXPECT_EQ(totals->held, 0);
    }
    EXPECT_EQ(totals->lent, 3u);
    EXPECT_EQ(totals->failed, 0u);
    EXPECT_EQ(totals->bytes_out, 3u * 100 * 1200);
    EXPECT_EQ(totals->bytes_in, 3u * 100 * 1200);
    loop.stop();
}

TEST_F(Relays, TellAWrongCredential) {
    const auto one = relay(Transport::Udp, "guess");
    EXPECT_FALSE(net::run_on(loop, settle(one)));
    EXPECT_EQ(totals->failed, 1u);
    EXPECT_THAT(one->failure(), HasSubstr("credential"));
    EXPECT_THAT(one->failure(), testing::Not(HasSubstr("guess")));
}

TEST_F(Relays, ThatWereRestartedGiveAnotherAddress) {
    for (const auto transport : {Transport::Tcp, Transport::Udp}) {
        const auto one = relay(transport);
        ASSERT_TRUE(net::run_on(loop, settle(one))) << one->failure();
        coturn.restart();
        const auto told = std::make_shared<std::promise<TransportAddress>>();
        Relay::Events events;
        events.address = [told](const turn::Allocated& allocated) {
            told->set_value(allocated.relayed);
        };
        auto listen = [](std::shared_ptr<Relay> relay, Relay::Events all) -> Task<> {
            relay->listen(std::move(all));
            co_return;
        };
        net::run_on(loop, listen(one, std::move(events)));
        EXPECT_EQ(told->get_future().wait_for(25s), std::future_status::ready);
        net::run_on(loop, close(one));
    }
}

}  // namespace
}  // namespace salon::session
