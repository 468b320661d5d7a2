#include "detect/yolo.h"

#include "detect/numbers.h"

namespace salon::detect {
namespace {

std::size_t side(const onnx::Made& output, std::size_t index) {
    return static_cast<std::size_t>(output.shape[index]);
}

}  // namespace

std::vector<Candidate> yolo_anchors(const onnx::Made& output, float threshold) {
    std::vector<Candidate> all;
    const auto columns = side(output, 2);
    for (std::size_t i = 0; i < side(output, 1); ++i) {
        const auto row = std::span(output.values).subspan(i * columns, columns);
        const float something = row[4];
        if (!(something >= threshold)) continue;  // The product is no larger.
        const auto kind = best_of(row.subspan(5));
        note(all, {kind, something * row[5 + kind], around(row[0], row[1], row[2], row[3])},
             threshold);
    }
    return all;
}

std::vector<Candidate> yolo_columns(const onnx::Made& output, float threshold) {
    const auto count = side(output, 2);
    const auto row = [&](std::size_t index) {
        return std::span(output.values).subspan(index * count, count);
    };
    // Along the rows, as they lie in memory: of each box the best score so far.
    std::vector<float> best(row(4).begin(), row(4).end());
    std::vector<std::size_t> kinds(count, 0);
    for (std::size_t kind = 1; kind + 4 < side(output, 1); ++kind) {
        const auto scores = row(4 + kind);
        for (std::size_t i = 0; i < count; ++i) {
            if (!(scores[i] > best[i])) continue;
            best[i] = scores[i];
            kinds[i] = kind;
        }
    }
    std::vector<Candidate> all;
    for (std::size_t i = 0; i < count; ++i) {
        note(all, {kinds[i], best[i], around(row(0)[i], row(1)[i], row(2)[i], row(3)[i])},
             threshold);
    }
    return all;
}

std::vector<Candidate> yolo_end_to_end(const onnx::Made& output, float threshold) {
    std::vector<Candidate> all;
    for (std::size_t i = 0; i < side(output, 1); ++i) {
        const auto row = std::span(output.values).subspan(6 * i, 6);
        if (!(row[5] >= 0 && row[5] < 1e6F)) continue;
        note(all,
             {static_cast<std::size_t>(row[5]), row[4], between(row[0], row[1], row[2], row[3])},
             threshold);
    }
    return all;
}

}  // namespace salon::detect
