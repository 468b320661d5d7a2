// The pairs of our legs and the peer's candidates, and which of them to check next (RFC 8445
// §6.1.2, §6.1.4). With one component in one BUNDLE every pair is checked in its turn: nothing is
// frozen.
//   in   pairs, as candidates become known and checks arrive
//   out  the next pair to check; the best valid pair
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "base/address.h"
#include "base/time.h"
#include "ice/candidate.h"
#include "ice/open_checks.h"

namespace salon::ice {

struct Pair {
    enum class State {
        Waiting,     ///< Not checked yet.
        InProgress,  ///< A check is on its way.
        Valid,       ///< A check of ours was answered; checks go on, to keep consent.
        Failed,      ///< Nobody answered, or consent was lost. A check from there wakes it.
    };

    Path path;
    std::uint32_t ours = 0;    ///< Priority of our candidate.
    std::uint32_t theirs = 0;  ///< And of the peer's.
    State state = State::Waiting;
    bool roamed = false;           ///< Media came from there; take it over once it is valid.
    std::uint64_t nomination = 0;  ///< The peer's, if any; the largest is the newest.
    Moment heard = Moment::min();  ///< The last authentic request or response.
    Moment check_due = never;      ///< Of a valid pair: when to ask for consent again.

    bool valid() const { return state == State::Valid; }
    std::uint64_t priority(Role role) const;
};

class CheckList {
public:
    static constexpr std::size_t pairs_max = 64;  ///< The worst that are not valid go first.

    Pair* find(const Path& path);
    const Pair* find(const Path& path) const;
    /// A pair to be checked, unless it is known or worse than all of a full list.
    Pair* add(const Pair& pair, Role role);

    /// Puts `path` before all ordinary checks (RFC 8445 §6.1.4.1).
    void trigger(const Path& path);
    /// The pair to check now: a triggered one, else the best that waits. Null if there is none.
    Pair* take_next(Role role);
    bool any_to_check() const;
    /// Whether a pair better than `than` still has to show what it is worth.
    bool better_is_open(const Pair& than, Role role) const;
    Pair* best_valid(Role role);

    std::vector<Pair>& pairs() { return pairs_; }
    const std::vector<Pair>& pairs() const { return pairs_; }

private:
    std::vector<Pair> pairs_;     // At most pairs_max.
    std::deque<Path> triggered_;  // Of pairs_, or of such that were; each at most once.
};

}  // namespace salon::ice
