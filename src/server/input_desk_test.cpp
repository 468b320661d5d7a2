#include "server/input_desk.h"

#include <gtest/gtest.h>

namespace salon::server {
namespace {

constexpr Moment start{1h};

TEST(InputDesk, HandsOverWhatTheCallerLeftOnTopOfTheDefaults) {
    InputDesk desk({});
    Inputs defaults;
    defaults.set("Voice", std::string("Puck"));
    defaults.set("Key", std::string());
    desk.put("ada", "Key", std::string("a"), start);
    desk.put("ben", "Key", std::string("b"), start);
    const auto inputs = desk.take("ada", defaults, start);
    EXPECT_EQ(inputs.text("Key"), "a");
    EXPECT_EQ(inputs.text("Voice"), "Puck");
    EXPECT_EQ(desk.take("ada", defaults, start).text("Key"), "") << "handed over once";
    EXPECT_EQ(desk.size(), 1u);
}

TEST(InputDesk, ForgetsWhoNeverCalls) {
    InputDesk desk({.desks_max = 8, .patience = 1s});
    desk.put("ada", "Key", std::string("a"), start);
    EXPECT_EQ(desk.take("ada", {}, start + 1s).all().size(), 1u);
    desk.put("ada", "Key", std::string("a"), start);
    EXPECT_EQ(desk.take("ada", {}, start + 1s + 1us).all().size(), 0u);
}

TEST(InputDesk, ForgetsTheOldestWhenFull) {
    InputDesk desk({.desks_max = 2, .patience = 1min});
    for (const auto* id : {"ada", "ben", "ada", "eve"}) desk.put(id, "Key", std::string(id), start);
    EXPECT_EQ(desk.take("ben", {}, start).all().size(), 0u);
    EXPECT_EQ(desk.take("ada", {}, start).text("Key"), "ada");
}

}  // namespace
}  // namespace salon::server
