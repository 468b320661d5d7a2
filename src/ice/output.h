// What an ICE agent says, lite or full.
#pragma once

#include <variant>

#include "base/address.h"

namespace salon::ice {

/// The peer proved that it hears us on this path. DTLS may start; browsers do, before they nominate
/// (Chromium 156).
struct PathValid {
    Path path;
    friend bool operator==(const PathValid&, const PathValid&) = default;
};

/// Send here from now on. Comes again whenever another path takes over.
struct PathSelected {
    Path path;
    friend bool operator==(const PathSelected&, const PathSelected&) = default;
};

enum class FailReason {
    NoCheck,      ///< No path to the peer ever worked.
    ConsentLost,  ///< One did, and the peer fell silent.
};

/// The agent's last word. It answers nothing afterwards.
struct Failed {
    FailReason reason;
    friend bool operator==(const Failed&, const Failed&) = default;
};

using Output = std::variant<Datagram, PathValid, PathSelected, Failed>;

/// What happened to datagrams, for metrics.
struct AgentStats {
    std::uint64_t checks_sent = 0;
    std::uint64_t checks_answered = 0;
    std::uint64_t checks_refused = 0;     ///< Wrong credentials, role or attributes.
    std::uint64_t datagrams_dropped = 0;  ///< Neither a check nor an answer to one of ours.
};

}  // namespace salon::ice
