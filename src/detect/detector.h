// Finds things in pictures: a detector from anybody's ONNX weights, or the one that comes along.
//
//   const auto detector = detect::Detector::load();            // NanoDet, the 80 kinds of COCO
//   const auto detector = detect::Detector::load({.weights = "yolov8n.onnx"});
//   for (const auto& found : (*detector)->detect(picture, 0.4F)) ...
//
// Which of the families in detect/family.h a model belongs to is seen from its outputs, on a first
// run at the start. A detector is shared by all callers and never changes.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "detect/family.h"
#include "media/box.h"
#include "media/picture.h"
#include "onnx/session.h"

namespace salon::detect {

struct DetectorFiles {
    /// NanoDet, where it stands in the source; the environment's SALON_WEIGHTS says otherwise.
    std::filesystem::path weights = standard_weights();
    std::filesystem::path onnxruntime = onnx::Runtime::standard_library();
    /// A name for each kind, in their order; none: COCO's where the model has 80 kinds, else
    /// "kind 0" and so on.
    std::vector<std::string> labels;

    static std::filesystem::path standard_weights();
};

struct Detection {
    std::string label;
    float score = 0;  ///< In [0, 1].
    Box box;          ///< In pixels of the picture.
};

/// For models that leave their input's size open.
inline constexpr int usual_side = 640;
inline constexpr int side_max = 4096;

class Detector {
public:
    /// Loads the weights, tries them on a grey picture, and sees what family they are.
    ///
    /// Errors  one sentence: no such file, not a model, not a detector we know, labels that do not
    ///         fit
    /// Thread  any; blocks for half a second
    static Result<std::shared_ptr<const Detector>, Error> load(const DetectorFiles& files = {});

    /// What is in `picture` with at least `threshold` of certainty, the most certain first.
    ///
    /// Errors  none are told: a model that fails on this one picture sees nothing in it, and the
    ///         log says so
    /// Thread  any, many at a time; blocks for 60 ms (NanoDet on one core): give it to the pool
    std::vector<Detection> detect(const Picture& picture, float threshold) const;

    Family family() const { return reading_.family; }
    /// Of the input: what is smaller than a hundredth of it is not seen.
    int width() const { return recipe_.width; }
    int height() const { return recipe_.height; }

private:
    Detector() = default;
    Result<void, Error> read_inputs();
    Result<void, Error> read_outputs();
    Result<void, Error> name_kinds(std::vector<std::string> labels);
    Result<std::vector<onnx::Made>, Error> run(std::vector<float>& tensor) const;
    std::string label_of(std::size_t kind) const;

    std::shared_ptr<const onnx::Session> session_;
    std::string picture_input_;
    std::string size_input_;  // RT-DETR's; empty where there is none.
    Reading reading_;
    Recipe recipe_;
    std::vector<std::string> labels_;
};

}  // namespace salon::detect
