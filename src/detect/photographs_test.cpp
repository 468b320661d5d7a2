// NanoDet on photographs that anybody may use (tests/data/photos), against a key made by eye.
#include <fstream>
#include <iterator>

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

const std::vector<Photograph>& key() {
    static const std::vector<Photograph> all{
        {"astronaut", {{"person", {22, 15, 340, 497}}}},
        {"camera", {{"person", {0, 63, 335, 449}}}},
        {"chelsea", {{"cat", {0, 0, 375, 300}}}},
        {"coffee", {{"cup", {173, 18, 227, 292}}, {"spoon", {320, 65, 105, 260}}}},
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

TEST(NanoDet, FindsWhatIsToBeSeenInPhotographs) {
    const auto detector = Detector::load();
    ASSERT_TRUE(detector) << detector.error().what;
    EXPECT_EQ((*detector)->family(), Family::NanoDet);
    int wanted = 0;
    int met = 0;
    for (const auto& [name, things] : key()) {
        const auto found = (*detector)->detect(photograph(name), 0.25F);
        for (const auto& thing : things) {
            ++wanted;
            met += std::ranges::any_of(found, [&](const Detection& detection) {
                return detection.label == thing.label && overlap(detection.box, thing.box) >= 0.5F;
            });
        }
    }
    EXPECT_GE(met, 0.8 * wanted);
}

}  // namespace
}  // namespace salon::detect
