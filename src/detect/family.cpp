#include "detect/family.h"

#include <algorithm>
#include <array>

#include "detect/nanodet.h"
#include "detect/rt_detr.h"
#include "detect/yolo.h"

namespace salon::detect {
namespace {

constexpr std::int64_t queries_max = 1000;  // More boxes come from a grid, not from a transformer.

using Shapes = std::vector<onnx::Shape>;

bool is_list(const onnx::Shape& shape) { return shape.size() == 3 && shape[0] == 1; }

std::optional<Reading> of_one(const onnx::Shape& shape) {
    if (!is_list(shape)) return std::nullopt;
    const auto rows = shape[1];
    const auto columns = shape[2];
    const auto kinds = [](std::int64_t count) { return static_cast<std::size_t>(count); };
    if (columns == 6 && rows <= queries_max) return Reading{Family::YoloEndToEnd, 0};
    if (rows > queries_max && columns > 5) return Reading{Family::YoloAnchors, kinds(columns - 5)};
    if (rows > 4 && rows < columns) return Reading{Family::YoloColumns, kinds(rows - 4)};
    if (columns > 4 && rows > columns) return Reading{Family::RtDetr, kinds(columns - 4)};
    return std::nullopt;
}

std::optional<Reading> of_several(const Shapes& shapes) {
    const auto boxes = std::ranges::find_if(
        shapes, [](const auto& shape) { return is_list(shape) && shape[2] == 4; });
    if (boxes == shapes.end()) return std::nullopt;
    if (shapes.size() == 2) {
        const auto& scores = shapes[boxes == shapes.begin() ? 1 : 0];
        if (!is_list(scores) || scores[1] != (*boxes)[1] || scores[2] < 1) return std::nullopt;
        return Reading{Family::RtDetr, static_cast<std::size_t>(scores[2])};
    }
    const onnx::Shape row{1, (*boxes)[1]};
    if (shapes.size() == 3 && std::ranges::count(shapes, row) == 2) {
        return Reading{Family::RtDetrDecoded, 0};
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_string(Family family) {
    switch (family) {
        case Family::YoloAnchors:
            return "YOLOv5/v7";
        case Family::YoloColumns:
            return "YOLOv8/v11";
        case Family::YoloEndToEnd:
            return "YOLOv10";
        case Family::RtDetr:
        case Family::RtDetrDecoded:
            return "RT-DETR";
        case Family::NanoDet:
            return "NanoDet";
    }
    return "unknown";
}

std::optional<Reading> recognised(std::span<const onnx::Made> outputs, int width, int height) {
    Shapes shapes;
    for (const auto& output : outputs) shapes.push_back(output.shape);
    if (shapes.size() == 1) return of_one(shapes[0]);
    if (auto reading = of_several(shapes)) return reading;
    if (const auto kinds = nanodet_kinds(outputs, width, height)) {
        return Reading{Family::NanoDet, *kinds};
    }
    return std::nullopt;
}

Recipe recipe_of(Family family, int width, int height) {
    Recipe recipe{.width = width, .height = height};
    if (family == Family::RtDetr || family == Family::RtDetrDecoded) recipe.fit = Fit::Stretch;
    if (family == Family::NanoDet) {
        recipe.order = Order::Bgr;
        recipe.bar = 0;  // As it was trained; grey bars hide the cup of tests/data/photos.
        recipe.mean = {103.53F, 116.28F, 123.675F};
        recipe.spread = {57.375F, 57.12F, 58.395F};
    }
    return recipe;
}

std::optional<float> overlap_max_of(Family family) {
    switch (family) {
        case Family::YoloAnchors:
        case Family::YoloColumns:
            return 0.45F;
        case Family::NanoDet:
            return 0.6F;
        case Family::YoloEndToEnd:
        case Family::RtDetr:
        case Family::RtDetrDecoded:
            break;
    }
    return std::nullopt;
}

std::vector<Candidate> candidates(const Reading& reading, std::span<const onnx::Made> outputs,
                                  const Recipe& recipe, float threshold) {
    switch (reading.family) {
        case Family::YoloAnchors:
            return yolo_anchors(outputs[0], threshold);
        case Family::YoloColumns:
            return yolo_columns(outputs[0], threshold);
        case Family::YoloEndToEnd:
            return yolo_end_to_end(outputs[0], threshold);
        case Family::RtDetr:
            return rt_detr(outputs, recipe, threshold);
        case Family::RtDetrDecoded:
            return rt_detr_decoded(outputs, threshold);
        case Family::NanoDet:
            return nanodet(outputs, recipe, threshold);
    }
    return {};
}

std::string to_string(const onnx::Shape& shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) {
        text += (i > 0 ? ", " : "") + (shape[i] < 0 ? "?" : std::to_string(shape[i]));
    }
    return text + "]";
}

}  // namespace salon::detect
