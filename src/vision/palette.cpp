#include "vision/palette.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "vision/tone.h"

namespace salon::vision {

namespace {

constexpr std::size_t clusters_max = 10;
constexpr std::size_t entries_max = 6;
constexpr int rounds = 10;           // Later ones move nothing that an eye would see.
constexpr double same_colour = 14;   // Delta E below which two clusters are one colour.
constexpr double share_min = 0.015;  // Less is a speck.

/// Many pixels of nearly one colour.
struct Patch {
    double share = 0;
    std::array<double, 3> sum{};  // Of red, green and blue, each times its share.
    Lab lab;

    void add(const std::array<double, 3>& more, double more_share) {
        share += more_share;
        for (std::size_t i = 0; i < 3; ++i) sum[i] += more[i];
    }
    Rgb rgb() const {
        Rgb mean{};
        for (std::size_t i = 0; i < 3; ++i) {
            mean[i] = static_cast<std::uint8_t>(std::clamp(sum[i] / share + 0.5, 0.0, 255.0));
        }
        return mean;
    }
};
using Patches = std::vector<Patch>;

std::uint8_t grey_of(Rgb colour) {
    return static_cast<std::uint8_t>((77 * colour[0] + 150 * colour[1] + 29 * colour[2]) >> 8);
}

/// Pixels counted in boxes of sixteen steps a side: some hundred patches stand for all of them.
Patches patches_of(const Study& study, Tone tone) {
    std::map<int, Patch> boxes;
    const double share = 1.0 / static_cast<double>(study.rgb.size());
    for (auto colour : study.rgb) {
        if (tone == Tone::Greys) colour.fill(grey_of(colour));
        const int box = colour[0] >> 4 << 8 | colour[1] >> 4 << 4 | colour[2] >> 4;
        boxes[box].add({colour[0] * share, colour[1] * share, colour[2] * share}, share);
    }
    Patches patches;
    for (auto& [box, patch] : boxes) {
        patch.lab = to_lab(patch.rgb());
        patches.push_back(patch);
    }
    return patches;
}

/// How far `lab` is from the nearest of `centres`, and which that is.
std::pair<double, std::size_t> nearest(const Lab& lab, const std::vector<Lab>& centres) {
    std::pair<double, std::size_t> best{1e9, 0};
    for (std::size_t i = 0; i < centres.size(); ++i) {
        best = std::min(best, {delta_e(lab, centres[i]), i});
    }
    return best;
}

/// The largest patch first, then always the one that is worst served: large and far from all.
std::vector<Lab> first_centres(const Patches& patches) {
    std::vector<Lab> centres{std::ranges::max_element(patches, {}, &Patch::share)->lab};
    const auto need = [&](const Patch& patch) {
        const double distance = nearest(patch.lab, centres).first;
        return patch.share * distance * distance;
    };
    while (centres.size() < std::min(clusters_max, patches.size())) {
        centres.push_back(std::ranges::max_element(patches, {}, need)->lab);
    }
    return centres;
}

/// K-means (Lloyd) in Lab.
Patches clusters_of(const Patches& patches) {
    auto centres = first_centres(patches);
    Patches clusters;
    for (int round = 0; round < rounds; ++round) {
        clusters.assign(centres.size(), {});
        for (const auto& patch : patches) {
            clusters[nearest(patch.lab, centres).second].add(patch.sum, patch.share);
        }
        std::erase_if(clusters, [](const Patch& cluster) { return cluster.share == 0; });
        centres.clear();
        for (auto& cluster : clusters) {
            cluster.lab = to_lab(cluster.rgb());
            centres.push_back(cluster.lab);
        }
    }
    std::ranges::sort(clusters, std::greater(), &Patch::share);
    return clusters;
}

/// Clusters that a viewer would call one colour become one.
Patches joined(const Patches& clusters) {
    Patches colours;
    for (const auto& cluster : clusters) {
        const auto same = std::ranges::find_if(colours, [&](const Patch& colour) {
            return delta_e(colour.lab, cluster.lab) < same_colour ||
                   name_of(colour.lab).name == name_of(cluster.lab).name;
        });
        if (same == colours.end()) {
            colours.push_back(cluster);
        } else {
            same->add(cluster.sum, cluster.share);
        }
    }
    return colours;
}

std::vector<PaletteEntry> entries_of(const Patches& colours) {
    std::vector<PaletteEntry> entries;
    for (const auto& colour : colours) {
        const auto& [name, family, stands_for] = name_of(colour.lab);
        if (colour.share < share_min && !entries.empty()) continue;
        entries.push_back(
            {.name = name, .family = family, .share = colour.share, .rgb = colour.rgb()});
    }
    std::ranges::sort(entries, std::greater(), &PaletteEntry::share);
    if (entries.size() > entries_max) entries.resize(entries_max);
    return entries;
}

}  // namespace

ColourFamily Palette::dominant() const {
    return static_cast<ColourFamily>(std::ranges::max_element(shares) - shares.begin());
}

std::optional<ColourFamily> Palette::dominant_colour() const {
    constexpr double visible = 0.03;
    std::optional<ColourFamily> largest;
    if (monochrome) return largest;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const auto family = static_cast<ColourFamily>(i);
        if (!is_chromatic(family) || shares[i] < visible) continue;
        if (!largest || shares[i] > share_of(*largest)) largest = family;
    }
    return largest;
}

Palette palette_of(const Study& study) {
    Palette palette{.entries = {}, .shares = {}, .monochrome = true};
    if (study.rgb.empty()) return palette;
    const auto tone = tone_of(study);
    palette.monochrome = tone != Tone::Colours;
    const auto patches = patches_of(study, tone);
    for (const auto& patch : patches) {
        palette.shares[static_cast<std::size_t>(name_of(patch.lab).family)] += patch.share;
    }
    palette.entries = entries_of(joined(clusters_of(patches)));
    return palette;
}

}  // namespace salon::vision
