#include "vision/study.h"

namespace salon::vision {

Study study_of(const Picture& picture) {
    if (picture.empty()) return {};
    const auto small = fit_within(picture, study_side_max);
    Study study{.width = small.width, .height = small.height, .rgb = {}, .lab = {}};
    for (std::size_t i = 0; i < small.rgb.size(); i += 3) {
        study.rgb.push_back({small.rgb[i], small.rgb[i + 1], small.rgb[i + 2]});
        study.lab.push_back(to_lab(study.rgb.back()));
    }
    return study;
}

}  // namespace salon::vision
