#include "server/doors.h"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "credentials/turn_credentials.h"
#include "server/assets.h"
#include "server/other_site.h"

namespace salon::server {

namespace {

using net::HttpRequest;
using net::HttpResponse;

constexpr std::size_t twilio_form_max = 16 * 1024;

/// The page loads nothing from elsewhere and is shown inside no other page, but that of its space.
std::string content_policy() {
    const std::string_view frames =
        get_space() ? "https://huggingface.co https://*.hf.space" : "'none'";
    return fmt::format(
        "default-src 'self'; img-src 'self' data: blob: https:; media-src 'self' blob:; "
        "style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors {}; "
        "base-uri 'none'",
        frames);
}

Task<HttpResponse> serve_asset(HttpRequest request, std::string policy) {
    const auto asset = find_asset(request.path);
    if (!asset) {
        const bool page = request.path == "/";
        co_return net::error_response(
            404, page ? "the page was not built: start with ./run" : "no such file");
    }
    HttpResponse response{
        .status = 200, .headers = {}, .body = std::string(as_text(asset->bytes)), .stream = {}};
    response.headers.set("Content-Type", std::string(asset->content_type));
    response.headers.set("X-Content-Type-Options", "nosniff");
    response.headers.set("Referrer-Policy", "no-referrer");
    response.headers.set("Content-Security-Policy", std::move(policy));
    // Vite names files after their content, so they may be kept for ever; the page itself may not.
    const bool named_by_content = asset->path.starts_with("/assets/");
    response.headers.set("Cache-Control",
                         named_by_content ? "public, max-age=31536000, immutable" : "no-cache");
    co_return response;
}

}  // namespace

void open_doors(net::HttpServer& server, PageDesk& desk, Reception& reception,
                SocketDoor& socket_door, Telephone& telephone) {
    const auto to = [](auto& room, auto hook) {
        return [&room, hook](HttpRequest request) { return (room.*hook)(std::move(request)); };
    };
    const auto from_own_page_to = [to](auto& room, auto hook) {
        return for_own_pages(to(room, hook));
    };
    server.route("POST", "/webrtc/offer", from_own_page_to(reception, &Reception::offer),
                 {.body_max = offer_size_max});
    server.route("POST", "/webrtc/text", from_own_page_to(reception, &Reception::text),
                 {.body_max = inputs_size_max});
    server.route("POST", "/webrtc/close", from_own_page_to(reception, &Reception::close),
                 {.body_max = 1024});
    server.route("GET", "/healthz", to(reception, &Reception::health));
    server.websocket("/websocket/offer",
                     [&socket_door](net::WebSocket& socket, HttpRequest request) {
                         return socket_door.call(socket, std::move(request));
                     });
    server.route("POST", "/telephone/incoming", to(telephone, &Telephone::incoming),
                 {.body_max = twilio_form_max});
    server.websocket("/telephone/handler",
                     [&telephone](net::WebSocket& socket, HttpRequest request) {
                         return telephone.call(socket, std::move(request));
                     });
    server.route("POST", "/webrtc/turn", from_own_page_to(desk, &PageDesk::turn),
                 {.body_max = 1024});
    server.route("POST", "/input", from_own_page_to(desk, &PageDesk::input),
                 {.body_max = inputs_size_max});
    server.route("POST", "/event", from_own_page_to(desk, &PageDesk::event),
                 {.body_max = inputs_size_max});
    server.route("POST", "/upload", from_own_page_to(desk, &PageDesk::upload),
                 {.body_max = upload_size_max});
    server.route_prefix("GET", "/file/", to(desk, &PageDesk::file));
    server.route("GET", "/config", to(desk, &PageDesk::config));
    server.route_prefix("GET", "/", [policy = content_policy()](HttpRequest request) {
        return serve_asset(std::move(request), policy);
    });
}

void open_own_doors(net::HttpServer& server, const std::vector<OwnRoute>& routes,
                    Reception& reception) {
    for (const auto& own : routes) {
        auto answering = [route = own.answer, callers = Callers(reception)](HttpRequest request) {
            return answer(route, std::move(request), callers);
        };
        const bool reads_only = own.method == "GET";
        server.route(own.method, own.path,
                     reads_only ? net::HttpServer::Handler(answering) : for_own_pages(answering));
    }
}

}  // namespace salon::server
