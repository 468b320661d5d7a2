// Asks for a name's addresses. The asking blocks a thread of Asio's, never the loop.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/address.h"
#include "net/task.h"
#include "net/websocket_client.h"

namespace salon::net {

/// The addresses of `host`, in the order in which the system would try them; never none.
///
/// Errors  NotFound, Timeout
/// Thread  strand; does not block
Task<Result<std::vector<TransportAddress>, ConnectError>> look_up(std::string host,
                                                                  std::uint16_t port,
                                                                  Moment deadline);

}  // namespace salon::net
