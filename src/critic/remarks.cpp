#include "critic/remarks.h"

#include <algorithm>
#include <cmath>

namespace salon::critic {
namespace {

using vision::Across;
using vision::ColourFamily;
using vision::Down;
using vision::Findings;
using vision::Orientation;

constexpr double leads_from = 0.3;  // A colour with this share leads even over more black or white.

bool has_colour(const Findings& findings) {
    return !findings.is_monochrome() && findings.palette.dominant_colour().has_value();
}

bool tinted(const Findings& findings) {
    return findings.is_monochrome() && vision::is_chromatic(findings.palette.dominant());
}

// The largest colour, or the largest family where there is none.
ColourFamily main_family(const Findings& findings) {
    return findings.palette.dominant_colour().value_or(findings.palette.dominant());
}

// How striking a measure is that lies beyond `edge`, on the way to `extreme`; 0 on this side. The
// edges are those of the words in vision, so that a line and its word never contradict each other.
double beyond(double edge, double extreme, double value) {
    const double way = (value - edge) / (extreme - edge);
    return way <= 0 ? 0 : 0.15 + 0.85 * std::min(1.0, way);
}

std::size_t face_count(const Findings& findings) {
    return findings.faces ? findings.faces->size() : 0;
}

const vision::PaletteEntry* second_colour(const Findings& findings) {
    const auto& entries = findings.palette.entries;
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const auto& entry) {
        return entry.family != main_family(findings) && vision::is_chromatic(entry.family) &&
               entry.share >= 0.08;
    });
    return found == entries.end() ? nullptr : &*found;
}

Topic orientation_topic(Orientation orientation) {
    switch (orientation) {
        case Orientation::Portrait:
            return Topic::Tall;
        case Orientation::Landscape:
            return Topic::Wide;
        case Orientation::Square:
            return Topic::Square;
    }
    return Topic::Square;
}

void add_colour_words(const Findings& findings, Words& words) {
    const auto colour = main_family(findings);
    const auto& palette = findings.palette;
    words["colour"] = vision::to_string(colour);
    words["ground"] = vision::to_string(palette.dominant());
    words["share"] = share_in_words(palette.share_of(colour));
    const auto shade = std::find_if(palette.entries.begin(), palette.entries.end(),
                                    [&](const auto& entry) { return entry.family == colour; });
    if (shade != palette.entries.end() && shade->name != words["colour"]) {
        words["shade"] = shade->name;
    }
    if (const auto* second = second_colour(findings)) words["second"] = second->name;
}

void add_place_words(const Findings& findings, Words& words) {
    const auto& composition = findings.composition;
    if (composition.across == Across::Centre) return;
    words["side"] = vision::to_string(composition.across);
    if (composition.down == Down::Middle) return;
    words["corner"] = std::string(vision::to_string(composition.down)) + " " + words["side"];
}

void add_face_words(const Findings& findings, int width, Words& words) {
    if (face_count(findings) == 0) return;
    const auto& largest = findings.faces->front();
    const double middle = (largest.x + largest.width / 2.0) / width;
    words["place"] = middle < 0.4 ? "on the left" : middle > 0.6 ? "on the right" : "in the middle";
    words["count"] = count_in_words(face_count(findings));
}

}  // namespace

Topic main_remark(const Findings& findings) {
    if (tinted(findings)) return Topic::OneTint;
    if (!has_colour(findings)) return Topic::Colourless;
    const auto colour = main_family(findings);
    const bool leads =
        colour == findings.palette.dominant() || findings.palette.share_of(colour) >= leads_from;
    return leads ? Topic::ColourLeads : Topic::ColourAccent;
}

