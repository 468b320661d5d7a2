// The door of pages and programs that bring their sound by WebSocket, in FastRTC's words.
//
//   in   the messages of WS /websocket/offer
//   out  a call like any other, at the handler's rates; its texts stand among its sound
//
// Pages of other sites are refused (other_site.h). Lives on the front loop.
#pragma once

#include "net/executor.h"
#include "net/http.h"
#include "net/websocket.h"
#include "server/reception.h"
#include "server/socket_messages.h"

namespace salon::server {

class SocketDoor {
public:
    SocketDoor(net::Executor front, Reception& reception, Duration patience);

    /// One call, from its first message to its last.
    Task<> call(net::WebSocket& socket, net::HttpRequest request);

private:
    net::Executor front_;
    Reception& reception_;
    Duration patience_;  // For the first message that says who it is.
};

}  // namespace salon::server
