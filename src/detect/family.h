// The kinds of detectors there are: how to know one by its outputs, what it wants to see, and what
// its numbers mean.
//   in   shapes and values of a model's outputs
//   out  its family; candidates
//
//   YoloAnchors      YOLOv5, v7: [1, N, 5 + kinds], centre and size, a score for "something" and
//                    one for each kind
//   YoloColumns      YOLOv8, v9, v11: [1, 4 + kinds, N], centre and size, one score for each kind
//   YoloEndToEnd     YOLOv10 and exports with NMS inside: [1, N, 6], corners, score, kind
//   RtDetr           [1, N, 4] and [1, N, kinds], or both in one; centre and size in parts of the
//                    picture; scores, or logits
//   RtDetrDecoded    labels [1, N], boxes [1, N, 4] as corners, scores [1, N]
//   NanoDet          for each stride [1, cells, kinds] and [1, cells, 4 · bins]
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "detect/candidate.h"
#include "detect/frame.h"
#include "onnx/session.h"

namespace salon::detect {

enum class Family { YoloAnchors, YoloColumns, YoloEndToEnd, RtDetr, RtDetrDecoded, NanoDet };
std::string_view to_string(Family family);

/// What was learnt from one look at a model's outputs.
struct Reading {
    Family family = Family::YoloColumns;
    std::size_t kinds = 0;  ///< 0 where the outputs do not tell.
};

/// Nothing when no family has such outputs. `width` and `height` are those of the input.
std::optional<Reading> recognised(std::span<const onnx::Made> outputs, int width, int height);

/// How the family was trained to see.
Recipe recipe_of(Family family, int width, int height);

/// How much boxes of one kind may overlap; nothing where the model takes doubles out itself.
std::optional<float> overlap_max_of(Family family);

/// What the outputs say, as far as it reaches `threshold`. Numbers that make no sense (not finite,
/// sides below nothing) are left out.
///
/// Thread  any; does not block (1 ms for 8400 boxes)
std::vector<Candidate> candidates(const Reading& reading, std::span<const onnx::Made> outputs,
                                  const Recipe& recipe, float threshold);

/// "[1, 84, 8400]", for messages.
std::string to_string(const onnx::Shape& shape);

}  // namespace salon::detect
