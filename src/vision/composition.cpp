#include "vision/composition.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <vector>

namespace salon::vision {

namespace {

/// A value for each pixel of a study.
struct Map {
    int width = 0;
    int height = 0;
    std::vector<double> values;

    double& at(int x, int y) { return values[static_cast<std::size_t>(y * width + x)]; }
    double at(int x, int y) const { return values[static_cast<std::size_t>(y * width + x)]; }
};

Map map_of(const Study& study, const std::function<double(int, int)>& value) {
    Map map{.width = study.width, .height = study.height, .values = {}};
    map.values.reserve(study.lab.size());
    for (int y = 0; y < map.height; ++y) {
        for (int x = 0; x < map.width; ++x) map.values.push_back(value(x, y));
    }
    return map;
}

/// How much each pixel differs from its right and lower neighbours (Delta E).
Map edges_of(const Study& study) {
    return map_of(study, [&](int x, int y) {
        const auto& here = study.at(x, y);
        const auto& right = study.at(std::min(x + 1, study.width - 1), y);
        const auto& below = study.at(x, std::min(y + 1, study.height - 1));
        return std::hypot(delta_e(here, right), delta_e(here, below));
    });
}

Lab mean_of(const Study& study) {
    Lab mean;
    const auto count = static_cast<double>(study.lab.size());
    for (const auto& lab : study.lab) {
        mean.l += lab.l / count;
        mean.a += lab.a / count;
        mean.b += lab.b / count;
    }
    return mean;
}

/// What draws the eye: edges, and what is unlike the rest.
Map pull_of(const Study& study, const Map& edges) {
    const auto mean = mean_of(study);
    return map_of(study, [&](int x, int y) {
        constexpr double just_noticed = 4;  // Less is the grain of a flat wall.
        const double pull = edges.at(x, y) + 0.5 * delta_e(study.at(x, y), mean);
        return std::max(0.0, pull - just_noticed);
    });
}

struct Point {
    double x = 0.5;
    double y = 0.5;
};

/// The centre of gravity. The middle when nothing pulls.
Point centre_of(const Map& map) {
    double sum = 0;
    double across = 0;
    double down = 0;
    for (int y = 0; y < map.height; ++y) {
        for (int x = 0; x < map.width; ++x) {
            sum += map.at(x, y);
            across += map.at(x, y) * (x + 0.5) / map.width;
            down += map.at(x, y) * (y + 0.5) / map.height;
        }
    }
    return sum == 0 ? Point{} : Point{.x = across / sum, .y = down / sum};
}

/// The part of `map` that lies in the window around (x, y), clipped to the map.
Map part_of(const Map& map, int left, int top, int width, int height) {
    Map part{.width = width, .height = height, .values = {}};
    for (int y = top; y < top + height; ++y) {
        for (int x = left; x < left + width; ++x) part.values.push_back(map.at(x, y));
    }
    return part;
}

/// Where a quarter of the picture's side holds the most pull: its own centre of gravity.
Point eye_of(const Map& pull) {
    const int width = std::max(1, pull.width / 4);
    const int height = std::max(1, pull.height / 4);
    double most = 0;
    Point eye;
    for (int top = 0; top + height <= pull.height; top += std::max(1, height / 4)) {
        for (int left = 0; left + width <= pull.width; left += std::max(1, width / 4)) {
            const auto part = part_of(pull, left, top, width, height);
            double sum = 0;
            for (const double value : part.values) sum += value;
            if (sum <= most) continue;
            most = sum;
            const auto centre = centre_of(part);
            eye = {.x = (left + centre.x * width) / pull.width,
                   .y = (top + centre.y * height) / pull.height};
        }
    }
    return eye;
}

bool near_a_third(const Point& point) {
    const auto near = [](double value) {
        constexpr double reach = 0.08;
        return std::abs(value - 1.0 / 3) < reach || std::abs(value - 2.0 / 3) < reach;
    };
    return near(point.x) && near(point.y);
}

/// How like the picture is to its mirror image: 1 equal, 0 no more than by chance. Measured on a
/// copy of 24 fields a side, because no two leaves mirror each other to the pixel.
double mirror(const Study& study, bool left_right) {
    constexpr int side = 24;
    const int width = std::min(side, study.width);
    const int height = std::min(side, study.height);
    Picture whole{.width = study.width, .height = study.height, .rgb = {}};
    for (const auto& rgb : study.rgb) whole.rgb.insert(whole.rgb.end(), rgb.begin(), rgb.end());
    const auto small = scaled(whole, width, height);
    const auto mean = to_lab(scaled(whole, 1, 1).at(0, 0));

    double unlike = 0;
    double spread = 0;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const auto here = to_lab(small.at(x, y));
            const auto there =
                to_lab(left_right ? small.at(width - 1 - x, y) : small.at(x, height - 1 - y));
            unlike += std::pow(delta_e(here, there), 2) / 2;
            spread += std::pow(delta_e(here, mean), 2);
        }
    }
    const double flat = 2.0 * width * height;  // Differences nobody sees are no asymmetry.
    return std::clamp(1 - unlike / (spread + flat), 0.0, 1.0);
}

