// Whatever anybody throws at the port: the call does not notice, a stranger gets no more than he
// sent, and memory does not grow.
#include <gmock/gmock.h>

#include "world/call.h"

namespace salon::testing_world {
namespace {

using testing::IsEmpty;

ByteBuffer garbage(Random& random) {
    ByteBuffer bytes(random.below(1600));
    random.fill(bytes);
    const auto kinds =
        std::to_array<std::uint8_t>({0, 1, 20, 22, 23, 25, 63, 64, 127, 128, 144, 191, 200, 255});
    if (!bytes.empty() && random.chance(0.8)) bytes[0] = kinds[random.below(kinds.size())];
    if (bytes.size() > 1 && random.chance(0.3)) bytes[1] = std::uint8_t(200 + random.below(8));
    return bytes;
}

class GarbageToThePort : public testing::Test {
protected:
    void expect_unharmed() {
        EXPECT_THAT(call.server_diary.endings, IsEmpty());
        EXPECT_EQ(call.server_hears(), 1.0);
        EXPECT_EQ(call.browser_hears(), 1.0);
        EXPECT_EQ(call.server_diary.ear.broken, 0);
        EXPECT_EQ(call.server_diary.eye.frames, call.browser_filmed);
    }

    World world{1};
    Random random{99};
    Call call{world};
};

TEST_F(GarbageToThePort, FromStrangersIsDroppedAndCounted) {
    const auto stranger = address("198.51.100.66:6666");
    std::size_t to_stranger = 0;
    std::size_t from_stranger = 0;
    world.watch([&](TransportAddress, Datagram& datagram) {
        if (datagram.to == stranger) to_stranger += datagram.bytes.size();
    });
    ASSERT_TRUE(call.connect());
    world.every(1ms, [&] {
        auto bytes = garbage(random);
        from_stranger += bytes.size();
        world.inject(stranger, call.door, std::move(bytes));
        return world.age() < 5s;
    });
    call.talk(5s);
    expect_unharmed();
    EXPECT_LE(to_stranger, from_stranger);
    EXPECT_GT(call.server.stats().dropped.untrusted, 1000u);
    EXPECT_GT(call.server.stats().dropped.size, 100u);
    EXPECT_GT(call.server.stats().dropped.kind, 100u);
}

TEST_F(GarbageToThePort, WithTheCallersForgedAddressIsDroppedToo) {
    ASSERT_TRUE(call.connect());
    world.every(1ms, [&] {
        world.inject(call.home, call.door, garbage(random));
        return world.age() < 5s;
    });
    call.talk(5s);
    expect_unharmed();
    EXPECT_GT(call.server.stats().dropped.unprotect, 500u);
}

TEST_F(GarbageToThePort, BeforeAndDuringTheHandshakeDoesNotStopIt) {
    world.every(1ms, [&] {
        world.inject(call.home, call.door, garbage(random));
        world.inject(address("198.51.100.66:6666"), call.door, garbage(random));
        return world.age() < 2s;
    });
    ASSERT_TRUE(call.connect());
    call.talk(3s);
    expect_unharmed();
}

TEST_F(GarbageToThePort, OldDatagramsReplayedOrDamagedChangeNothing) {
    std::vector<ByteBuffer> heard;
    world.watch([&](TransportAddress from, Datagram& datagram) {
        if (from == call.home) heard.push_back(datagram.bytes);
    });
    ASSERT_TRUE(call.connect());
    world.every(2ms, [&] {
        if (heard.empty()) return true;
        auto bytes = heard[random.below(heard.size())];
        if (random.chance(0.5))
            bytes[random.below(bytes.size())] ^= std::uint8_t(1 + random.below(255));
        world.inject(call.home, call.door, std::move(bytes));
        return world.age() < 5s;
    });
    call.talk(5s);
    expect_unharmed();
    EXPECT_GT(call.server.stats().dropped.unprotect, 1000u);
}

}  // namespace
}  // namespace salon::testing_world
