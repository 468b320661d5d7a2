#include "detect/nanodet.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "detect/numbers.h"

namespace salon::detect {
namespace {

constexpr std::array strides{8, 16, 32};
constexpr std::int64_t bins = 11;  // Distances 0 to 10, in strides.

struct Grid {
    int stride = 0;
    int columns = 0;
    int rows = 0;
    const onnx::Made* scores = nullptr;
    const onnx::Made* distances = nullptr;
};

bool has_shape(const onnx::Made& output, std::int64_t cells) {
    return output.shape.size() == 3 && output.shape[0] == 1 && output.shape[1] == cells;
}

/// The grid of one stride; its pointers stay null where the outputs have none.
Grid grid_of(std::span<const onnx::Made> outputs, int stride, int width, int height) {
    Grid grid{.stride = stride,
              .columns = (width + stride - 1) / stride,
              .rows = (height + stride - 1) / stride};
    const auto cells = std::int64_t{grid.columns} * grid.rows;
    for (const auto& output : outputs) {
        if (!has_shape(output, cells)) continue;
        (output.shape[2] == 4 * bins ? grid.distances : grid.scores) = &output;
    }
    return grid;
}

/// The expectation of a distribution given as logits.
float expected(std::span<const float> logits) {
    const float largest = *std::ranges::max_element(logits);
    float sum = 0;
    float weighted = 0;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const float share = std::exp(logits[i] - largest);
        sum += share;
        weighted += share * static_cast<float>(i);
    }
    return weighted / sum;
}

Box box_of(const Grid& grid, std::size_t cell) {
    const auto columns = static_cast<std::size_t>(grid.columns);
    const auto stride = static_cast<float>(grid.stride);
    const auto row = cell / columns;
    const float x = (static_cast<float>(cell % columns) + 0.5F) * stride;
    const float y = (static_cast<float>(row) + 0.5F) * stride;
    const auto side = [&](std::size_t number) {
        const auto all = std::span(grid.distances->values);
        return expected(all.subspan((4 * cell + number) * bins, bins)) * stride;
    };
    return between(x - side(0), y - side(1), x + side(2), y + side(3));
}

}  // namespace

std::optional<std::size_t> nanodet_kinds(std::span<const onnx::Made> outputs, int width,
                                         int height) {
    std::optional<std::int64_t> kinds;
    for (const int stride : strides) {
        const auto grid = grid_of(outputs, stride, width, height);
        if (grid.scores == nullptr || grid.distances == nullptr) return std::nullopt;
        const auto here = grid.scores->shape[2];
        if (here < 1 || kinds.value_or(here) != here) return std::nullopt;
        kinds = here;
    }
    if (outputs.size() != 2 * strides.size()) return std::nullopt;
    return static_cast<std::size_t>(*kinds);
}

std::vector<Candidate> nanodet(std::span<const onnx::Made> outputs, const Recipe& recipe,
                               float threshold) {
    std::vector<Candidate> all;
    for (const int stride : strides) {
        const auto grid = grid_of(outputs, stride, recipe.width, recipe.height);
        const auto kinds = static_cast<std::size_t>(grid.scores->shape[2]);
        const auto cells = static_cast<std::size_t>(grid.scores->shape[1]);
        for (std::size_t cell = 0; cell < cells; ++cell) {
            const auto scores = std::span(grid.scores->values).subspan(cell * kinds, kinds);
            const auto kind = best_of(scores);
            if (!(scores[kind] >= threshold)) continue;
            note(all, {kind, scores[kind], box_of(grid, cell)}, threshold);
        }
    }
    return all;
}

}  // namespace salon::detect
