// Things around you, by name: the camera's pictures come back with boxes. `--weights FILE`, first
// on the line, takes any YOLO or RT-DETR in ONNX in place of NanoDet.
#include <fmt/format.h>

#include <salon/detect.h>
#include <salon/salon.h>
#include <salon/video.h>

using namespace salon;

namespace {

constexpr Rgb ink{255, 255, 255};
constexpr Rgb frame{222, 60, 20};

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

    const Slider threshold(
        {.label = "Threshold", .minimum = 0.05, .maximum = 1, .step = 0.05, .value = 0.3});
    const auto mark = [detector = *detector, threshold](Picture picture, FilterView& view) {
        const auto least = static_cast<float>(view.inputs[threshold]);
        for (const auto& [label, score, box] : detector->detect(picture, least)) {
            draw_box(picture, box, frame);
            draw_text(picture, static_cast<int>(box.x), static_cast<int>(box.y),
                      fmt::format("{} {:.0f}%", label, 100 * score), ink, frame);
        }
        const auto speed = fmt::format("{:.1f} pictures/s, found in {} ms", view.speed.per_second,
                                       view.speed.took().count() / 1000);
        draw_text(picture, 0, picture.height, speed, ink, {0, 0, 0});
        return picture;
    };
    const Stream stream({.handler = filter(mark),
                         .additional_inputs = {threshold},
                         .ui_args = {.title = "Object detection"},
                         .concurrency_limit = 2});
    return launch(stream, argc, argv);
}
