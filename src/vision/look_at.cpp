#include "vision/look_at.h"

#include <algorithm>
#include <array>

#include "vision/light.h"
#include "vision/study.h"

namespace salon::vision {

namespace {

struct Word {
    double below = 0;  ///< Said for values under it.
    std::string_view word;
};
using Scale = std::array<Word, 5>;

constexpr Scale brightness_words{
    {{0.15, "pitch dark"}, {0.35, "dark"}, {0.6, "evenly lit"}, {0.82, "bright"}, {2, "dazzling"}}};
constexpr Scale contrast_words{
    {{0.1, "flat"}, {0.35, "soft"}, {0.6, "balanced"}, {0.82, "strong"}, {2, "stark"}}};
constexpr Scale saturation_words{
    {{0.08, "colourless"}, {0.25, "muted"}, {0.5, "moderate"}, {0.8, "vivid"}, {2, "blazing"}}};
constexpr Scale warmth_words{
    {{0.36, "icy"}, {0.45, "cool"}, {0.57, "neither warm nor cool"}, {0.75, "warm"}, {2, "fiery"}}};
constexpr Scale symmetry_words{{{0.4, "lopsided"},
                                {0.7, "loosely balanced"},
                                {0.88, "balanced"},
                                {0.97, "nearly symmetrical"},
                                {2, "perfectly symmetrical"}}};
constexpr Scale busyness_words{
    {{0.03, "bare"}, {0.15, "calm"}, {0.35, "lively"}, {0.6, "busy"}, {2, "frantic"}}};
constexpr Scale emptiness_words{{{0.05, "crammed"},
                                 {0.25, "full"},
                                 {0.5, "with room to breathe"},
                                 {0.8, "spacious"},
                                 {2, "nearly empty"}}};

Measure measure(double value, const Scale& scale) {
    const auto word = std::ranges::find_if(scale, [&](const Word& w) { return value < w.below; });
    return {.value = value, .word = word->word};
}

}  // namespace

Findings look_at(const Picture& picture, const FaceFinder* faces) {
    const auto study = study_of(picture);
    const auto light = light_of(study);
    Findings findings;
    findings.palette = palette_of(study);
    findings.composition = composition_of(study);
    const auto& composition = findings.composition;
    findings.brightness = measure(light.brightness, brightness_words);
    findings.contrast = measure(light.contrast, contrast_words);
    findings.saturation = measure(light.saturation, saturation_words);
    findings.warmth = measure(light.warmth, warmth_words);
    findings.symmetry = measure(
        std::max(composition.mirror_left_right, composition.mirror_top_bottom), symmetry_words);
    findings.busyness = measure(composition.busyness, busyness_words);
    findings.empty_space = measure(composition.empty_space, emptiness_words);
    if (faces != nullptr) findings.faces = faces->find(picture);
    return findings;
}

}  // namespace salon::vision
