// What the outputs of RT-DETR mean, in the three ways in which it is exported.
#pragma once

#include <span>
#include <vector>

#include "detect/candidate.h"
#include "detect/frame.h"
#include "onnx/session.h"

namespace salon::detect {

/// Boxes and scores apart (Hugging Face; the scores are logits) or side by side (Ultralytics).
std::vector<Candidate> rt_detr(std::span<const onnx::Made> outputs, const Recipe& recipe,
                               float threshold);
/// Labels, boxes and scores, as the authors' own export gives them for a picture of the input's
/// size.
std::vector<Candidate> rt_detr_decoded(std::span<const onnx::Made> outputs, float threshold);

}  // namespace salon::detect
