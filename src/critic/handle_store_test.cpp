#include "critic/handle_store.h"

#include <gtest/gtest.h>

#include "world/start.h"

namespace salon::critic {
namespace {

TEST(HandleStoreTest, AHandleIsGoodForTwoHours) {
    HandleStore store{Random(1)};
    const auto handle = store.keep(Mind{Brain(Random(1)), Eyes()}, start);
    EXPECT_TRUE(store.find(handle, start + 2h - 1us));
    EXPECT_FALSE(store.find(handle, start + 2h));
    EXPECT_FALSE(store.find("stale", start));
}

TEST(HandleStoreTest, TheOldestLeavesFirst) {
    HandleStore store{Random(1)};
    const auto first = store.keep(Mind{Brain(Random(1)), Eyes()}, start);
    for (std::size_t i = 1; i < HandleStore::kept_max; ++i) {
        store.keep(Mind{Brain(Random(1)), Eyes()}, start);
    }
    EXPECT_TRUE(store.find(first, start));
    store.keep(Mind{Brain(Random(1)), Eyes()}, start);
    EXPECT_FALSE(store.find(first, start));
}

TEST(HandleStoreTest, AForgottenHandleIsWorthNothingAndItsNeighbourIs) {
    HandleStore store{Random(1)};
    const auto first = store.keep(Mind{Brain(Random(1)), Eyes()}, start);
    const auto second = store.keep(Mind{Brain(Random(1)), Eyes()}, start);
    store.forget(first);
    EXPECT_FALSE(store.find(first, start));
    EXPECT_TRUE(store.find(second, start));
}

}  // namespace
}  // namespace salon::critic
