#include "server/other_site.h"

#include <utility>

#include "server/public_place.h"

namespace salon::server {

namespace {

Task<net::HttpResponse> refuse() { co_return net::error_response(403, other_site); }

}  // namespace

bool from_other_site(const net::HttpHeaders& headers) {
    // No page can write it (a forbidden header name), and no proxy that rewrites Host spoils it.
    const auto site = headers.get("Sec-Fetch-Site");
    if (!site.empty()) return site != "same-origin" && site != "none";
    if (!headers.has("Origin")) return false;
    const auto place = public_place(headers);
    if (!place) return true;
    const auto host = place->substr(0, place->find('/'));
    const auto origin = headers.get("Origin");
    return origin != "https://" + host && origin != "http://" + host;
}

net::HttpServer::Handler for_own_pages(net::HttpServer::Handler handler) {
    return [handler = std::move(handler)](net::HttpRequest request) {
        return from_other_site(request.headers) ? refuse() : handler(std::move(request));
    };
}

}  // namespace salon::server
