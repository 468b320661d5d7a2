// Finds who answers a request: exact paths, then the longest prefix.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http_server.h"

namespace salon::net {

struct Route {
    std::string method;  ///< Empty for a WebSocket.
    std::string path;
    bool prefix = false;
    RouteOptions options;
    HttpServer::Handler handler;
    HttpServer::WebSocketHandler socket_handler;

    bool fits(std::string_view asked) const;
    /// What follows the prefix in `asked`.
    std::string rest(std::string_view asked) const;
};

class Router {
public:
    /// Errors  throws std::invalid_argument when the same is there, or the path begins with no '/'
    void add(Route route);

    struct Found {
        const Route* route = nullptr;
        std::string
            allowed;  ///< Without a route: the methods the path knows, "GET, HEAD"; or empty.
    };
    Found find(std::string_view method, std::string_view path) const;
    const Route* find_websocket(std::string_view path) const;

    /// The largest body any route takes.
    std::size_t body_max() const;

private:
    template <class Accepts>
    const Route* best(std::string_view path, Accepts accepts) const;

    std::vector<Route> routes_;
};

}  // namespace salon::net