std::vector<Remark> remarks_on(const Findings& findings) {
    const auto& composition = findings.composition;
    const bool coloured = has_colour(findings);
    const auto faces = face_count(findings);
    const double light = findings.brightness.value;
    const double colours = coloured ? findings.saturation.value : 0.4;  // In the middle: no remark.
    const double warmth = coloured ? findings.warmth.value : 0.5;
    std::vector<Remark> remarks{
        {Topic::Dark, beyond(0.35, 0, light)},
        {Topic::Bright, beyond(0.6, 1, light)},
        {Topic::EvenLight, light >= 0.35 && light <= 0.6 ? 0.3 : 0},
        {Topic::Flat, beyond(0.35, 0, findings.contrast.value)},
        {Topic::Stark, beyond(0.6, 1, findings.contrast.value)},
        {Topic::Pale, beyond(0.25, 0, colours)},
        {Topic::Vivid, beyond(0.5, 1, colours)},
        {Topic::Cool, beyond(0.45, 0.2, warmth)},
        {Topic::Warm, beyond(0.57, 0.9, warmth)},
        {Topic::Symmetrical, beyond(0.88, 1, findings.symmetry.value)},
        {Topic::Lopsided, beyond(0.4, 0, findings.symmetry.value)},
        {Topic::Busy, beyond(0.35, 0.8, findings.busyness.value)},
        {Topic::Bare, beyond(0.15, 0, findings.busyness.value)},
        {Topic::TwoColours, coloured && second_colour(findings) != nullptr ? 0.5 : 0},
        {Topic::OnAThird, composition.on_a_third ? 0.6 : 0},
        {Topic::WeightCentre, composition.across == Across::Centre ? 0.3 : 0},
        {Topic::WeightAside, composition.across == Across::Centre ? 0 : 0.5},
        {orientation_topic(composition.orientation), 0.2},
        {Topic::Face, faces == 1 ? 2.0 : 0},  // Nothing competes with a face.
        {Topic::Faces, faces > 1 ? 2.0 : 0},
    };
    std::erase_if(remarks, [](const Remark& remark) { return remark.strength <= 0; });
    std::stable_sort(remarks.begin(), remarks.end(), [](const Remark& one, const Remark& other) {
        return one.strength > other.strength;
    });
    return remarks;
}

std::vector<Topic> tips_on(const Findings& findings) {
    std::vector<Topic> tips;
    const auto add = [&](bool fits, Topic tip) {
        if (fits) tips.push_back(tip);
    };
    add(face_count(findings) > 0, Topic::TipFace);
    add(!has_colour(findings), Topic::TipColourless);
    add(findings.contrast.value < 0.35, Topic::TipFlat);
    add(findings.brightness.value < 0.35, Topic::TipDark);
    add(findings.brightness.value > 0.75, Topic::TipBright);
    add(findings.busyness.value > 0.6, Topic::TipBusy);
    add(findings.busyness.value < 0.15, Topic::TipBare);
    add(has_colour(findings) && second_colour(findings) == nullptr, Topic::TipOneColour);
    add(findings.composition.across == Across::Centre && face_count(findings) == 0,
        Topic::TipCentre);
    tips.push_back(Topic::TipAny);
    return tips;
}

Words words_on(const Findings& findings, int width) {
    Words words{{"light", std::string(findings.brightness.word)},
                {"contrast", std::string(findings.contrast.word)},
                {"saturation", std::string(findings.saturation.word)},
                {"warmth", std::string(findings.warmth.word)},
                {"symmetry", std::string(findings.symmetry.word)},
                {"busyness", std::string(findings.busyness.word)},
                {"handle", handle_of(findings)}};
    add_colour_words(findings, words);
    add_place_words(findings, words);
    add_face_words(findings, width, words);
    return words;
}

std::string handle_of(const Findings& findings) {
    if (tinted(findings)) return "one with a single tint";
    if (!has_colour(findings)) return "black and white one";
    return std::string(vision::to_string(main_family(findings))) + " one";
}

bool alike(const Findings& one, const Findings& other) {
    constexpr double nudge = 0.2;  // A cloud before the sun, or a head that turns.
    const auto near = [](vision::Measure here, vision::Measure there) {
        return std::abs(here.value - there.value) < nudge;
    };
    return main_family(one) == main_family(other) && one.is_monochrome() == other.is_monochrome() &&
           near(one.brightness, other.brightness) && near(one.contrast, other.contrast) &&
           near(one.busyness, other.busyness);
}

}  // namespace salon::critic
