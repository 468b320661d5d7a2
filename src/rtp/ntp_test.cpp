#include "rtp/ntp.h"

#include <gtest/gtest.h>

namespace salon::rtp {
namespace {

TEST(NtpTime, HasSecondsAboveAndTheirFractionBelow) {
    EXPECT_EQ(NtpTime::from(1s).value, 0x1'0000'0000U);
    EXPECT_EQ(NtpTime::from(1500ms).value, 0x1'8000'0000U);
    EXPECT_EQ(NtpTime::from(3'900'000'000s).value >> 32, 3'900'000'000U);
    EXPECT_EQ(NtpTime{.value = 0x1122'3344'5566'7788}.compact(), 0x3344'5566U);
}

TEST(CompactLength, RoundsDownAndEndsAtEighteenHours) {
    EXPECT_EQ(compact_length(1s), 65'536U);
    EXPECT_EQ(compact_length(-1s), 0U);
    EXPECT_EQ(compact_length(65'535s), 65'535U * 65'536);
    EXPECT_EQ(compact_length(20h), 65'535U * 65'536);
    EXPECT_EQ(from_compact_length(0x8000), 500ms);
}

TEST(RoundTrip, IsTheExampleOfRfc3550) {  // §6.4.1, figure 2.
    EXPECT_EQ(round_trip({.value = 0x0000'B710'8000'0000}, 0xB705'2000, 0x0005'4000), 6125ms);
}

TEST(RoundTrip, IsZeroWhenTheClocksDisagree) {
    EXPECT_EQ(round_trip(NtpTime::from(10s), NtpTime::from(11s).compact(), 0), 0s);
}

TEST(RoundTrip, CrossesTheWrapOfTheCompactForm) {
    EXPECT_EQ(round_trip(NtpTime::from(65'536s), NtpTime::from(65'535s).compact(), 0), 1s);
}

}  // namespace
}  // namespace salon::rtp
