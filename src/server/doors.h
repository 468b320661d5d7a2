// The HTTP routes of a stream: signalling, inputs, the page and its files, health.
#pragma once

#include "net/http_server.h"
#include "server/page_desk.h"
#include "server/reception.h"

namespace salon::server {

/// Sets every route; call before `listen`. `desk` and `reception` outlive the server.
void open_doors(net::HttpServer& server, PageDesk& desk, Reception& reception);

}  // namespace salon::server
