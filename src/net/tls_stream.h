// TLS on a TCP connection: as client with the server's name verified, or as server.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "net/stream.h"
#include "net/task.h"
#include "net/tls.h"

namespace salon::net {

/// Errors  Error: the certificate is not valid for `host`, or the peer speaks no TLS
Task<Result<std::unique_ptr<Stream>, Error>> tls_client(boost::asio::ip::tcp::socket socket,
                                                        std::string host, TlsTrust trust,
                                                        Duration patience);

class TlsDoor {
public:
    /// Errors  throws std::system_error when the identity is unusable
    explicit TlsDoor(const TlsIdentity& identity);
    TlsDoor(const TlsDoor&) = delete;
    TlsDoor& operator=(const TlsDoor&) = delete;
    ~TlsDoor();

    Task<Result<std::unique_ptr<Stream>, Error>> accept(boost::asio::ip::tcp::socket socket,
                                                        Duration patience);

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

}  // namespace salon::net
