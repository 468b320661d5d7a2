#include "vision/tone.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace salon::vision {

namespace {

/// The chroma that all but the strongest `share` of the pixels stay below.
double chroma_below(const Study& study, double share) {
    std::vector<double> chromas;
    for (const auto& lab : study.lab) chromas.push_back(lab.chroma());
    const auto place = chromas.begin() + static_cast<std::ptrdiff_t>(
                                             static_cast<double>(chromas.size() - 1) * (1 - share));
    std::ranges::nth_element(chromas, place);
    return *place;
}

/// The mean colours of ten steps of lightness, and how far pixels stray from their step's tint.
struct Tints {
    struct Step {
        double count = 0;
        double a = 0;
        double b = 0;
    };
    std::array<Step, 10> steps{};
    double stray = 0;  ///< Root mean square.
    Lab mean;
};

std::size_t step_of(const Lab& lab) {
    return static_cast<std::size_t>(std::clamp(lab.l / 10, 0.0, 9.0));
}

Tints tints_of(const Study& study) {
    Tints tints;
    const auto count = static_cast<double>(study.lab.size());
    for (const auto& lab : study.lab) {
        auto& step = tints.steps[step_of(lab)];
        ++step.count;
        step.a += lab.a;
        step.b += lab.b;
        tints.mean.a += lab.a / count;
        tints.mean.b += lab.b / count;
    }
    double squares = 0;
    for (const auto& lab : study.lab) {
        const auto& step = tints.steps[step_of(lab)];
        squares +=
            std::pow(lab.a - step.a / step.count, 2) + std::pow(lab.b - step.b / step.count, 2);
    }
    tints.stray = std::sqrt(squares / count);
    return tints;
}

/// Paper and silver, toned: hues from orange-brown to straw, never strong, and light and dark both
/// there. A brown wall has no light and dark; a painting in browns strays.
bool is_sepia(const Tints& tints, const Study& study) {
    const auto [darkest, lightest] = std::ranges::minmax(study.lab, {}, &Lab::l);
    return tints.stray < 3 && tints.mean.chroma() < 32 && tints.mean.hue() > 45 &&
           tints.mean.hue() < 100 && lightest.l - darkest.l > 30;
}

}  // namespace

Tone tone_of(const Study& study) {
    if (study.lab.empty()) return Tone::Greys;
    // One red coat in a grey crowd, a hundredth of the picture, is a colour.
    if (chroma_below(study, 0.01) < 12 && chroma_below(study, 0.2) < 6) return Tone::Greys;
    return is_sepia(tints_of(study), study) ? Tone::Sepia : Tone::Colours;
}

}  // namespace salon::vision
