// One section of the answer: what we take of what was offered.
//   in   the offered section, our end
//   out  the section of the answer (without transport), and the plan that follows from it
#pragma once

#include <optional>

#include "sdp/answer.h"

namespace salon::sdp {

struct AnsweredSection {
    MediaSection section;
    MediaPlan plan;
};

/// Audio takes Opus, video takes VP8 with its RTX; nothing when that was not offered. `ours` is the
/// direction in which we take part, at most.
std::optional<AnsweredSection> track_section(const MediaSection& offered, Direction ours,
                                             const LocalTransport& local);
AnsweredSection data_section(const MediaSection& offered, const LocalTransport& local);
/// Keeps the slot: same kind, port 0.
MediaSection rejected_section(const MediaSection& offered);

}  // namespace salon::sdp
