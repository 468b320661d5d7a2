// Our requests to one relay that are not answered yet: sent again until they are (RFC 8489 §6.2),
// signed anew when the relay's nonce has gone stale.
//
//   in   what to ask; the relay's responses
//   out  bytes for the relay; what each request came to
//
// Sans-IO, a part of turn::Client.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "base/address.h"
#include "base/bytes.h"
#include "base/random.h"
#include "base/time.h"
#include "stun/message.h"
#include "turn/login.h"
#include "turn/refusal.h"

namespace salon::turn {

enum class Delivery {
    Datagrams,  ///< Bytes may be lost: what is not answered is sent again.
    Stream,     ///< TCP or TLS sees to it.
};

enum class Ask { Allocate, Refresh, Release, Permit, Bind };

/// What a request was for.
struct Question {
    Ask ask = Ask::Allocate;
    TransportAddress peer{};    ///< Permit, Bind.
    std::uint16_t channel = 0;  ///< Bind.
};

struct Outcome {
    Question question;
    int code = 0;  ///< 0 is success, `no_answer` none at all, else the relay's error code.
    stun::Message answer{};
};

class Requests {
public:
    static constexpr Duration first_gap = 250ms;  ///< Doubles with each sending, as browsers do it.
    static constexpr int sendings_max = 7;        ///< Given up 31.75 s after the first.
    static constexpr int challenges_max = 3;      ///< Then a 401 or 438 is the answer.

    Requests(Login login, Delivery delivery, Random random)
        : login_(std::move(login)), delivery_(delivery), random_(random) {}

    void ask(const Question& question, stun::Message message, Moment now);
    /// Nothing for what answers no request of ours, and for a challenge, which is met at once.
    std::optional<Outcome> receive(Bytes datagram, const stun::Received& received, Moment now);
    /// Sends again what is due. Call until it gives nothing: each outcome is one given up.
    std::optional<Outcome> advance(Moment now);
    std::optional<ByteBuffer> poll();
    Moment deadline() const;

    bool asking(Ask ask) const;
    /// Whether the relay asked us who we are.
    bool challenged() const { return login_.challenged(); }
    void forget_all() { pending_.clear(); }

private:
    struct Pending {
        Question question;
        stun::Message message;  // Unsigned.
        ByteBuffer bytes;
        Moment due;
        Duration gap;
        int sendings = 1;
        int challenges = 0;
    };

    void send(Pending pending, Moment now);

    Login login_;
    Delivery delivery_;
    Random random_;
    std::vector<Pending> pending_;  // At most one for each thing the client keeps.
    std::deque<ByteBuffer> outputs_;
};

}  // namespace salon::turn
