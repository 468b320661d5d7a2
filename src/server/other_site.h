// Whose page a browser's request comes from: ours, or one of another site. That one would call,
// from its visitor's browser, a server that perhaps only the visitor can reach.
#pragma once

#include <string_view>

#include "net/http.h"
#include "net/http_server.h"

namespace salon::server {

inline constexpr std::string_view other_site =
    "This page comes from another site than its server: serve both under one name.";

/// Browsers tell it by Sec-Fetch-Site; those that do not (WebSockets, plain http) by Origin, which
/// is compared with the name under which the world reached us. Programs send neither, and pass.
///
/// Thread  any; does not block
bool from_other_site(const net::HttpHeaders& headers);

/// `handler`, for requests that are of no other site's page; these get 403 and a sentence.
net::HttpServer::Handler for_own_pages(net::HttpServer::Handler handler);

}  // namespace salon::server
