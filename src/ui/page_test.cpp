#include "ui/page.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

namespace salon {
namespace {

TEST(Page, TellsItsComponentsInOrder) {
    const Page page{
        .title = "T",
        .time_limit = 90,
        .components = {Markdown{"# Hi"}, ImageInput{.label = "Artwork", .default_file = "a.jpg"},
                       Textbox{.label = "Key", .kind = Textbox::Kind::Password}}};
    const auto config = boost::json::parse(config_json(page));
    EXPECT_EQ(config.at("time_limit"), 90);
    const auto& components = config.at("components").as_array();
    ASSERT_EQ(components.size(), 3u);
    EXPECT_EQ(components[1].at("value"), "/picture/2");
    EXPECT_EQ(components[2].at("id"), 3);
    EXPECT_EQ(components[2].at("kind"), "password");
}

TEST(Page, SaysNullForWhatIsNotSet) {
    const auto config =
        boost::json::parse(config_json(Page{.components = {ImageInput{.label = "A"}}}));
    EXPECT_TRUE(config.at("time_limit").is_null());
    EXPECT_TRUE(config.at("icon").is_null());
    EXPECT_TRUE(config.at("components").at(0).at("value").is_null());
}

}  // namespace
}  // namespace salon
