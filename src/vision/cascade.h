// A Viola-Jones cascade of boosted stumps over Haar features, as OpenCV's XML files hold it.
//
//   in   the text of such a file (made for haarcascade_frontalface_default.xml; upright features)
//   out  stages of stumps, ready to be evaluated
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace salon::vision {

/// A rectangle of the window, in pixels, and what its sum counts.
struct WeightedRect {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    float weight = 0;
};

struct HaarFeature {
    std::array<WeightedRect, 3> rects{};  ///< The third may have weight 0.
};

/// A decision with one question: is the feature's value below the threshold?
struct Stump {
    int feature = 0;
    float threshold = 0;
    float below = 0;  ///< Counts when it is...
    float above = 0;  ///< ...and when it is not.
};

struct CascadeStage {
    float threshold = 0;  ///< A window whose stumps sum to less is no face.
    std::vector<Stump> stumps;
};

struct Cascade {
    int width = 0;
    int height = 0;
    std::vector<HaarFeature> features;
    std::vector<CascadeStage> stages;
};

enum class CascadeError { NoFile, Malformed, Unsupported };

std::string_view to_string(CascadeError error);

/// Errors  Malformed (not such a file), Unsupported (trees or tilted features)
Result<Cascade, CascadeError> parse_cascade(std::string_view xml);

}  // namespace salon::vision