/// The share of pixels that are part of an edge; a pattern of one pixel has 1.
double busyness_of(const Map& edges) {
    constexpr double edge = 8;
    const auto count = std::ranges::count_if(edges.values, [](double v) { return v > edge; });
    return static_cast<double>(count) / static_cast<double>(edges.values.size());
}

/// The share of pixels whose neighbourhood, a sixteenth of the sides, is calm.
double emptiness_of(const Map& edges) {
    const int width = std::max(1, edges.width / 16);
    const int height = std::max(1, edges.height / 16);
    int calm = 0;
    int all = 0;
    for (int top = 0; top + height <= edges.height; top += height) {
        for (int left = 0; left + width <= edges.width; left += width) {
            const auto part = part_of(edges, left, top, width, height);
            double sum = 0;
            for (const double value : part.values) sum += value;
            constexpr double calm_max = 2.5;
            calm += sum / static_cast<double>(part.values.size()) < calm_max ? 1 : 0;
            ++all;
        }
    }
    return static_cast<double>(calm) / all;
}

Orientation orientation_of(double ratio) {
    if (ratio > 1.06) return Orientation::Landscape;
    return ratio < 1 / 1.06 ? Orientation::Portrait : Orientation::Square;
}

std::string_view format_of(double ratio) {
    struct Format {
        double ratio_max;
        std::string_view word;
    };
    constexpr std::array formats{Format{0.4, "as narrow as a scroll"},
                                 Format{0.6, "very tall"},
                                 Format{1 / 1.06, "tall"},
                                 Format{1.06, "square"},
                                 Format{1.7, "wide"},
                                 Format{2.3, "very wide"}};
    const auto format = std::ranges::find_if(
        formats, [&](const Format& candidate) { return ratio <= candidate.ratio_max; });
    return format == formats.end() ? "panoramic" : format->word;
}

template <class Place>
Place leaning(double centre, Place low, Place middle, Place high) {
    constexpr double lean = 0.04;  // Centres of gravity never go far.
    if (centre < 0.5 - lean) return low;
    return centre > 0.5 + lean ? high : middle;
}

}  // namespace

std::string_view to_string(Across across) {
    switch (across) {
        case Across::Left:
            return "left";
        case Across::Centre:
            return "centre";
        case Across::Right:
            return "right";
    }
    return "unknown";
}

std::string_view to_string(Down down) {
    switch (down) {
        case Down::Upper:
            return "upper";
        case Down::Middle:
            return "middle";
        case Down::Lower:
            return "lower";
    }
    return "unknown";
}

std::string_view to_string(Orientation orientation) {
    switch (orientation) {
        case Orientation::Portrait:
            return "portrait";
        case Orientation::Landscape:
            return "landscape";
        case Orientation::Square:
            return "square";
    }
    return "unknown";
}

Composition composition_of(const Study& study) {
    if (study.lab.empty()) return {};
    const auto edges = edges_of(study);
    const auto pull = pull_of(study, edges);
    const auto eye = eye_of(pull);
    const auto weight = centre_of(pull);
    const double ratio = static_cast<double>(study.width) / study.height;
    return {.eye_x = eye.x,
            .eye_y = eye.y,
            .on_a_third = near_a_third(eye),
            .weight_x = weight.x,
            .weight_y = weight.y,
            .across = leaning(weight.x, Across::Left, Across::Centre, Across::Right),
            .down = leaning(weight.y, Down::Upper, Down::Middle, Down::Lower),
            .mirror_left_right = mirror(study, true),
            .mirror_top_bottom = mirror(study, false),
            .busyness = busyness_of(edges),
            .empty_space = emptiness_of(edges),
            .orientation = orientation_of(ratio),
            .format = format_of(ratio)};
}

}  // namespace salon::vision
