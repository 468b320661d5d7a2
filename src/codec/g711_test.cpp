#include "codec/g711.h"

#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include <gmock/gmock.h>

namespace salon::codec {
namespace {

using testing::ElementsAre;

std::int16_t sample_of(int code) {
    return from_mu_law(ByteBuffer{static_cast<std::uint8_t>(code)}).front();
}
int code_of(int sample) {
    return to_mu_law(std::vector<std::int16_t>{static_cast<std::int16_t>(sample)}).front();
}

std::vector<std::int16_t> every_sample() {
    std::vector<std::int16_t> samples(65'536);
    std::iota(samples.begin(), samples.end(), std::int16_t{-32'768});
    return samples;
}

/// G.711 table 2a: eight segments of sixteen steps. What the first code of each means, and how far
/// its codes are apart, for 14 bits; we speak 16.
struct Segment {
    int first;
    int step;
};
constexpr std::array<Segment, 8> segments{
    {{0, 2}, {33, 4}, {99, 8}, {231, 16}, {495, 32}, {1'023, 64}, {2'079, 128}, {4'191, 256}}};

TEST(MuLaw, MeansWhatTheStandardsTableSays) {
    int code = 0xff;  // The table goes from silence up: 11111111 first, 10000000 last.
    for (const auto& segment : segments) {
        for (int i = 0; i < 16; ++i, --code) {
            const int value = 4 * (segment.first + i * segment.step);
            EXPECT_EQ(sample_of(code), value) << code;
            EXPECT_EQ(sample_of(code - 0x80), -value) << code - 0x80;
        }
    }
    EXPECT_EQ(code, 0x7f);
    const ByteBuffer known{0xff, 0x7f, 0x80, 0x00, 0xfe, 0xef};
    EXPECT_THAT(from_mu_law(known), ElementsAre(0, 0, 32'124, -32'124, 8, 132));
}

TEST(MuLaw, GivesEveryCodeBackAsItCame) {
    for (int code = 0; code < 256; ++code) {
        const int again = code == 0x7f ? 0xff : code;  // There are two zeros, and we say the one.
        EXPECT_EQ(code_of(sample_of(code)), again);
    }
}

TEST(MuLaw, ErrsByHalfAStepAtMost) {
    for (const auto sample : every_sample()) {
        const int code = code_of(sample);
        const auto segment = static_cast<std::size_t>(~code >> 4 & 0x07);
        const int error = std::abs(sample_of(code) - sample);
        if (std::abs(int{sample}) > 32'635) {  // The standard's last decision value.
            EXPECT_EQ(code, sample > 0 ? 0x80 : 0x00);
        } else {
            EXPECT_LE(error, 4 * segments[segment].step / 2) << sample;
        }
    }
}

TEST(MuLaw, NeverTurnsLouderIntoSofter) {
    const auto heard = from_mu_law(to_mu_law(every_sample()));
    EXPECT_TRUE(std::ranges::is_sorted(heard));
    EXPECT_EQ(heard.front(), -32'124);
    EXPECT_EQ(heard.back(), 32'124);
}

TEST(MuLaw, SaysTheEdgesAsTheStandardDoes) {
    EXPECT_EQ(code_of(0), mu_law_silence);
    EXPECT_EQ(code_of(3), 0xff);
    EXPECT_EQ(code_of(4), 0xfe);
    EXPECT_EQ(code_of(-4), 0x7f);  // A tie falls to zero.
    EXPECT_EQ(code_of(-5), 0x7e);
    EXPECT_EQ(code_of(32'767), 0x80);
    EXPECT_EQ(code_of(-32'768), 0x00);
}

/// How far the error of a tone of this loudness is below it, in dB.
double clearness(double amplitude) {
    std::vector<std::int16_t> tone;
    for (int i = 0; i < 8'000; ++i) {
        const double phase = 2 * std::numbers::pi * 1'004 * i / 8'000;
        tone.push_back(static_cast<std::int16_t>(std::lround(amplitude * std::sin(phase))));
    }
    const auto heard = from_mu_law(to_mu_law(tone));
    double signal = 0;
    double noise = 0;
    for (std::size_t i = 0; i < tone.size(); ++i) {
        signal += tone[i] * tone[i];
        noise += (heard[i] - tone[i]) * (heard[i] - tone[i]);
    }
    return 10 * std::log10(signal / noise);
}

TEST(MuLaw, IsEquallyClearForLoudAndSoft) {
    // G.712 asks for 33 dB down to -30 dBm0; here that is an amplitude of 720.
    EXPECT_GT(clearness(16'000), 36);
    EXPECT_GT(clearness(3'000), 36);
    EXPECT_GT(clearness(720), 33);
}

TEST(MuLaw, OfNothingIsNothing) {
    EXPECT_TRUE(to_mu_law({}).empty());
    EXPECT_TRUE(from_mu_law({}).empty());
}

}  // namespace
}  // namespace salon::codec
