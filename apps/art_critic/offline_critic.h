// The critic on this machine, inside the program: its own loop, its own pool, a port of its own on
// loopback. Callers without a key talk to it by the same protocol as to Gemini.
#pragma once

#include <string>

#include <salon/critic.h>

class OfflineCritic {
public:
    OfflineCritic() { server_.listen(); }

    /// "ws://127.0.0.1:41234"
    std::string endpoint() const { return server_.endpoint(); }

private:
    salon::net::Loop loop_;
    salon::net::Pool pool_;  // Ends before the loop that its work returns to.
    salon::critic::CriticServer server_{loop_,
                                        pool_,
                                        salon::critic::Faculties::load(),
                                        {.local = {*salon::IpAddress::parse("127.0.0.1"), 0}},
                                        salon::Random(salon::crypto::random_seed())};
};
