#include "vision/face_finder.h"

#include <cmath>
#include <fstream>
#include <sstream>

#include "vision/haar_scan.h"

namespace salon::vision {

namespace {

constexpr int side_max = 320;    // Faces under a fourteenth of the longer side are not seen.
constexpr double shrink = 1.15;  // From level to level: the window grows by this.

// How many windows, of those a pixel apart, must agree on a face. The Mona Lisa has 60 to 100, also
// mirrored and at other sizes; the moon of The Starry Night, which has a face for who wants to see
// it, has 3 to 15.
constexpr int support_min = 18;
constexpr std::size_t finds_max = 2'048;  // A picture full of them has no face to speak of.

GreyPicture grey(const Picture& picture) {
    GreyPicture result{.width = picture.width, .height = picture.height, .pixels = {}};
    result.pixels.reserve(picture.pixels());
    for (std::size_t i = 0; i < picture.rgb.size(); i += 3) {
        const auto* pixel = picture.rgb.data() + i;
        result.pixels.push_back(static_cast<std::uint8_t>(
            (77 * pixel[0] + 150 * pixel[1] + 29 * pixel[2]) >> 8));  // BT.601
    }
    return result;
}

Box enlarged(const Box& box, double factor) {
    const auto times = [&](int length) { return static_cast<int>(std::lround(length * factor)); };
    return {.x = times(box.x),
            .y = times(box.y),
            .width = times(box.width),
            .height = times(box.height)};
}

}  // namespace

FaceFinder::FaceFinder(Cascade cascade) : cascade_(std::move(cascade)) {}

Result<FaceFinder, CascadeError> FaceFinder::open(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf())) return fail(CascadeError::NoFile);
    auto cascade = parse_cascade(text.view());
    if (!cascade) return fail(cascade.error());
    return FaceFinder(std::move(*cascade));
}

std::vector<Box> FaceFinder::find(const Picture& picture) const {
    if (picture.empty()) return {};
    const auto base = fit_within(picture, side_max);
    std::vector<Find> finds;
    for (double factor = 1; finds.size() < finds_max; factor *= shrink) {
        const int width = static_cast<int>(base.width / factor);
        const int height = static_cast<int>(base.height / factor);
        if (width < cascade_.width || height < cascade_.height) break;
        // Large levels take most of the time: there, each place looked at stands for four.
        const int step = factor < 2 ? 2 : 1;
        const double to_picture = static_cast<double>(picture.width) / width;
        for (const auto& box : scan(grey(scaled(base, width, height)), cascade_, step)) {
            if (finds.size() == finds_max) break;
            finds.push_back({.box = enlarged(box, to_picture), .support = step * step});
        }
    }
    return grouped(finds, support_min);
}

}  // namespace salon::vision
