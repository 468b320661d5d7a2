// The providers of relays, all three, on this machine: what they are asked, and what they shall
// answer.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "credentials/turn_credentials.h"
#include "net/clock.h"
#include "net/http_server.h"

namespace salon::testing_real {

class TurnStandIn {
public:
    explicit TurnStandIn(net::Loop& loop)
        : server_(loop, {.local = {.ip = *IpAddress::parse("127.0.0.1"), .port = 0}}) {
        for (const auto* method : {"GET", "POST"}) {
            server_.route_prefix(method, "/", [this](net::HttpRequest request) {
                return answer(std::move(request));
            });
        }
        server_.listen();
    }

    TurnProviders providers(Duration patience = 4s) const {
        const auto here = "http://127.0.0.1:" + std::to_string(server_.local().port);
        return {.hugging_face = here, .cloudflare = here, .twilio = here, .patience = patience};
    }

    int status = 200;
    std::string body =
        R"({"iceServers":[{"urls":["stun:stun.example.org:3478"]},{"urls":[)"
        R"("turn:turn.example.org:3478?transport=udp","turns:turn.example.org:443?transport=tcp"],)"
        R"("username":"u","credential":"c"}]})";
    bool slow = false;
    std::vector<net::HttpRequest> asked;

private:
    net::Task<net::HttpResponse> answer(net::HttpRequest request) {
        asked.push_back(std::move(request));
        if (slow) co_await net::forever();
        co_return net::json_response(status, body);
    }

    net::HttpServer server_;
};

}  // namespace salon::testing_real
