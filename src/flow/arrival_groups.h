// Gathers packets into groups that left together, and tells how far each group was behind the one
// before it, at departure and at arrival: by the difference a queue on the way grew.
//   in   the packets that arrived, in the order in which they left
//   out  one step for each group but the first two, when the next group begins
//
// As libwebrtc's InterArrivalDelta (draft-ietf-rmcat-gcc-02 §5.2).
#pragma once

#include <optional>

#include "base/time.h"

namespace salon::flow {

/// From one group to the next.
struct GroupStep {
    Duration sent{};     ///< Between their departures.
    Duration arrived{};  ///< Between their arrivals.
    Duration at{};       ///< When the later one had arrived, by the peer's clock.
    friend bool operator==(const GroupStep&, const GroupStep&) = default;
};

class ArrivalGroups {
public:
    static constexpr Duration length_max = 5ms;   ///< Of a group, at departure.
    static constexpr Duration burst_max = 100ms;  ///< Of a group that queued up and came at once.
    static constexpr Duration jump_max = 3s;      ///< A longer step is a clock set anew.

    /// Thread  one owner; does not block
    std::optional<GroupStep> arrived(Moment sent, Duration arrival);

private:
    struct Group {
        Moment first_sent;
        Moment last_sent;
        Duration first_arrived;
        Duration last_arrived;
    };

    bool belongs(Moment sent, Duration arrival) const;

    std::optional<Group> before_;
    std::optional<Group> current_;
};

}  // namespace salon::flow
