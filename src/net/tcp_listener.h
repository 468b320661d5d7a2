// A TCP port at which connections come in.
#pragma once

#include <optional>

#include <boost/asio/ip/tcp.hpp>

#include "base/address.h"
#include "net/executor.h"
#include "net/task.h"

namespace salon::net {

/// Lives on one loop; whoever waits in `accept` keeps it alive.
class TcpListener {
public:
    explicit TcpListener(const Executor& executor) : acceptor_(executor) {}

    /// Listens at `local`; port 0 takes a free one. An IPv6 wildcard hears IPv4 too. At most
    /// `backlog` connections wait to be accepted.
    ///
    /// Errors  throws std::system_error when the port is taken
    /// Thread  any, before the first `accept`; does not block
    void listen(TransportAddress local, int backlog);

    /// The next connection; nothing once closed. While the process has too many files open it
    /// tries again ten times a second.
    Task<std::optional<boost::asio::ip::tcp::socket>> accept();

    void close();
    TransportAddress local() const { return local_; }

private:
    boost::asio::ip::tcp::acceptor acceptor_;
    TransportAddress local_;
};

}  // namespace salon::net
