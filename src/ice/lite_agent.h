// ICE-lite (RFC 8445 §2.5): answers the peer's connectivity checks and so learns which addresses
// are really the peer's, which of them to use, and whether the peer still wants to hear from us.
//
//   in   STUN datagrams (stun::is_stun) that carry our ufrag
//   out  STUN responses; PathValid, PathSelected, Failed
//
// Sans-IO, on its session's strand. A lite agent is always controlled and never sends a check.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/address.h"
#include "base/bytes.h"
#include "base/time.h"
#include "stun/message.h"

namespace salon::ice {

struct LiteAgentOptions {
    std::string local_ufrag;  ///< At least 4 characters, with an unguessable part.
    std::string local_pwd;    ///< At least 22 characters.
    Duration check_patience = std::chrono::seconds(15);    ///< For the first valid check.
    Duration consent_patience = std::chrono::seconds(30);  ///< Between valid checks (RFC 7675).
    std::size_t addresses_max = 8;  ///< A further one replaces the one silent for longest.
};

/// The peer proved that it hears us at this address. DTLS may start; browsers do, before they
/// nominate (Chromium 156).
struct PathValid {
    Path path;
    friend bool operator==(const PathValid&, const PathValid&) = default;
};

/// Send here from now on. Comes again whenever the peer nominates another address.
struct PathSelected {
    Path path;
    friend bool operator==(const PathSelected&, const PathSelected&) = default;
};

enum class FailReason {
    NoCheck,      ///< The peer never reached us.
    ConsentLost,  ///< It did, and fell silent.
};

/// The agent's last word. It answers nothing afterwards.
struct Failed {
    FailReason reason;
    friend bool operator==(const Failed&, const Failed&) = default;
};

using Output = std::variant<Datagram, PathValid, PathSelected, Failed>;

/// What happened to datagrams, for metrics.
struct LiteAgentStats {
    std::uint64_t checks_answered = 0;
    std::uint64_t checks_refused = 0;     ///< Wrong credentials, role or attributes.
    std::uint64_t datagrams_dropped = 0;  ///< Not a Binding request at all.
};

class LiteAgent {
public:
    static constexpr int refusals_a_second_max = 20;  ///< Further bad checks get no answer.

    LiteAgent(LiteAgentOptions options, Moment now);

    /// The peer's ufrag, once its description is known: checks from anybody else are refused from
    /// then on. Checks are answered before, too. (A lite agent has no use for the peer's password.)
    void set_remote(std::string ufrag) { remote_ufrag_ = std::move(ufrag); }

    void receive(Bytes datagram, const Path& from, Moment now);
    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const;

    /// Whether `address` passed a check that has not gone stale: take DTLS and SRTP from it.
    bool trusts(const Path& path) const;
    /// Where to send: the selected address, else the one heard of last, else nothing.
    std::optional<Path> path() const;
    const LiteAgentStats& stats() const { return stats_; }

private:
    struct Heard {
        Path path;
        Moment at;
    };

    struct Question {
        const stun::Message& request;
        std::size_t size;
        const Path& from;
    };

    void answer(const stun::Received& received, Bytes datagram, const Path& from, Moment now);
    bool is_for_us(std::string_view username) const;
    void accept(const Question& question, Moment now);
    void refuse(const Question& question, int code,
                const std::vector<std::uint16_t>* not_understood, Moment now);
    void reply(const Question& question, const stun::Message& response,
               const stun::IntegrityKey* key);
    void note_path(const Path& path, Moment now);
    void select(const Path& path);
    void fail(FailReason reason);
    std::vector<Heard>::const_iterator freshest() const;

    LiteAgentOptions options_;
    stun::IntegrityKey key_;
    std::optional<std::string> remote_ufrag_;
    Moment check_deadline_;
    std::vector<Heard> paths_;  // At most options_.addresses_max, each proven by a check.
    std::optional<Path> selected_;
    Moment refusals_since_{};
    int refusals_ = 0;
    bool failed_ = false;
    std::deque<Output> outputs_;  // At most three a datagram, and the caller polls after each.
    LiteAgentStats stats_;
};

}  // namespace salon::ice
