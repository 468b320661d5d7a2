// The HTTP routes of a stream: signalling, sockets, the telephone, inputs, the page and its files,
// health.
#pragma once

#include <vector>

#include "net/http_server.h"
#include "server/page_desk.h"
#include "server/reception.h"
#include "server/routes.h"
#include "server/socket_door.h"
#include "server/telephone.h"

namespace salon::server {

/// Sets every route; call before `listen`. The rooms outlive the server.
void open_doors(net::HttpServer& server, PageDesk& desk, Reception& reception,
                SocketDoor& socket_door, Telephone& telephone);
/// Sets those of the application, after the stream's.
///
/// Errors  throws std::invalid_argument when there is such a route already
void open_own_doors(net::HttpServer& server, const std::vector<OwnRoute>& routes,
                    Reception& reception);

}  // namespace salon::server
