// What the outputs of the three YOLO families mean.
#pragma once

#include <vector>

#include "detect/candidate.h"
#include "onnx/session.h"

namespace salon::detect {

std::vector<Candidate> yolo_anchors(const onnx::Made& output, float threshold);
std::vector<Candidate> yolo_columns(const onnx::Made& output, float threshold);
std::vector<Candidate> yolo_end_to_end(const onnx::Made& output, float threshold);

}  // namespace salon::detect
