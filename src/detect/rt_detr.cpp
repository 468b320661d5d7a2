#include "detect/rt_detr.h"

#include <algorithm>
#include <cmath>

#include "detect/numbers.h"

namespace salon::detect {
namespace {

float sigmoid(float logit) { return 1 / (1 + std::exp(-logit)); }

/// Rows of numbers, wherever they stand in a tensor.
struct Rows {
    std::span<const float> values;
    std::size_t width = 0;  // From one row to the next.
    std::size_t first = 0;
    std::size_t count = 0;  // Of numbers in a row.

    std::span<const float> operator[](std::size_t row) const {
        return values.subspan(row * width + first, count);
    }
};

Rows rows_of(const onnx::Made& output) {
    const auto width = static_cast<std::size_t>(output.shape[2]);
    return {output.values, width, 0, width};
}

bool any_outside_one(const Rows& rows, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto row = rows[i];
        if (std::ranges::any_of(row, [](float score) { return score < 0 || score > 1; })) {
            return true;
        }
    }
    return false;
}

/// The outputs, boxes first; the others keep their order.
std::vector<const onnx::Made*> boxes_first(std::span<const onnx::Made> outputs) {
    std::vector<const onnx::Made*> all;
    for (const auto& output : outputs) all.push_back(&output);
    const auto boxes = std::ranges::find_if(
        all, [](const auto* output) { return output->shape.size() == 3 && output->shape[2] == 4; });
    if (boxes != all.end()) std::rotate(all.begin(), boxes, boxes + 1);
    return all;
}

}  // namespace

std::vector<Candidate> rt_detr(std::span<const onnx::Made> outputs, const Recipe& recipe,
                               float threshold) {
    const auto parts = boxes_first(outputs);
    auto boxes = rows_of(*parts.front());
    auto scores = rows_of(*parts.back());
    if (parts.size() == 1) {
        boxes.count = 4;
        scores.first = 4;
        scores.count -= 4;
    }
    const auto count = static_cast<std::size_t>(parts.front()->shape[1]);
    const bool logits = any_outside_one(scores, count);
    const auto width = static_cast<float>(recipe.width);
    const auto height = static_cast<float>(recipe.height);
    std::vector<Candidate> all;
    for (std::size_t i = 0; i < count; ++i) {
        const auto kind = best_of(scores[i]);
        const float score = logits ? sigmoid(scores[i][kind]) : scores[i][kind];
        const auto box = boxes[i];
        note(
            all,
            {kind, score, around(box[0] * width, box[1] * height, box[2] * width, box[3] * height)},
            threshold);
    }
    return all;
}

std::vector<Candidate> rt_detr_decoded(std::span<const onnx::Made> outputs, float threshold) {
    const auto parts = boxes_first(outputs);  // Then labels, then scores.
    const auto& boxes = *parts[0];
    std::vector<Candidate> all;
    for (std::size_t i = 0; i < boxes.values.size() / 4; ++i) {
        const auto box = std::span(boxes.values).subspan(4 * i, 4);
        const float kind = parts[1]->values[i];
        if (!(kind >= 0 && kind < 1e6F)) continue;
        note(all,
             {static_cast<std::size_t>(kind), parts[2]->values[i],
              between(box[0], box[1], box[2], box[3])},
             threshold);
    }
    return all;
}

}  // namespace salon::detect
