#include "server/socket_traffic.h"

#include <gmock/gmock.h>
#include <boost/asio/io_context.hpp>

namespace salon::server {
namespace {

TEST(SocketTraffic, RefusesWhatTheSocketHasNoRoomFor) {
    boost::asio::io_context front;  // It never runs, so nothing leaves.
    net::WebSocket socket(nullptr);
    const auto traffic = std::make_shared<SocketTraffic>(front.get_executor(), socket);
    const auto way = traffic->way();
    const std::string half(SocketTraffic::unsent_max / 2, 'x');
    EXPECT_TRUE(way.send(half));
    EXPECT_TRUE(way.send(half));
    EXPECT_FALSE(way.send("x"));
}

}  // namespace
}  // namespace salon::server
