// One stream, served: loops, port, reception and doors, from its making to its stop.
#pragma once

#include <chrono>
#include <cstdint>

#include "net/http_server.h"
#include "net/loop.h"
#include "net/pool.h"
#include "server/page_desk.h"
#include "server/reception.h"
#include "server/settings.h"
#include "server/socket_door.h"
#include "server/stream.h"
#include "server/telephone.h"
#include "session/switchboard.h"

namespace salon::server {

class StreamServer {
public:
    /// Opens the doors. Who comes by a socket has `patience` to say who it is.
    ///
    /// Errors  throws std::exception with one clear line (port taken, page composed wrongly)
    /// Thread  any; blocks a moment
    StreamServer(const Stream& stream, const Settings& settings,
                 Duration patience = start_patience);
    StreamServer(const StreamServer&) = delete;
    StreamServer& operator=(const StreamServer&) = delete;
    ~StreamServer() { stop(); }

    /// The real TCP and UDP ports, also when 0 was asked for.
    std::uint16_t port() const { return http_.local().port; }
    std::uint16_t udp_port() const { return switchboard_.local().port; }

    /// Ends every call, waits until each has given back, and closes the doors. Harmless twice.
    ///
    /// Thread  any but the loops' own; blocks for some seconds at most
    void stop();

private:
    /// Ends the loops before the sockets that belong to them, whatever fails in the making.
    struct LoopsEnd {
        net::Loop& front;
        net::Loops& loops;
        ~LoopsEnd() {
            front.stop();
            loops.stop();
        }
    };

    net::Loops loops_;
    net::Loop front_;
    net::Pool pool_;  // Ends before the loops that its work returns to.
    PageDesk desk_;   // Before any socket: a page composed wrongly opens none.
    session::Switchboard switchboard_;
    LoopsEnd loops_end_{front_, loops_};
    bool tcp_;  // Whether callers may come by TCP.
    Reception reception_;
    SocketDoor socket_door_;
    Telephone telephone_;
    net::HttpServer http_;
    bool stopped_ = false;
};

}  // namespace salon::server
