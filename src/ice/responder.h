// Reads the peer's connectivity checks and answers them (RFC 8445 §7.3, RFC 8489 §9.1).
//   in   STUN requests
//   out  the checks that are for us and genuine, for the agent to accept or refuse; responses
//
// A part of both agents. The sender's address may be forged: a response never has more bytes than
// its request, and bad checks are answered at most `refusals_a_second_max` times a second.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/bytes.h"
#include "base/time.h"
#include "ice/credentials.h"
#include "ice/output.h"
#include "stun/message.h"

namespace salon::ice {

/// A request to which an answer is due.
struct Check {
    stun::Message request;
    std::size_t size = 0;  ///< Of the whole datagram.
    Path from;
};

class Responder {
public:
    static constexpr int refusals_a_second_max = 20;  ///< Further bad checks get no answer.

    explicit Responder(Credentials ours);

    /// The peer's ufrag, once its description is known: checks from anybody else are refused from
    /// then on. Checks are read before, too.
    void set_remote(std::string ufrag) { remote_ufrag_ = std::move(ufrag); }

    /// Whether `username` means us: it begins with our ufrag.
    bool meant_by(std::string_view username) const;

    /// The check in a Binding request. What is not one of our peer's has been refused.
    std::optional<Check> receive(const stun::Received& received, Bytes datagram, const Path& from,
                                 Moment now);
    void accept(const Check& check);
    /// 487: both ends claim one role.
    void refuse_role(const Check& check, Moment now) { refuse(check, 487, nullptr, now); }

    std::optional<Datagram> poll();
    void add_to(AgentStats& stats) const;

private:
    void refuse(const Check& check, int code, const std::vector<std::uint16_t>* not_understood,
                Moment now);
    void reply(const Check& check, const stun::Message& response, const stun::IntegrityKey* key);

    Credentials ours_;
    stun::IntegrityKey key_;
    std::optional<std::string> remote_ufrag_;
    Moment refusals_since_{};
    int refusals_ = 0;
    std::deque<Datagram> replies_;  // At most one a datagram, and the agent polls after each.
    std::uint64_t answered_ = 0;
    std::uint64_t refused_ = 0;
};

}  // namespace salon::ice
