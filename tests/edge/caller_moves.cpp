// A NAT forgets a caller: his packets come from another address, and none of his checks arrives
// there. His media is his passport: it finds its call by SSRC, and proves itself by its keys.
#include <gmock/gmock.h>

#include "edge/house.h"
#include "edge/parrot.h"

namespace salon::testing_real {
namespace {

constexpr std::uint32_t ssrc = 0xADA;

/// More arrives than was on its way.
bool hears_on(Caller& caller) {
    const auto before = caller.diary().heard.size();
    return caller.until([&](const Diary& diary) { return diary.heard.size() > before + 50; });
}

/// Looks like media of `ssrc`'s; nobody can open it.
ByteBuffer forgery(Random& random) {
    ByteBuffer noise(200);
    random.fill(noise);
    ByteWriter packet;
    packet.u8(0x80).u8(111).u16(1).u32(1).u32(ssrc).bytes(noise);
    return packet.take();
}

class CallerMoves : public testing::Test {
protected:
    Books books;
    House house{parrots(books, 3)};
    Caller ada{house.callers(), house.port(), "ada", {.audio_ssrc = ssrc}};
};

TEST_F(CallerMoves, AndIsHeardAndSeenOnWithoutAnyCheck) {
    ASSERT_TRUE(ada.connect());
    ada.show(film(Picture::filled(160, 120, {0, 0, 255})));
    ASSERT_TRUE(hears_on(ada));
    ada.move();
    EXPECT_TRUE(hears_on(ada));
    const auto seen = ada.diary().seen.size();
    EXPECT_TRUE(ada.until([&](const Diary& diary) { return diary.seen.size() > seen + 5; }));
}

TEST_F(CallerMoves, AndHisNamesakeStaysWhereHeIs) {
    Caller ben(house.callers(), house.port(), "ben", {.audio_ssrc = ssrc});
    ASSERT_TRUE(ada.connect());
    ASSERT_TRUE(ben.connect());
    ASSERT_TRUE(hears_on(ada) && hears_on(ben));
    ben.move();
    EXPECT_TRUE(hears_on(ben));
    EXPECT_TRUE(hears_on(ada));
    ada.move();
    EXPECT_TRUE(hears_on(ada));
    EXPECT_TRUE(hears_on(ben));
}

TEST_F(CallerMoves, ButNotToWhomeverUsesHisName) {
    ASSERT_TRUE(ada.connect());
    ASSERT_TRUE(hears_on(ada));
    Caller forger(house.callers(), house.port(), "forger");
    Random random(7);
    for (int i = 0; i < 1000; ++i) {
        forger.send_raw({.bytes = forgery(random), .to = house.udp()});
    }
    EXPECT_TRUE(hears_on(ada));
    EXPECT_GT(house.count("datagrams", "unknown"), 0);  // Most were not even tried.
}

}  // namespace
}  // namespace salon::testing_real
