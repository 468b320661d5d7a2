#include "server/visitors.h"

#include <gtest/gtest.h>

#include "world/start.h"

namespace salon::server {
namespace {

TEST(Visitors, KeepWhatATabHasSet) {
    Visitors visitors;
    visitors.of("ada", start)->set(3, std::string("key"));
    EXPECT_EQ(visitors.of("ada", start)->value(3), InputValue(std::string("key")));
    EXPECT_EQ(visitors.of("ada", start)->value(4), std::nullopt);
}

TEST(Visitors, KeepTabsApart) {
    Visitors visitors;
    visitors.of("ada", start)->set(3, std::string("key"));
    EXPECT_EQ(visitors.of("ben", start)->value(3), std::nullopt);
}

TEST(Visitors, ForgetATabAnHourAfterItsLastRequest) {
    Visitors visitors({.visitors_max = 4, .patience = 1h});
    visitors.of("ada", start)->set(3, 1.0);
    EXPECT_TRUE(visitors.of("ada", start + 1h)->value(3));
    EXPECT_FALSE(visitors.of("ada", start + 2h + 1us)->value(3));
}

TEST(Visitors, ForgetTheOneUnusedForLongestWhenThereAreTooMany) {
    Visitors visitors({.visitors_max = 2, .patience = 1h});
    visitors.of("ada", start)->set(1, 1.0);
    visitors.of("ben", start)->set(1, 2.0);
    visitors.of("ada", start);
    visitors.of("cleo", start);
    EXPECT_EQ(visitors.size(), 2u);
    EXPECT_TRUE(visitors.of("ada", start)->value(1));
    EXPECT_FALSE(visitors.of("ben", start)->value(1));
}

TEST(Visitor, KeepsItsNewestPictures) {
    Visitors visitors;
    const auto ada = visitors.of("ada", start);
    for (std::size_t i = 0; i <= files_max; ++i) ada->keep_file(std::to_string(i), "jpeg");
    EXPECT_EQ(visitors.file("0"), nullptr);
    EXPECT_EQ(*visitors.file("1"), "jpeg");
}

}  // namespace
}  // namespace salon::server
