#include "ui/accept.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "ui/components.h"

namespace salon {
namespace {

using testing::HasSubstr;

auto accept(const Component& component, const char* said) {
    return ui::accept(*component.node(), boost::json::parse(said));
}

TEST(Accept, TakesTextUpToItsLimit) {
    const Textbox box({.label = "Name"});
    EXPECT_EQ(std::get<std::string>(*accept(box, R"("<script>")")), "<script>");
    EXPECT_EQ(accept(box, "7").error(), "the textbox \"Name\" takes a text");
    EXPECT_EQ(accept(box, "null").error(), "the textbox \"Name\" takes a text");
    const auto as_text = [](std::size_t size) { return '"' + std::string(size, 'x') + '"'; };
    EXPECT_TRUE(accept(box, as_text(ui::text_size_max).c_str()));
    EXPECT_FALSE(accept(box, as_text(ui::text_size_max + 1).c_str()));
}

TEST(Accept, TakesNumbersWithinASlidersRange) {
    const Slider slider({.label = "Threshold", .minimum = 0, .maximum = 1, .step = 0.1});
    EXPECT_EQ(std::get<double>(*accept(slider, "1")), 1);
    EXPECT_EQ(std::get<double>(*accept(slider, "\"0.5\"")), 0.5);
    EXPECT_FALSE(accept(slider, "1.01"));
    EXPECT_FALSE(accept(slider, "\"0.5; drop\""));
    EXPECT_FALSE(accept(slider, "\"NaN\""));
    EXPECT_FALSE(accept(slider, "[0.5]"));
}

TEST(Accept, LetsAPictureBeTakenAwayOnly) {
    EXPECT_EQ(std::get<PictureRef>(*accept(Image(), "null")), nullptr);
    EXPECT_THAT(accept(Image(), R"("file/other")").error(), HasSubstr("POST upload"));
    const Image shown({.sources = {}});
    EXPECT_THAT(accept(shown, "null").error(), HasSubstr("is no input"));
    EXPECT_FALSE(ui::takes_pictures(*shown.node()));
}

TEST(Accept, SetsNothingThatOnlyShows) {
    for (const auto& shows : {Component(Markdown("a")), Component(Html("b")), Component(Chatbot()),
                              Component(Json()), Component(Label()), Component(Button())}) {
        EXPECT_THAT(accept(shows, R"("x")").error(), HasSubstr("is no input"));
    }
}

}  // namespace
}  // namespace salon
