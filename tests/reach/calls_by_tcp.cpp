// Callers who cannot use UDP: ICE-TCP at the number of the UDP port (RFC 6544, RFC 4571), and those
// who only want its connections.
#include <gmock/gmock.h>

#include <thread>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include "edge/house.h"
#include "edge/parrot.h"
#include "net/tcp_listener.h"
#include "session/tcp_door.h"

namespace salon::testing_real {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using session::TcpDoor;

/// A stranger's connection to the house's TCP port.
class Knock {
public:
    explicit Knock(const TransportAddress& at) : socket_(io_) {
        socket_.connect({asio::ip::make_address(at.ip.text()), at.port});
    }
    void say(Bytes bytes) { asio::write(socket_, asio::buffer(bytes.data(), bytes.size())); }
    /// Until the house hangs up.
    void wait_for_the_end() {
        ByteBuffer room(100);
        boost::system::error_code error;
        while (!error) socket_.read_some(asio::buffer(room), error);
    }

private:
    asio::io_context io_;
    tcp::socket socket_;
};

/// One number for the page and the calls, as by default.
Settings on_one_port() {
    const net::Loop loop;
    net::TcpListener free(loop.executor());
    free.listen({*IpAddress::parse("127.0.0.1"), 0}, 1);
    auto settings = on_free_ports();
    settings.port = settings.udp_port = free.local().port;
    return settings;
}

TEST(CallsByTcpTo, ANumberThatSomebodyHasAreNotOffered) {
    const net::Loop loop;
    net::TcpListener somebody(loop.executor());
    somebody.listen({*IpAddress::parse("::"), 0}, 1);
    auto settings = on_free_ports();
    settings.udp_port = somebody.local().port;
    Books books;
    House house(parrots(books, 1), settings);
    Caller ada(house.callers(), house.port(), "ada");
    ASSERT_TRUE(ada.connect());
    EXPECT_THAT(ada.answer(), testing::Not(testing::HasSubstr("tcptype")));
}

TEST(CallsByTcpTo, AHouseThatWantsNoneAreNotOfferedAndNotTaken) {
    for (auto settings : {on_free_ports(), on_one_port()}) {
        settings.tcp = false;
        Books books;
        House house(parrots(books, 1), settings);
        Caller ada(house.callers(), house.port(), "ada");
        ASSERT_TRUE(ada.connect()) << "by UDP";
        EXPECT_THAT(ada.answer(), testing::Not(testing::HasSubstr("tcptype")));
        Knock at_the_page({*IpAddress::parse("127.0.0.1"), house.port()});
        at_the_page.say(ByteBuffer{0});
        at_the_page.wait_for_the_end();
        EXPECT_EQ(house.count("tcp", "taken") + house.count("tcp", "refused"), 0);
    }
}

/// Callers come in at a port of their own, or by the page's door.
class CallsByTcp : public testing::TestWithParam<Settings (*)()> {
protected:
    std::int64_t tcp(std::string_view name) {
        return house.health().at("tcp").at(name).to_number<std::int64_t>();
    }
    bool refused(std::int64_t count) {
        const auto until = net::steady_now() + 20s;
        while (net::steady_now() < until) {
            if (tcp("refused") >= count) return true;
            std::this_thread::sleep_for(between_looks);
        }
        return false;
    }

    Books books;
    House house{parrots(books, 3), GetParam()()};
};

TEST_P(CallsByTcp, AreHeardAndSeenAndEnd) {
    {
        Caller ada(house.callers(), house.port(), "ada", {}, house.udp());
        ASSERT_TRUE(ada.connect());
        EXPECT_THAT(ada.answer(), testing::HasSubstr("tcptype passive"));
        ada.speak(record(tone(2s)));
        ada.show(film(Picture::filled(160, 120, {0, 0, 255})));
        EXPECT_TRUE(ada.until(
            [](const Diary& diary) { return diary.heard.size() > 50 && diary.seen.size() > 5; }));
        EXPECT_EQ(tcp("taken"), 1);
        ada.hang_up();
    }
    EXPECT_TRUE(house.only_left(0));
}

TEST_P(CallsByTcp, StrangersAreShownOut) {
    Knock talker(house.udp());
    talker.say(ice::tcp_frame(as_bytes("no check")));
    talker.wait_for_the_end();
    stun::Message check;
    check.username = "nobody:stranger";
    Knock caller(house.udp());
    caller.say(ice::tcp_frame(stun::write(check, nullptr)));
    caller.wait_for_the_end();
    EXPECT_TRUE(refused(2));
    EXPECT_EQ(tcp("taken"), 0);
}

TEST_P(CallsByTcp, WhoSaysNothingHasFiveSeconds) {
    const auto came = net::steady_now();
    Knock silent(house.udp());
    silent.say(ByteBuffer{0});
    silent.wait_for_the_end();
    EXPECT_GE(net::steady_now() - came, TcpDoor::patience - 100ms);
    EXPECT_TRUE(refused(1));
}

TEST_P(CallsByTcp, OneAddressHasFewStrangersAtOnce) {
    std::vector<std::unique_ptr<Knock>> crowd;
    for (std::size_t i = 0; i < TcpDoor::strangers_each_max + 1; ++i) {
        crowd.push_back(std::make_unique<Knock>(house.udp()));
        crowd.back()->say(ByteBuffer{0});
    }
    crowd.back()->wait_for_the_end();
    EXPECT_TRUE(refused(1));
    EXPECT_THAT(house.health().at("sessions").at("lines"), 0);
}

INSTANTIATE_TEST_SUITE_P(AtAPortOfTheirOwn, CallsByTcp, testing::Values(on_free_ports));
INSTANTIATE_TEST_SUITE_P(AtThePagesPort, CallsByTcp, testing::Values(on_one_port));

}  // namespace
}  // namespace salon::testing_real
