// A real TURN server, Debian's coturn, for as long as the object lives. Knows ada, whose password
// is "secret"; speaks UDP and TCP on one port and TLS on another, as "localhost".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace salon::testing_reach {

struct CoturnOptions {
    std::string listen = "127.0.0.1";
    std::uint16_t port = 0;            ///< 0: a free one, and the next one for TLS.
    std::vector<std::string> flags{};  ///< Whatever else turnserver shall hear.
};

class Coturn {
public:
    /// Waits until it answers. Throws when it does not, or is not installed.
    explicit Coturn(CoturnOptions options = {});
    Coturn(const Coturn&) = delete;
    Coturn& operator=(const Coturn&) = delete;
    ~Coturn();

    std::uint16_t port() const { return port_; }
    std::uint16_t tls_port() const { return static_cast<std::uint16_t>(port_ + 1); }
    /// What a client must trust to speak TLS with it.
    const std::string& certificate_pem() const { return certificate_pem_; }

    /// Ends the process and starts another one: it has forgotten everything.
    void restart();
    /// What it has printed so far.
    std::string said() const;

private:
    void start();
    void stop();

    CoturnOptions options_;
    std::uint16_t port_;
    std::string folder_;
    std::string certificate_pem_;
    pid_t process_ = -1;
};

}  // namespace salon::testing_reach
