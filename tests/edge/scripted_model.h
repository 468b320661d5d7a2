// A Live server that says nothing but "ready", and keeps all that a client sends, with its moment.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "live/message.h"
#include "net/clock.h"
#include "net/http_server.h"

namespace salon::testing_real {

struct Arrival {
    Moment at;
    live::ClientMessage message;
};

class ScriptedModel {
public:
    ScriptedModel() : server_(loop_, door()) {
        server_.websocket_prefix("/", [this](net::WebSocket& socket, net::HttpRequest request) {
            return listen(socket, std::move(request.path));
        });
        server_.listen();
    }

    std::string endpoint() const { return "ws://" + server_.local().text(); }

    std::vector<Arrival> arrivals() const {
        const std::scoped_lock lock(mutex_);
        return arrivals_;
    }
    /// Where the newest client came in.
    std::string path() const {
        const std::scoped_lock lock(mutex_);
        return path_;
    }
    int unreadable() const {
        const std::scoped_lock lock(mutex_);
        return unreadable_;
    }
    bool until(const std::function<bool(const std::vector<Arrival>&)>& holds,
               Duration patience = 20s) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, patience, [&] { return holds(arrivals_); });
    }

private:
    static net::HttpServerOptions door() {
        net::HttpServerOptions options;
        options.local = {*IpAddress::parse("127.0.0.1"), 0};
        return options;
    }

    net::Task<> listen(net::WebSocket& socket, std::string path) {
        come_in(std::move(path));
        for (;;) {
            auto received = co_await socket.read();
            if (!received) co_return;
            const bool setup = note(received->data);
            if (!setup) continue;
            const live::ServerMessage ready{.body = live::SetupComplete{}};
            auto text = live::write_message(ready);
            co_await socket.send_text(std::move(text));
        }
    }

    void come_in(std::string path) {
        const std::scoped_lock lock(mutex_);
        path_ = std::move(path);
    }
    /// Whether it was the setup.
    bool note(const std::string& text) {
        auto message = live::parse_client_message(text, live::UnknownFields::Refuse);
        const bool setup = message && std::holds_alternative<live::Setup>(*message);
        const std::scoped_lock lock(mutex_);
        if (message) {
            arrivals_.push_back({net::steady_now(), std::move(*message)});
        } else {
            ++unreadable_;
        }
        changed_.notify_all();
        return setup;
    }

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Arrival> arrivals_;
    int unreadable_ = 0;
    std::string path_;
    net::Loop loop_;
    net::HttpServer server_;
};

}  // namespace salon::testing_real
