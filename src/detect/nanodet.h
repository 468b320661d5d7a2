// What the outputs of NanoDet mean: a grid for each stride; each cell scores the kinds and gives,
// for each side of its box, a distribution over distances.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "detect/candidate.h"
#include "detect/frame.h"
#include "onnx/session.h"

namespace salon::detect {

/// How many kinds there are, if these are NanoDet's outputs: for each grid of width/stride times
/// height/stride cells one of scores and one of distances.
std::optional<std::size_t> nanodet_kinds(std::span<const onnx::Made> outputs, int width,
                                         int height);

std::vector<Candidate> nanodet(std::span<const onnx::Made> outputs, const Recipe& recipe,
                               float threshold);

}  // namespace salon::detect
