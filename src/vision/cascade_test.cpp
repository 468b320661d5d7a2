#include "vision/cascade.h"

#include <gmock/gmock.h>

namespace salon::vision {
namespace {

/// A window of 8 by 6 with one stage of one stump over one feature.
std::string cascade_text(const std::string& nodes = "0 -1 0 -3.5e-02",
                         const std::string& first_rect = "1 0 4 6 -1.",
                         const std::string& more = "") {
    return R"(<?xml version="1.0"?><!-- a <comment> of > signs -->
<opencv_storage><cascade type_id="opencv-cascade-classifier"><featureType>HAAR</featureType>
<height>6</height><width>8</width><stages><_><maxWeakCount>1</maxWeakCount>
<stageThreshold>-5.0e+00</stageThreshold><weakClassifiers><_><internalNodes>
 )" + nodes +
           R"(</internalNodes><leafValues> 2.5 -2.25</leafValues></_></weakClassifiers></_>
</stages><features><_><rects><_>)" +
           first_rect + R"(</_><_> 2 1 2 3 2.</_></rects>)" + more +
           R"(</_></features></cascade></opencv_storage>)";
}

CascadeError error_of(std::string_view text) {
    const auto cascade = parse_cascade(text);
    EXPECT_FALSE(cascade);
    return cascade ? CascadeError::NoFile : cascade.error();
}

TEST(Cascade, ReadsStagesStumpsAndFeatures) {
    const auto cascade = parse_cascade(cascade_text());
    ASSERT_TRUE(cascade);
    EXPECT_EQ(cascade->width, 8);
    EXPECT_EQ(cascade->height, 6);
    ASSERT_EQ(cascade->stages.size(), 1U);
    EXPECT_FLOAT_EQ(cascade->stages[0].threshold, -5);
    ASSERT_EQ(cascade->stages[0].stumps.size(), 1U);
    EXPECT_FLOAT_EQ(cascade->stages[0].stumps[0].threshold, -0.035F);
    EXPECT_FLOAT_EQ(cascade->stages[0].stumps[0].below, 2.5F);
    EXPECT_FLOAT_EQ(cascade->stages[0].stumps[0].above, -2.25F);
    ASSERT_EQ(cascade->features.size(), 1U);
    EXPECT_EQ(cascade->features[0].rects[0].width, 4);
    EXPECT_FLOAT_EQ(cascade->features[0].rects[1].weight, 2);
    EXPECT_FLOAT_EQ(cascade->features[0].rects[2].weight, 0);
}

TEST(Cascade, RefusesWhatItCannotEvaluate) {
    EXPECT_EQ(error_of(cascade_text("1 -1 0 0.5 0 -2 1 0.25")), CascadeError::Unsupported);
    EXPECT_EQ(error_of(cascade_text("0 -1 0 0.5", "1 0 4 6 -1.", "<tilted>1</tilted>")),
              CascadeError::Unsupported);
    EXPECT_EQ(error_of("<featureType>LBP</featureType>"), CascadeError::Unsupported);
}

TEST(Cascade, RefusesPlacesOutsideTheWindow) {
    EXPECT_TRUE(parse_cascade(cascade_text("0 -1 0 0.5", "4 0 4 6 -1.")));
    EXPECT_EQ(error_of(cascade_text("0 -1 0 0.5", "5 0 4 6 -1.")), CascadeError::Malformed);
    EXPECT_EQ(error_of(cascade_text("0 -1 0 0.5", "0 -1 4 6 -1.")), CascadeError::Malformed);
    EXPECT_EQ(error_of(cascade_text("0 -1 0 0.5", "0 0 1e30 6 -1.")), CascadeError::Malformed);
    EXPECT_EQ(error_of(cascade_text("0 -1 1 0.5")), CascadeError::Malformed);  // No such feature.
}

TEST(Cascade, RefusesOtherFiles) {
    EXPECT_EQ(error_of(""), CascadeError::Malformed);
    EXPECT_EQ(error_of("dear diary"), CascadeError::Malformed);
    EXPECT_EQ(error_of("<svg><width>8</width></svg>"), CascadeError::Malformed);
}

TEST(Cascade, SurvivesEveryCut) {
    const auto text = cascade_text();
    for (std::size_t size = 0; size < text.size(); ++size) {
        const auto cascade = parse_cascade(std::string_view(text).substr(0, size));
        if (cascade) EXPECT_GT(size, text.size() / 2);
    }
}

}  // namespace
}  // namespace salon::vision
