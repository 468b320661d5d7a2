// A real TURN server, Debian's coturn, for as long as the object lives. Knows ada, whose password
// is "secret"; speaks UDP and TCP on one port and TLS on another, as "localhost".
#pragma once

#include <cstdint>
#include <string>

#include <sys/types.h>

namespace salon::testing_reach {

class Coturn {
public:
    /// Waits until it answers. Throws when it does not, or is not installed.
    Coturn();
    Coturn(const Coturn&) = delete;
    Coturn& operator=(const Coturn&) = delete;
    ~Coturn();

    std::uint16_t port() const { return number(0); }
    std::uint16_t tls_port() const { return number(1); }
    /// What a client must trust to speak TLS with it.
    const std::string& certificate_pem() const { return certificate_pem_; }

    /// Ends the process and starts another one: it has forgotten everything.
    void restart();
    /// What it has printed so far.
    std::string said() const;

private:
    /// Takes a place with numbers that no other relay of a test has, to listen at and to lend: two
    /// of coturn share one without a word, and each gets a part of what comes.
    void claim_a_place();
    std::uint16_t number(int which) const;
    void start();
    void stop();

    int place_ = 0;
    int claim_ = -1;  // A socket that holds the place.
    std::string folder_;
    std::string certificate_pem_;
    pid_t process_ = -1;
};

}  // namespace salon::testing_reach
