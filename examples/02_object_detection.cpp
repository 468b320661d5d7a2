// Things around you, by name: the camera's pictures come back with boxes, and the page tells what
// was seen, how sure that is and how fast it went. `--weights FILE`, first on the line, takes any
// YOLO or RT-DETR in ONNX in place of NanoDet.
#include <algorithm>
#include <map>
#include <ranges>

#include <fmt/format.h>

#include <salon/detect.h>
#include <salon/salon.h>
#include <salon/video.h>

using namespace salon;

namespace {

constexpr Rgb white{255, 255, 255};
constexpr Rgb inks[] = {{208, 52, 24}, {21, 101, 192}, {27, 122, 61}, {142, 36, 170},
                        {176, 96, 0},  {0, 121, 130},  {194, 24, 91}, {84, 70, 160}};

constexpr auto css = R"(
#heading h1 { margin: 0; }
.speed { border: 1px solid var(--block-border-color); border-radius: var(--block-radius);
         background: var(--block-background-fill); padding: 14px 16px 12px; }
.speed dl { display: flex; gap: 8px 28px; flex-wrap: wrap; margin: 0 0 12px; }
.speed div { display: flex; flex-direction: column-reverse; }
.speed dd { margin: 0; font-size: 28px; font-weight: 650; line-height: 1.15; font-variant-numeric: tabular-nums; }
.speed :is(dt, p, span) { margin: 0; font-size: 13px; font-weight: 400; color: var(--body-text-color-subdued); }
.speed svg { display: block; width: 100%; height: 88px; border-bottom: 1px solid var(--block-border-color); }
.speed path { stroke: var(--slider-color); stroke-width: 0.72; }
.speed p { display: flex; justify-content: space-between; padding-top: 6px; })";

/// A bar for each of the last pictures, the newest at the right; 100 high for `full`.
std::string bars_of(const std::vector<Duration>& times, Duration full) {
    std::string path;
    double x = static_cast<double>(FilterSpeed::lately_max - times.size()) + 0.5;
    for (const auto time : times) {
        const auto share = static_cast<double>(time.count()) / static_cast<double>(full.count());
        path += fmt::format("M{} 100v-{:.1f}", x++, 100 * share);
    }
    return path;
}

/// What the page tells of the detector's speed: two figures, and a plot of the last pictures.
std::string speed_card(const FilterSpeed& speed) {
    const bool idle = speed.lately.empty();
    Duration full = 50ms;  // The height of the plot: 50, 100, 200, ... as the slowest needs.
    while (!idle && full < std::ranges::max(speed.lately)) full *= 2;
    return fmt::format(
        R"(<div class="speed"><dl>
<div><dt>pictures a second</dt><dd>{}</dd></div>
<div><dt>to look at one</dt><dd>{}</dd></div></dl>
<p>{} ms</p>
<svg viewBox="0 0 60 100" preserveAspectRatio="none" role="img" aria-label="How long each took">
<path d="{}"/></svg>
<p><span>{} pictures ago</span><span>now</span></p></div>)",
        idle ? "–" : fmt::format("{:.1f}", speed.per_second),
        idle ? "–" : fmt::format("{} ms", speed.took() / 1ms), full / 1ms,
        bars_of(speed.lately, full), FilterSpeed::lately_max);
}

/// Each kind of thing has its colour.
Rgb ink_of(const std::string& label) {
    return inks[std::hash<std::string>{}(label) % std::size(inks)];
}

void mark(Picture& picture, const detect::Detection& thing) {
    const auto ink = ink_of(thing.label);
    const int size = std::max(1, picture.height / 240);
    draw_box(picture, thing.box, ink, 2 * size);
    draw_text(picture, static_cast<int>(thing.box.x), static_cast<int>(thing.box.y),
              fmt::format("{} {:.0f}%", thing.label, 100 * thing.score), white, ink, size);
}

/// Each kind once, by the one that is surest; the surest kinds first.
Classification names_of(const std::vector<detect::Detection>& things) {
    constexpr std::size_t names_max = 6;
    std::map<std::string, double> surest;
    for (const auto& [label, score, box] : things) {
        surest[label] = std::max<double>(surest[label], score);
    }
    std::vector<Confidence> names;
    names.reserve(surest.size());
    for (const auto& [label, score] : surest) names.push_back({label, score});
    std::ranges::sort(names, std::greater(), &Confidence::confidence);
    if (names.size() > names_max) names.resize(names_max);
    return {names.empty() ? "nothing" : names.front().label, names};
}

Blocks page(const std::shared_ptr<const detect::Detector>& detector) {
    const Slider threshold({.label = "Threshold",
                            .minimum = 0.05,
                            .maximum = 1,
                            .step = 0.05,
                            .value = 0.25,
                            .info = "How sure the detector must be."});
    const Label seen({.label = "Seen"});
    const Html speed(speed_card({}));
    const auto look = [=](Picture picture, FilterView& view) {
        const auto least = static_cast<float>(view.inputs[threshold]);
        const auto things = detector->detect(picture, least);
        // The surest comes last, and lies on top.
        for (const auto& thing : things | std::views::reverse) mark(picture, thing);
        view.set(seen, names_of(things));
        view.set(speed, speed_card(view.speed));
        return picture;
    };
    WebRtc camera({.label = "Camera"});
    camera.stream(filter(look),
                  {.inputs = {threshold}, .outputs = {seen, speed}, .concurrency_limit = 2});
    return Blocks({.title = "Object detection", .css = css},
                  {Html("<h1>Object detection</h1><p>Show something to the camera.</p>", "heading"),
                   Row{Column({.scale = 2}, {camera, threshold}), Column{seen, speed}}});
}

}  // namespace

int main(int argc, char** argv) {
    detect::DetectorFiles files;
    if (argc > 2 && std::string_view(argv[1]) == "--weights") {
        files.weights = argv[2];
        argv[2] = argv[0];
        argv += 2;
        argc -= 2;
    }
    const auto detector = detect::Detector::load(files);
    if (!detector) return fmt::print(stderr, "{}\n", detector.error().what), 2;
    return launch(Stream(page(*detector)), argc, argv);
}
