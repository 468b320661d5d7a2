#include "server/telephone.h"

#include <algorithm>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "net/with_timeout.h"
#include "server/public_place.h"
#include "server/requests.h"
#include "server/socket_traffic.h"
#include "server/twiml.h"

namespace salon::server {

namespace {

using net::HttpRequest;
using net::HttpResponse;

constexpr SampleRate telephone_rate{8'000};

constexpr std::string_view busy = "All lines are busy. Please call again in a minute.";
constexpr std::string_view mute = "Nobody here has a voice. Please visit the page instead.";
constexpr std::string_view not_for_pages = "This door is for telephone exchanges.";
constexpr std::string_view no_such_host = "no URL can be made of this Host";

std::string late(Duration patience) {
    return "Say who calls: \"start\" has to come within " + in_seconds(patience) + ".";
}

HttpResponse xml(std::string body) {
    HttpResponse response{.status = 200, .headers = {}, .body = std::move(body), .stream = {}};
    response.headers.set("Content-Type", "application/xml");
    response.headers.set("Cache-Control", "no-store");  // It names the host by which one came.
    return response;
}

/// The next message that matters, or why there is none: the caller's mistake in words, or nothing
/// where the socket has ended.
Task<Result<TelephoneMessage, std::string>> next(net::WebSocket& socket) {
    for (;;) {
        auto message = co_await socket.read();
        if (!message) co_return fail(std::string());
        auto parsed = parse_telephone_message(message->data);
        if (!parsed || !std::holds_alternative<TelephoneAside>(*parsed)) co_return parsed;
    }
}

/// Waits for who calls. Sound before that is nobody's.
Task<Result<TelephoneStart, std::string>> first_word(net::WebSocket& socket) {
    for (;;) {
        auto message = co_await next(socket);
        if (!message) co_return fail(std::move(message.error()));
        if (auto* start = std::get_if<TelephoneStart>(&*message)) co_return std::move(*start);
        if (std::holds_alternative<SocketStop>(*message)) co_return fail(std::string());
    }
}

/// Carries what the caller says to its line, until the caller is gone or says what is no message.
Task<> hear(net::WebSocket& socket, SocketTraffic& traffic, SocketCall call) {
    for (;;) {
        auto message = co_await next(socket);
        if (!message) {
            const bool gone = message.error().empty();
            lose(call, gone ? "the caller is gone" : "the caller said what is no message");
            traffic.finish(gone ? net::close_code::normal : net::close_code::policy,
                           std::move(message.error()));
            co_return;
        }
        if (auto* media = std::get_if<SocketMedia>(&*message)) {
            co_await hand_over(call, std::move(*media));
        } else if (std::holds_alternative<SocketStop>(*message)) {
            lose(call, "the caller hung up");
            traffic.finish();
            co_return;
        }
    }
}

}  // namespace

Telephone::Telephone(net::Executor front, const ui::Composition& page, Reception& reception,
                     Duration patience)
    : front_(std::move(front)), page_(page), reception_(reception), patience_(patience) {}

const ui::PlacedStream* Telephone::stream() const {
    const auto talks = [](const ui::PlacedStream& stream) {
        return stream.modality != Modality::Video &&
               stream.channel->mode == StreamMode::SendReceive;
    };
    const auto found = std::ranges::find_if(page_.streams(), talks);
    return found == page_.streams().end() ? nullptr : &*found;
}

Task<HttpResponse> Telephone::incoming(HttpRequest request) {
    const auto place = public_place(request.headers);
    if (!place) co_return net::error_response(400, no_such_host);
    const auto* talking = stream();
    if (!talking) co_return xml(declining_twiml(mute));
    if (reception_.full(*talking)) co_return xml(declining_twiml(busy));
    co_return xml(connecting_twiml(*place));
}

Task<> Telephone::call(net::WebSocket& socket, HttpRequest request) {
    // Browsers send it, exchanges do not. Else any page of the web could call by this door, from
    // its visitor's browser, the server that only the visitor can reach.
    if (request.headers.has("Origin")) {
        co_await socket.close(net::close_code::policy, std::string(not_for_pages));
        co_return;
    }
    auto opening = first_word(socket);
    auto start = co_await net::with_timeout(patience_, std::move(opening));
    if (!start || !*start) {
        const auto why = start ? std::move(start->error()) : late(patience_);
        co_await socket.close(net::close_code::policy, why);
        co_return;
    }
    const auto traffic = std::make_shared<SocketTraffic>(front_, socket);
    auto ended = [traffic] { traffic->finish(); };
    const auto begun = begin(std::move(**start), traffic->way(), std::move(ended));
    if (!begun) {
        co_await socket.close(net::close_code::policy, begun.error());
        co_return;
    }
    using namespace boost::asio::experimental::awaitable_operators;
    auto hearing = hear(socket, *traffic, *begun);
    auto writing = SocketTraffic::write_all(traffic);
    co_await (std::move(hearing) && std::move(writing));
}

Result<SocketCall, std::string> Telephone::begin(TelephoneStart start, session::SocketWay way,
                                                 std::function<void()> ended) {
    const auto* talking = stream();
    if (!talking) return fail(failed_json("no_sound", mute));
    SocketCaller caller{
        .id = start.stream_sid,
        .component = talking->id,
        .wire = {.rate = telephone_rate, .stream_sid = start.stream_sid, .tells_texts = false},
        .telephone = TelephoneCall{.call_sid = std::move(start.call_sid),
                                   .parameters = std::move(start.parameters)}};
    return reception_.begin(std::move(caller), std::move(way), std::move(ended));
}

}  // namespace salon::server
