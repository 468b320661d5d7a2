#include "net/byte_link.h"

#include <gtest/gtest.h>

#include <future>

#include <boost/asio/post.hpp>

#include "net/clock.h"
#include "net/loop.h"
#include "net/raw_client_for_test.h"
#include "net/run_on.h"
#include "net/tcp_listener.h"

namespace salon::net {
namespace {

class ByteLinkTest : public testing::Test {
protected:
    ByteLinkTest() : port_(loop.executor()) {
        port_.listen({*IpAddress::parse("127.0.0.1"), 0}, 1);
        client.emplace(port_.local());
        link = run_on(loop, accept(port_));
    }

    /// On the loop, and waits for it.
    template <class Action>
    void on_loop(Action action) {
        std::promise<void> done;
        boost::asio::post(loop.executor(), [&] {
            action();
            done.set_value();
        });
        done.get_future().wait();
    }

    static Task<std::shared_ptr<ByteLink>> accept(TcpListener& port) {
        auto socket = co_await port.accept();
        co_return std::make_shared<ByteLink>(tcp_stream(std::move(*socket)));
    }

    Loop loop;
    TcpListener port_;
    std::optional<RawClient> client;
    std::shared_ptr<ByteLink> link;
};

TEST_F(ByteLinkTest, WhatWasSaidJustBeforeTheEndStillLeaves) {
    on_loop([&] {
        for (int i = 0; i < 10; ++i) EXPECT_TRUE(link->send(as_bytes("goodbye ")));
        link->close();
        EXPECT_FALSE(link->send(as_bytes("too late")));
    });
    std::string all;
    for (int i = 0; i < 10; ++i) all += "goodbye ";
    EXPECT_EQ(client->hear_out(), all);
}

TEST_F(ByteLinkTest, WhoDoesNotListenHoldsItForASecondOnly) {
    const ByteBuffer much(ByteLink::waiting_max);
    int refused = 0;
    while (refused < 20) {  // In a row: the kernel's buffers are full too.
        on_loop([&] { refused = link->send(much) ? 0 : refused + 1; });
        run_on(loop, sleep_for(10ms));
    }
    on_loop([&] { link->close(); });
    std::weak_ptr left = link;
    link.reset();
    const auto closed = steady_now();
    while (!left.expired() && steady_now() - closed < 20s) run_on(loop, sleep_for(10ms));
    EXPECT_TRUE(left.expired());
    EXPECT_GE(steady_now() - closed, ByteLink::farewell_max - 100ms);
}

TEST_F(ByteLinkTest, TheEndIsToldOnceAndNotAfterOnesOwn) {
    std::promise<int> told;
    int ends = 0;
    on_loop([&] { link->start([](Bytes) {}, [&] { told.set_value(++ends); }); });
    client.reset();
    EXPECT_EQ(told.get_future().get(), 1);
    on_loop([&] { link->close(); });
    EXPECT_EQ(ends, 1);
}

}  // namespace
}  // namespace salon::net
