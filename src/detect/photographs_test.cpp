// NanoDet on photographs that anybody may use (tests/data/photos), against a key made by eye.
#include <fstream>

#include <gmock/gmock.h>

#include "detect/detector.h"
#include "media/image_file.h"

namespace salon::detect {
namespace {

struct Thing {
    std::string label;
    Box box;
};

struct Photograph {
    std::string name;
    std::vector<Thing> things;
};

/// All that is to be seen of the kinds that COCO knows, whether NanoDet finds it or not.
const std::vector<Photograph>& key() {
    static const std::vector<Photograph> all{
        {"astronaut", {{"person", {22, 15, 340, 497}}}},
        {"camera", {{"person", {0, 63, 335, 449}}}},
        {"chelsea", {{"cat", {0, 0, 375, 300}}}},
        {"coffee",
         {{"cup", {173, 18, 227, 292}},
          {"spoon", {320, 65, 105, 260}},
          {"dining table", {0, 0, 600, 400}}}},
    };
    return all;
}

Picture photograph(const std::string& name) {
    std::ifstream file(SALON_TEST_DATA "/photos/" + name + ".jpg", std::ios::binary);
    const ByteBuffer bytes{std::istreambuf_iterator<char>(file), {}};
    auto picture = decode_image(bytes);
    EXPECT_TRUE(picture) << name;
    return std::move(*picture);
}

class NanoDet : public testing::Test {
protected:
    void SetUp() override {
        auto loaded = Detector::load();
        ASSERT_TRUE(loaded) << loaded.error().what;
        detector = *loaded;
    }

    /// How much of the key it finds, from 0 to 1.
    double met(float threshold) const {
        int wanted = 0;
        int met = 0;
        for (const auto& [name, things] : key()) {
            const auto found = detector->detect(photograph(name), threshold);
            for (const auto& thing : things) {
                ++wanted;
                met += std::ranges::any_of(
                    found, [&](const Detection& detection) { return is(detection, thing); });
            }
        }
        return static_cast<double>(met) / wanted;
    }
    static bool is(const Detection& detection, const Thing& thing) {
        return detection.label == thing.label && overlap(detection.box, thing.box) >= 0.5F;
    }

    std::shared_ptr<const Detector> detector;
};

TEST_F(NanoDet, IsKnownByItsOutputs) { EXPECT_EQ(detector->family(), Family::NanoDet); }

TEST_F(NanoDet, FindsWhatIsToBeSeenInPhotographs) {
    EXPECT_GE(met(0.25F), 0.8);
    EXPECT_EQ(met(0.1F), 1);
}

TEST_F(NanoDet, IsSurestOfWhatIsThere) {
    for (const auto& [name, things] : key()) {
        const auto found = detector->detect(photograph(name), 0.25F);
        ASSERT_THAT(found, testing::Not(testing::IsEmpty())) << name;
        const auto surest = std::ranges::max(found, {}, &Detection::score);
        EXPECT_TRUE(
            std::ranges::any_of(things, [&](const auto& thing) { return is(surest, thing); }))
            << name << ": " << surest.label;
    }
}

TEST_F(NanoDet, FindsNothingWhereNothingIsThatItKnows) {
    EXPECT_THAT(detector->detect(photograph("rocket"), 0.25F), testing::IsEmpty());
}

}  // namespace
}  // namespace salon::detect
