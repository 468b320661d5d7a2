// Synthetic models of each family, with known boxes; and models that are none.
#include "detect/detector.h"

#include <gmock/gmock.h>

#include "onnx/model_for_test.h"

namespace salon::detect {
namespace {

using onnx::for_test::ModelFile;
using onnx::for_test::Output;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const onnx::Declared picture_640{"images", onnx::Element::Float, {1, 3, 640, 640}};

/// Twice as wide as the model sees it, with bars of 140 above and below: 1280 x 720.
Picture wide() { return Picture::filled(1280, 720, {90, 90, 90}); }

Result<std::shared_ptr<const Detector>, Error> load(const std::vector<Output>& outputs,
                                                    std::vector<onnx::Declared> inputs,
                                                    std::vector<std::string> labels = {}) {
    const ModelFile file("salon_detector", onnx::for_test::model(inputs, outputs));
    return Detector::load({.weights = file.path(), .labels = std::move(labels)});
}

Output zeros(onnx::Shape shape) {
    std::size_t count = 1;
    for (const auto side : shape) count *= static_cast<std::size_t>(side);
    return {.made = {std::move(shape), std::vector<float>(count)}};
}

/// Writes `row` from `first` on, every `step`-th value.
void put(Output& output, std::size_t first, std::initializer_list<float> row,
         std::size_t step = 1) {
    for (const float value : row) {
        output.made.values[first] = value;
        first += step;
    }
}

auto is(const std::string& label, float score, Box box) {
    const auto near = [](float value) { return testing::FloatNear(value, 0.01F); };
    return AllOf(
        Field(&Detection::label, label), Field(&Detection::score, near(score)),
        Field(&Detection::box,
              AllOf(Field(&Box::x, near(box.x)), Field(&Box::y, near(box.y)),
                    Field(&Box::width, near(box.width)), Field(&Box::height, near(box.height)))));
}

TEST(Detector, ReadsYoloWithAnchors) {
    auto output = zeros({1, 25200, 85});
    put(output, 85 * 7, {320, 320, 100, 50, 0.8F});
    output.made.values[85 * 7 + 5 + 2] = 0.5F;  // A car; 0.8 of something.
    put(output, 85 * 9, {322, 320, 100, 50, 0.8F});
    output.made.values[85 * 9 + 5 + 2] = 0.75F;  // The same one.
    const auto detector = load({output}, {picture_640});
    ASSERT_TRUE(detector) << detector.error().what;
    EXPECT_EQ((*detector)->family(), Family::YoloAnchors);
    EXPECT_THAT((*detector)->detect(wide(), 0.3F),
                ElementsAre(is("car", 0.6F, {544, 310, 200, 100})));
    EXPECT_THAT((*detector)->detect(wide(), 0.61F), IsEmpty());
}

TEST(Detector, ReadsYoloWithColumns) {
    auto output = zeros({1, 84, 8400});
    put(output, 10, {100, 240, 40, 80}, 8400);
    output.made.values[(4 + 16) * 8400 + 10] = 0.9F;  // A dog …
    put(output, 11, {500, 400, 60, 20}, 8400);
    output.made.values[(4 + 79) * 8400 + 11] = 0.4F;  // … and a toothbrush.
    const auto detector = load({output}, {picture_640});
    ASSERT_TRUE(detector) << detector.error().what;
    EXPECT_EQ((*detector)->family(), Family::YoloColumns);
    EXPECT_THAT((*detector)->detect(wide(), 0.3F),
                ElementsAre(is("dog", 0.9F, {160, 120, 80, 160}),
                            is("toothbrush", 0.4F, {940, 500, 120, 40})));
    EXPECT_THAT((*detector)->detect(wide(), 0.41F),
                ElementsAre(is("dog", 0.9F, {160, 120, 80, 160})));
}

TEST(Detector, ReadsYoloEndToEnd) {
    auto output = zeros({1, 300, 6});
    put(output, 0, {80, 200, 120, 280, 0.9F, 0});
    put(output, 6, {82, 200, 122, 280, 0.7F, 0});  // The model took doubles out: this is none.
    const auto detector = load({output}, {picture_640});
    ASSERT_TRUE(detector) << detector.error().what;
    EXPECT_EQ((*detector)->family(), Family::YoloEndToEnd);
    EXPECT_THAT((*detector)->detect(wide(), 0.3F),
                ElementsAre(is("person", 0.9F, {160, 120, 80, 160}),
                            is("person", 0.7F, {164, 120, 80, 160})));
}

TEST(Detector, ReadsRtDetrWithLogits) {
    auto scores = zeros({1, 300, 80});
    std::ranges::fill(scores.made.values, -6.0F);
    scores.made.values[80 * 5 + 15] = 0.847298F;  // A sigmoid of 0.7: a cat.
    auto boxes = zeros({1, 300, 4});
    put(boxes, 4 * 5, {0.5F, 0.5F, 0.25F, 0.5F});
    for (const auto& outputs : {std::vector{scores, boxes}, std::vector{boxes, scores}}) {
        const auto detector = load(outputs, {picture_640});
        ASSERT_TRUE(detector) << detector.error().what;
        EXPECT_EQ((*detector)->family(), Family::RtDetr);
        EXPECT_THAT((*detector)->detect(wide(), 0.3F),  // Stretched: parts of the whole picture.
                    ElementsAre(is("cat", 0.7F, {480, 180, 320, 360})));
    }
}

TEST(Detector, ReadsRtDetrInOnePiece) {
    auto output = zeros({1, 300, 84});
    put(output, 84 * 8, {0.25F, 0.5F, 0.5F, 1.0F});
    output.made.values[84 * 8 + 4 + 15] = 0.7F;
    const auto detector = load({output}, {picture_640});
    ASSERT_TRUE(detector) << detector.error().what;
    EXPECT_EQ((*detector)->family(), Family::RtDetr);
    EXPECT_THAT((*detector)->detect(wide(), 0.3F), ElementsAre(is("cat", 0.7F, {0, 0, 640, 720})));
}

TEST(Detector, ReadsRtDetrThatAsksForTheSizeOfThePicture) {
    auto labels = zeros({1, 300});
    labels.element = onnx::Element::Int64;
    labels.made.values[3] = 2;
    auto boxes = zeros({1, 300, 4});
    put(boxes, 4 * 3, {64, 64, 128, 320});
    auto scores = zeros({1, 300});
    scores.made.values[3] = 0.7F;
    const auto detector = load({labels, boxes, scores},
                               {picture_640, {"orig_target_sizes", onnx::Element::Int64, {1, 2}}});
    ASSERT_TRUE(detector) << detector.error().what;
    EXPECT_EQ((*detector)->family(), Family::RtDetrDecoded);
    EXPECT_THAT((*detector)->detect(wide(), 0.3F),
                ElementsAre(is("car", 0.7F, {128, 72, 128, 288})));
}

TEST(Detector, ReadsNanoDet) {
    std::vector<Output> outputs;
    for (const std::int64_t side : {52, 26, 13}) {
        outputs.push_back(zeros({1, side * side, 80}));
        outputs.push_back(zeros({1, side * side, 44}));
    }
    // Row 6, column 6 of the grid with stride 32: around the middle of 416.
    constexpr std::size_t cell = 6 * 13 + 6;
    outputs[4].made.values[cell * 80 + 41] = 0.6F;
    constexpr std::array<std::size_t, 4> strides_to_side{2, 1, 3, 1};
    for (std::size_t i = 0; i < 4; ++i) {
        outputs[5].made.values[cell * 44 + i * 11 + strides_to_side[i]] = 100;
    }
    const auto detector = load(outputs, {{"input", onnx::Element::Float, {1, 3, 416, 416}}});
    ASSERT_TRUE(detector) << detector.error().what;
    EXPECT_EQ((*detector)->family(), Family::NanoDet);
    EXPECT_THAT((*detector)->detect(Picture::filled(832, 832, {}), 0.5F),
                ElementsAre(is("cup", 0.6F, {288, 352, 320, 128})));
}

TEST(Detector, AnInputOfOpenSizeIsGiven640) {
    const auto detector =
        load({zeros({1, 300, 6})}, {{"x", onnx::Element::Float, {-1, 3, -1, -1}}});
    ASSERT_TRUE(detector) << detector.error().what;
    EXPECT_EQ((*detector)->width(), 640);
    EXPECT_EQ((*detector)->height(), 640);
}

TEST(Detector, NamesKindsAsTheUserDoes) {
    auto output = zeros({1, 6, 8400});
    put(output, 10, {100, 240, 40, 80, 0, 0.9F}, 8400);
    const auto known = load({output}, {picture_640}, {"ripe", "rotten"});
    ASSERT_TRUE(known) << known.error().what;
    EXPECT_EQ((*known)->detect(wide(), 0.5F).at(0).label, "rotten");
    const auto unknown = load({output}, {picture_640});
    ASSERT_TRUE(unknown) << unknown.error().what;
    EXPECT_EQ((*unknown)->detect(wide(), 0.5F).at(0).label, "kind 1");
    const auto wrong = load({output}, {picture_640}, {"ripe"});
    ASSERT_FALSE(wrong);
    EXPECT_THAT(wrong.error().what, HasSubstr("tells 2 kinds apart, but 1 labels are given"));
}

TEST(Detector, NumbersThatMakeNoSenseAreLeftOut) {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    constexpr float infinite = std::numeric_limits<float>::infinity();
    auto output = zeros({1, 300, 6});
    put(output, 0, {nan, 200, 120, 280, 0.9F, 0});
    put(output, 6, {80, 200, infinite, 280, 0.9F, 0});
    put(output, 12, {120, 200, 80, 280, 0.9F, 0});  // Ends before it begins.
    put(output, 18, {80, 200, 120, 280, nan, 0});
    put(output, 24, {80, 200, 120, 280, 17, 0});
    put(output, 30, {80, 200, 120, 280, 0.9F, nan});
    put(output, 36, {80, 200, 120, 280, 0.9F, -1});
    put(output, 42, {-900, -900, -800, -800, 0.9F, 0});  // Outside the picture.
    const auto detector = load({output}, {picture_640});
    ASSERT_TRUE(detector) << detector.error().what;
    EXPECT_THAT((*detector)->detect(wide(), 0.3F), IsEmpty());
}

std::string refusal(const std::vector<Output>& outputs, const std::vector<onnx::Declared>& inputs) {
    const auto detector = load(outputs, inputs);
    return detector ? "" : detector.error().what;
}

TEST(Detector, SaysWhatIsWrongWithAModelInOneSentence) {
    EXPECT_THAT(refusal({zeros({1, 1000})}, {picture_640}),
                HasSubstr("outputs of [1, 1000] are of no detector known here: YOLO, RT-DETR or "
                          "NanoDet"));
    EXPECT_THAT(refusal({zeros({1, 116, 8400}), zeros({1, 32, 160, 160})}, {picture_640}),
                HasSubstr("outputs of [1, 116, 8400], [1, 32, 160, 160] are of no detector"));
    EXPECT_THAT(refusal({zeros({2, 300, 6})}, {picture_640}), HasSubstr("[2, 300, 6]"));
    EXPECT_THAT(refusal({zeros({1, 300, 4}), zeros({1, 200, 80})}, {picture_640}),
                HasSubstr("no detector"));
    EXPECT_THAT(refusal({zeros({1, 300, 6})}, {{"audio", onnx::Element::Float, {1, 16000}}}),
                HasSubstr("this model's input \"audio\" is [1, 16000]"));
    EXPECT_THAT(refusal({zeros({1, 300, 6})}, {{"wide", onnx::Element::Float, {1, 3, 640, 5000}}}),
                HasSubstr("is [1, 3, 640, 5000]"));
    EXPECT_THAT(refusal({zeros({1, 300, 6})}, {{"nhwc", onnx::Element::Float, {1, 640, 640, 3}}}),
                HasSubstr("is [1, 640, 640, 3]"));
    EXPECT_THAT(refusal({zeros({1, 300, 6})}, {}), HasSubstr("needs a picture"));
}

TEST(Detector, SaysThatThereIsNoSuchFileOrThatItIsNoModel) {
    const auto missing = Detector::load({.weights = "/nowhere/yolo.onnx"});
    ASSERT_FALSE(missing);
    EXPECT_THAT(missing.error().what, HasSubstr("/nowhere/yolo.onnx: there is no such file"));
    const ModelFile garbage("salon_garbage", "PK\x03\x04 these are not weights");
    const auto broken = Detector::load({.weights = garbage.path()});
    ASSERT_FALSE(broken);
    EXPECT_THAT(broken.error().what, HasSubstr(garbage.path().string() + ": "));
    EXPECT_THAT(broken.error().what, Not(HasSubstr("\n")));
    const ModelFile good("salon_good", onnx::for_test::model({picture_640}, {zeros({1, 300, 6})}));
    const auto deaf = Detector::load({.weights = good.path(), .onnxruntime = "/nowhere/ort.so"});
    ASSERT_FALSE(deaf);
    EXPECT_THAT(deaf.error().what, HasSubstr("/nowhere/ort.so"));
}

}  // namespace
}  // namespace salon::detect
