#include "net/udp_port.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <future>
#include <mutex>
#include <optional>
#include <system_error>

#include <boost/asio/post.hpp>

#include "net/clock.h"
#include "net/run_on.h"
#include "net/udp_socket.h"

namespace salon::net {
namespace {

TransportAddress address(const char* ip, std::uint16_t port = 0) {
    return {.ip = *IpAddress::parse(ip), .port = port};
}

// A caller with a plain socket of its own.
class Caller {
public:
    explicit Caller(const char* ip) : socket_(address(ip)) {}
    ~Caller() { ::close(socket_.native()); }

    void say(std::string_view text, TransportAddress to) {
        const Datagram datagram{.bytes = to_buffer(as_bytes(text)), .to = to};
        EXPECT_EQ(socket_.send({&datagram, 1}), 1u);
    }

    TransportAddress local() const { return socket_.local(); }

    /// The next datagram, within five seconds.
    std::string hear() {
        const auto until = steady_now() + 5s;
        while (steady_now() < until) {
            const auto received = socket_.receive();
            if (!received.empty()) return std::string(as_text(received.front().bytes));
        }
        return "nothing";
    }

private:
    UdpSocket socket_;
};

class UdpPortTest : public testing::Test {
protected:
    Loop loop;
};

TEST_F(UdpPortTest, EchoesToBothFamiliesOnOneSocket) {
    std::unique_ptr<UdpPort> port;
    port = std::make_unique<UdpPort>(loop, address("::"), [&](MutableBytes bytes, auto from) {
        port->send({.bytes = to_buffer(bytes), .to = from});
    });
    const auto number = port->local().port;
    Caller four("127.0.0.1");
    four.say("four", address("127.0.0.1", number));
    EXPECT_EQ(four.hear(), "four");
    Caller six("::1");
    six.say("six", address("::1", number));
    EXPECT_EQ(six.hear(), "six");
    loop.stop();
    EXPECT_EQ(port->counts().received, 2u);
    EXPECT_EQ(port->counts().sent, 2u);
}

TEST_F(UdpPortTest, SendsWhatWaitsBeforeItCloses) {
    Caller caller("127.0.0.1");
    auto port = std::make_unique<UdpPort>(loop, address("127.0.0.1"), [](MutableBytes, auto) {});
    const auto leave = [](std::unique_ptr<UdpPort>& from, TransportAddress to) -> Task<> {
        from->send({.bytes = to_buffer(as_bytes("goodbye")), .to = to});
        from.reset();
        co_return;
    };
    run_on(loop, leave(port, caller.local()));
    EXPECT_EQ(caller.hear(), "goodbye");
}

TEST_F(UdpPortTest, CutDatagramsAreDroppedAndCounted) {
    std::promise<std::size_t> heard;
    UdpPort port(loop, address("127.0.0.1"),
                 [&](MutableBytes bytes, TransportAddress) { heard.set_value(bytes.size()); });
    Caller caller("127.0.0.1");
    caller.say(std::string(datagram_room + 1, 'x'), port.local());
    caller.say(std::string(datagram_room, 'x'), port.local());
    EXPECT_EQ(heard.get_future().get(), datagram_room);
    loop.stop();
    EXPECT_EQ(port.counts().dropped_too_long, 1u);
}

TEST_F(UdpPortTest, AnAnswerNobodyWantsStopsNothing) {
    std::promise<void> heard;
    UdpPort port(loop, address("127.0.0.1"),
                 [&](MutableBytes, TransportAddress) { heard.set_value(); });
    const auto refuse = [](UdpPort& from) -> Task<> {
        for (int i = 0; i < 3; ++i) {
            from.send({.bytes = ByteBuffer(20), .to = address("127.0.0.1", 1)});
            co_await sleep_for(1ms);
        }
    };
    run_on(loop, refuse(port));
    Caller caller("127.0.0.1");
    caller.say("still there?", port.local());
    heard.get_future().wait();
    loop.stop();
}

TEST_F(UdpPortTest, WhatCannotGoIsCounted) {
    UdpPort port(loop, address("127.0.0.1"), [](MutableBytes, TransportAddress) {});
    const auto send = [](UdpPort& from) -> Task<> {
        from.send({.bytes = ByteBuffer(20), .to = address("2001:db8::1", 9)});
        co_await sleep_for(1ms);
    };
    run_on(loop, send(port));
    loop.stop();
    EXPECT_EQ(port.counts().dropped_on_send, 1u);
}

TEST_F(UdpPortTest, SeveralLoopsShareOnePort) {
    Loop other;
    std::mutex mutex;
    int heard = 0;
    std::promise<void> all;
    constexpr int callers = 40;
    const auto count = [&](MutableBytes, TransportAddress) {
        const std::scoped_lock lock(mutex);
        if (++heard == callers) all.set_value();
    };
    UdpPort first(loop, address("127.0.0.1"), count);
    UdpPort second(other, first.local(), count, PortUse::Join);
    for (int i = 0; i < callers; ++i) Caller("127.0.0.1").say("hello", first.local());
    all.get_future().wait();
    loop.stop();
    other.stop();
    EXPECT_EQ(first.counts().received + second.counts().received, static_cast<unsigned>(callers));
    EXPECT_GT(first.counts().received, 0u);
    EXPECT_GT(second.counts().received, 0u);
}

TEST_F(UdpPortTest, ATakenAddressIsAnErrorAtOnce) {
    EXPECT_THROW(UdpPort(loop, address("192.0.2.1", 7860), [](MutableBytes, TransportAddress) {}),
                 std::system_error);
}

TEST_F(UdpPortTest, AnothersPortIsTakenEvenIfItCouldBeJoined) {
    const auto deaf = [](MutableBytes, TransportAddress) {};
    UdpPort first(loop, address("127.0.0.1"), deaf);
    EXPECT_THROW(UdpPort(loop, first.local(), deaf), std::system_error);
    std::optional<UdpPort> joined;  // Ends when its loop has stopped, as every port does.
    EXPECT_NO_THROW(joined.emplace(loop, first.local(), deaf, PortUse::Join));
    loop.stop();
}

}  // namespace
}  // namespace salon::net
