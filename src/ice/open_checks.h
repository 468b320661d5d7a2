// Our own checks that are not answered yet (RFC 8445 §14.3, RFC 8489 §6.2.1): sent again until they
// are, or given up.
//   in   checks as they are sent; the transactions of responses
//   out  the checks they answer; repetitions; the checks that nobody answered
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/address.h"
#include "base/bytes.h"
#include "base/time.h"
#include "stun/message.h"

namespace salon::ice {

enum class Role { Controlling, Controlled };

struct OpenCheck {
    stun::TransactionId transaction{};
    Path path;
    Role role = Role::Controlled;  ///< As which it was sent.
    bool nominates = false;
    bool repeats = true;  ///< A consent check does not: the next one is a new one (RFC 7675 §5.1).
    ByteBuffer bytes{};
};

struct RepeatPolicy {
    Duration first = std::chrono::milliseconds(250);  ///< As browsers; RFC 8445 says 500.
    Duration gap_max = std::chrono::seconds(1);       ///< Doubling up to this: loss is no crowd.
    int sendings_max = 12;                            ///< Given up 10.75 s after the first.
    std::size_t open_max = 128;  ///< A further one replaces the one sent first.
};

class OpenChecks {
public:
    explicit OpenChecks(RepeatPolicy policy) : policy_(policy) {}

    void add(OpenCheck check, Moment now);
    bool has(const stun::TransactionId& transaction) const;
    /// Whether a check that repeats is under way on `path`.
    bool any(const Path& path) const;
    /// The check that a response answers, once.
    std::optional<OpenCheck> take(const stun::TransactionId& transaction);
    /// The next repetition that is due. It stays open.
    const OpenCheck* repeat_due(Moment now);
    /// The next check that was repeated often enough.
    std::optional<OpenCheck> take_given_up(Moment now);
    /// Repeats the checks on `path` at once, and then as often as if they were new.
    void hurry(const Path& path, Moment now);
    void forget(const Path& path);

    /// When repeat_due or take_given_up will have something.
    Moment deadline() const;

private:
    struct Entry {
        OpenCheck check;
        Moment due;
        Duration gap;
        int sendings = 1;
    };

    RepeatPolicy policy_;
    std::vector<Entry> entries_;  // At most policy_.open_max, oldest first.
};

}  // namespace salon::ice
