// The browser's half of ICE against a lite peer: checks, nominates, keeps consent (RFC 8445, 7675).
//   in   STUN responses
//   out  STUN requests; PathWorks once the first check is answered
//
// Only what a controlling caller of one candidate pair needs. Sans-IO, for tests.
#pragma once

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "base/address.h"
#include "base/random.h"
#include "base/time.h"
#include "crypto/hmac.h"
#include "stun/message.h"

namespace salon::testing_world {

struct CallingAgentOptions {
    std::string local_ufrag;
    std::string remote_ufrag;
    std::string remote_pwd;
    TransportAddress remote;
    bool nominates_at_once = false;  ///< Firefox does; Chromium nominates with its second check.
};

class CallingAgent {
public:
    struct PathWorks {};
    using Output = std::variant<Datagram, PathWorks>;

    CallingAgent(CallingAgentOptions options, Random random, Moment now)
        : options_(std::move(options)),
          random_(random),
          key_(as_bytes(options_.remote_pwd)),
          next_check_(now) {}

    void receive(Bytes datagram, Moment now);
    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const { return next_check_; }

    bool works() const { return works_; }
    std::int64_t checks_sent() const { return checks_sent_; }

private:
    void check();

    CallingAgentOptions options_;
    Random random_;
    crypto::HmacSha1 key_;
    Moment next_check_;
    std::set<stun::TransactionId> open_;  // Cleared with every answer.
    bool works_ = false;
    bool nominated_ = false;
    std::int64_t checks_sent_ = 0;
    std::deque<Output> outputs_;
};

}  // namespace salon::testing_world
