#include "detect/detector.h"

#include <array>
#include <cstdlib>

#include "base/log.h"
#include "detect/labels.h"

namespace salon::detect {
namespace {

auto failure(std::string what) {
    return fail(
        Error{.code = std::make_error_code(std::errc::not_supported), .what = std::move(what)});
}

std::string shapes_text(std::span<const onnx::Made> outputs) {
    std::string text;
    for (const auto& output : outputs) {
        text += (text.empty() ? "" : ", ") + to_string(output.shape);
    }
    return text;
}

/// [1, 3, height, width], where -1 is a side left open.
bool is_picture(const onnx::Declared& input) {
    const auto fits = [&](std::size_t side, std::int64_t wanted) {
        return input.shape[side] == wanted || input.shape[side] < 1;
    };
    return input.element == onnx::Element::Float && input.shape.size() == 4 && fits(0, 1) &&
           fits(1, 3) && input.shape[2] <= side_max && input.shape[3] <= side_max;
}

bool is_size(const onnx::Declared& input) {
    return input.element == onnx::Element::Int64 && input.shape.size() == 2;
}

int side_of(std::int64_t declared) {
    return declared < 1 ? usual_side : static_cast<int>(declared);
}

Error with_path(const Error& error, const std::filesystem::path& weights) {
    return {error.code, weights.string() + ": " + error.what};
}

}  // namespace

std::filesystem::path DetectorFiles::standard_weights() {
    const char* chosen = std::getenv("SALON_WEIGHTS");
    return chosen != nullptr ? chosen : SALON_NANODET_DEFAULT;
}

Result<std::shared_ptr<const Detector>, Error> Detector::load(const DetectorFiles& files) {
    if (!std::filesystem::is_regular_file(files.weights)) {
        return failure(files.weights.string() + ": there is no such file; give the path of ONNX " +
                       "weights, as `yolo export format=onnx` writes them");
    }
    std::shared_ptr<Detector> detector(new Detector);
    return onnx::Runtime::open(files.onnxruntime)
        .and_then([&](const auto& runtime) { return onnx::Session::load(runtime, files.weights); })
        .and_then([&](auto session) {
            detector->session_ = std::move(session);
            return detector->read_inputs();
        })
        .and_then([&] { return detector->read_outputs(); })
        .and_then([&] { return detector->name_kinds(files.labels); })
        .map([&] { return std::shared_ptr<const Detector>(detector); })
        .map_error([&](const Error& error) { return with_path(error, files.weights); });
}

Result<void, Error> Detector::read_inputs() {
    for (const auto& input : session_->inputs()) {
        if (picture_input_.empty() && is_picture(input)) {
            picture_input_ = input.name;
            recipe_.height = side_of(input.shape[2]);
            recipe_.width = side_of(input.shape[3]);
        } else if (size_input_.empty() && is_size(input)) {
            size_input_ = input.name;
        } else {
            return failure("a detector's input is one picture of floats, [1, 3, height, width]; " +
                           ("this model's input \"" + input.name) + "\" is " +
                           to_string(input.shape));
        }
    }
    if (picture_input_.empty()) return failure("a detector needs a picture, this model takes none");
    return {};
}

Result<void, Error> Detector::read_outputs() {
    auto grey = framed(Picture::filled(recipe_.width, recipe_.height, {114, 114, 114}), recipe_);
    const auto outputs = run(grey.tensor);
    if (!outputs) return fail(outputs.error());
    const auto reading = recognised(*outputs, recipe_.width, recipe_.height);
    if (!reading) {
        return failure("outputs of " + shapes_text(*outputs) +
                       " are of no detector known here: YOLO, RT-DETR or NanoDet");
    }
    reading_ = *reading;
    recipe_ = recipe_of(reading_.family, recipe_.width, recipe_.height);
    return {};
}

Result<void, Error> Detector::name_kinds(std::vector<std::string> labels) {
    const auto kinds = reading_.kinds;
    if (!labels.empty() && kinds != 0 && labels.size() != kinds) {
        return failure("the model tells " + std::to_string(kinds) + " kinds apart, but " +
                       std::to_string(labels.size()) + " labels are given");
    }
    const bool coco = kinds == 0 || kinds == coco_labels().size();
    if (labels.empty() && coco) labels = coco_labels();
    labels_ = std::move(labels);
    return {};
}

Result<std::vector<onnx::Made>, Error> Detector::run(std::vector<float>& tensor) const {
    const onnx::Shape shape{1, 3, recipe_.height, recipe_.width};
    std::array<std::int64_t, 2> size{recipe_.width, recipe_.height};
    std::vector<onnx::Tensor> inputs{{picture_input_.c_str(), shape, std::span(tensor)}};
    if (!size_input_.empty()) inputs.push_back({size_input_.c_str(), {1, 2}, std::span(size)});
    return session_->run(inputs);
}

std::vector<Detection> Detector::detect(const Picture& picture, float threshold) const {
    auto frame = framed(picture, recipe_);
    const auto outputs = run(frame.tensor);
    if (!outputs) {
        log(LogLevel::Warning, "detect", "the model failed: {}", outputs.error().what);
        return {};
    }
    // A model may answer each picture in another shape; what it was recognised by must stay.
    const auto reading = recognised(*outputs, recipe_.width, recipe_.height);
    if (!reading || reading->family != reading_.family) {
        if (!outputs->empty() && !outputs->front().values.empty()) {
            log(LogLevel::Warning, "detect", "the model changed its outputs to {}",
                shapes_text(*outputs));
        }
        return {};
    }
    auto found = candidates(*reading, *outputs, recipe_, threshold);
    found = without_doubles(std::move(found), overlap_max_of(reading_.family).value_or(1));
    std::vector<Detection> detections;
    for (const auto& candidate : found) {
        const auto box = frame.place.back(candidate.box);
        if (box.area() <= 0) continue;
        detections.push_back({label_of(candidate.kind), candidate.score, box});
    }
    return detections;
}

std::string Detector::label_of(std::size_t kind) const {
    return kind < labels_.size() ? labels_[kind] : "kind " + std::to_string(kind);
}

}  // namespace salon::detect
