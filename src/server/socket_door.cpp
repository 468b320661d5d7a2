#include "server/socket_door.h"

#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "net/with_timeout.h"
#include "server/other_site.h"
#include "server/requests.h"
#include "server/socket_traffic.h"
#include "session/messages.h"

namespace salon::server {

namespace {

std::string late(Duration patience) {
    return "Say who you are: {\"event\":\"start\",\"websocket_id\":…} has to come within " +
           in_seconds(patience) + ".";
}

/// The next message, or why there is none: the caller's mistake in words, or nothing where the
/// socket has ended.
Task<Result<BrowserMessage, std::string>> next(net::WebSocket& socket) {
    auto message = co_await socket.read();
    if (!message) co_return fail(std::string());
    co_return parse_browser_message(message->data);
}

/// Waits for who it is. Sound before that is nobody's.
Task<Result<SocketStart, std::string>> first_word(net::WebSocket& socket) {
    for (;;) {
        auto message = co_await next(socket);
        if (!message) co_return fail(std::move(message.error()));
        if (auto* start = std::get_if<SocketStart>(&*message)) co_return std::move(*start);
        if (std::holds_alternative<SocketStop>(*message)) co_return fail(std::string());
        if (std::holds_alternative<SocketPing>(*message)) co_await socket.send_text(pong_json());
    }
}

/// Says why there is no call, in a message that pages read, and closes.
Task<> decline(net::WebSocket& socket, std::string message, std::string reason) {
    co_await socket.send_text(std::move(message));
    co_await socket.close(net::close_code::policy, std::move(reason));
}

/// What the caller did wrong ends its call; everybody else's go on.
void refuse_to_go_on(SocketTraffic& traffic, const SocketCall& call, std::string mistake) {
    traffic.send(session::error_message(mistake));
    traffic.finish(net::close_code::policy, std::move(mistake));
    lose(call, "the caller said what is no message");
}

/// Carries what the caller says to its line, until the caller is gone or says what is no message.
Task<> hear(net::WebSocket& socket, SocketTraffic& traffic, SocketCall call) {
    for (;;) {
        auto message = co_await next(socket);
        if (!message && !message.error().empty()) {
            refuse_to_go_on(traffic, call, std::move(message.error()));
            co_return;
        }
        if (!message || std::holds_alternative<SocketStop>(*message)) {
            lose(call, message ? "the caller hung up" : "the caller is gone");
            traffic.finish();
            co_return;
        }
        if (auto* media = std::get_if<SocketMedia>(&*message)) {
            co_await hand_over(call, std::move(*media));
        } else if (std::holds_alternative<SocketPing>(*message)) {
            traffic.send(pong_json());
        } else {
            refuse_to_go_on(traffic, call, "This call has started already: \"start\" comes once.");
            co_return;
        }
    }
}

}  // namespace

SocketDoor::SocketDoor(net::Executor front, Reception& reception, Duration patience)
    : front_(std::move(front)), reception_(reception), patience_(patience) {}

Task<> SocketDoor::call(net::WebSocket& socket, net::HttpRequest request) {
    if (from_other_site(request.headers)) {
        co_await decline(socket, failed_json("other_site", other_site), std::string(other_site));
        co_return;
    }
    auto opening = first_word(socket);
    auto start = co_await net::with_timeout(patience_, std::move(opening));
    if (!start || !*start) {
        auto why = start ? std::move(start->error()) : late(patience_);
        if (!why.empty()) co_await decline(socket, session::error_message(why), why);
        co_return;
    }
    const auto traffic = std::make_shared<SocketTraffic>(front_, socket);
    SocketCaller caller{.id = std::move((*start)->id),
                        .tab = std::move((*start)->session),
                        .component = (*start)->component};
    auto ended = [traffic] { traffic->finish(); };
    auto begun = reception_.begin(std::move(caller), traffic->way(), std::move(ended));
    if (!begun) {
        co_await decline(socket, std::move(begun.error()), "no call began");
        co_return;
    }
    using namespace boost::asio::experimental::awaitable_operators;
    auto hearing = hear(socket, *traffic, *begun);
    auto writing = SocketTraffic::write_all(traffic);
    co_await (std::move(hearing) && std::move(writing));
}

}  // namespace salon::server
