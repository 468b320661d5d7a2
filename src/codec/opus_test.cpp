#include "codec/opus.h"

#include <cmath>
#include <numbers>

#include <gmock/gmock.h>

#include "base/random.h"

namespace salon::codec {
namespace {

using Kind = AudioPiece::Kind;

constexpr SampleRate full_rate{48'000};

/// Something like a voice: a hum with harmonics whose loudness swells four times a second.
AudioBlock voice(int packet) {
    AudioBlock block{.samples = {}, .rate = full_rate, .channels = 1};
    for (int i = 0; i < 960; ++i) {
        const double t = (packet * 960 + i) / 48'000.0;
        const double swell = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * 4 * t);
        double sum = 0;
        for (int harmonic = 1; harmonic <= 8; ++harmonic) {
            sum += std::sin(2 * std::numbers::pi * 140 * harmonic * t) / harmonic;
        }
        block.samples.push_back(static_cast<std::int16_t>(7'000 * swell * sum));
    }
    return block;
}

std::vector<ByteBuffer> packets(int count, const OpusEncoding& encoding = {}) {
    OpusEncoder encoder(encoding);
    std::vector<ByteBuffer> all;
    for (int i = 0; i < count; ++i) all.push_back(encoder.encode(voice(i).view()));
    return all;
}

AudioPiece piece(Kind kind, ByteBuffer opus, Duration length = 20ms) {
    return {.kind = kind, .opus = std::move(opus), .length = length};
}

TEST(Opus, KeepsLengthAndLevel) {
    OpusDecoder decoder(full_rate);
    double level_in = 0;
    double level_out = 0;
    const auto all = packets(100);
    for (int i = 0; i < 100; ++i) {
        const auto block = decoder.decode(piece(Kind::Packet, all[static_cast<std::size_t>(i)]));
        ASSERT_EQ(block.duration(), 20ms);
        level_in += level_rms(voice(i).view());
        level_out += level_rms(block.view());
    }
    EXPECT_NEAR(level_out / level_in, 1, 0.1);
    EXPECT_EQ(decoder.bad_packets(), 0U);
}

TEST(Opus, DecodesToTheRateAndChannelsAskedFor) {
    const auto all = packets(1);
    OpusDecoder decoder(SampleRate(16'000), 2);
    const auto block = decoder.decode(piece(Kind::Packet, all[0]));
    EXPECT_EQ(block.rate, SampleRate(16'000));
    EXPECT_EQ(block.channels, 2);
    EXPECT_EQ(block.frames(), 320U);
}

TEST(Opus, StaysNearItsBitrate) {
    std::size_t bytes = 0;
    for (const auto& packet : packets(250)) bytes += packet.size();
    EXPECT_NEAR(static_cast<double>(bytes) * 8 / 5, 32'000, 6'000);
}

/// Loses every fourth packet and gives the error of what stands in its place, against the decoding
/// without loss.
double error_of_lost_packets(Kind kind) {
    const auto all = packets(200, {.loss_percent = 25});
    OpusDecoder whole(full_rate);
    OpusDecoder lossy(full_rate);
    double error = 0;
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        const bool lost = i % 4 == 3;
        const auto good = whole.decode(piece(Kind::Packet, all[i]));
        const auto heard =
            lost ? lossy.decode(piece(kind, kind == Kind::FromNext ? all[i + 1] : ByteBuffer{}))
                 : lossy.decode(piece(Kind::Packet, all[i]));
        EXPECT_EQ(heard.samples.size(), good.samples.size());
        if (!lost || heard.samples.size() != good.samples.size()) continue;
        for (std::size_t s = 0; s < good.samples.size(); ++s) {
            error += std::pow(good.samples[s] - heard.samples[s], 2);
        }
    }
    return error;
}

TEST(Opus, RecoversMoreFromFecThanFromConcealment) {
    EXPECT_LT(error_of_lost_packets(Kind::FromNext), 0.5 * error_of_lost_packets(Kind::Conceal));
}

TEST(Opus, ConcealsExactlyTheLengthOfTheStep) {
    OpusDecoder decoder(full_rate);
    decoder.decode(piece(Kind::Packet, packets(1)[0]));
    for (const Duration length : {2'500us, 10'000us, 20'000us, 33'000us, 60'000us, 200'000us}) {
        EXPECT_EQ(decoder.decode(piece(Kind::Conceal, {}, length)).duration(), length);
    }
}

TEST(Opus, TakesNoLengthFromTheWireThatWouldHurt) {
    OpusDecoder decoder(full_rate);
    EXPECT_EQ(decoder.decode(piece(Kind::Conceal, {}, std::chrono::hours(1))).duration(), 1s);
    EXPECT_EQ(decoder.decode(piece(Kind::Conceal, {}, -20ms)).duration(), 2'500us);
}

TEST(Opus, RecoversFromANextPacketOfAnotherLength) {
    OpusDecoder decoder(full_rate);
    const auto all = packets(3);
    decoder.decode(piece(Kind::Packet, all[0]));
    EXPECT_EQ(decoder.decode(piece(Kind::FromNext, all[2], 40ms)).duration(), 40ms);
    EXPECT_EQ(decoder.decode(piece(Kind::FromNext, all[2], 10ms)).duration(), 10ms);
}

TEST(Opus, ConcealsAndCountsBadPackets) {
    OpusDecoder decoder(full_rate);
    EXPECT_EQ(decoder.decode(piece(Kind::Packet, {})).duration(), 20ms);
    EXPECT_EQ(decoder.decode(piece(Kind::Packet, {0xff, 0x00})).duration(), 20ms);  // No frames.
    EXPECT_EQ(decoder.bad_packets(), 2U);
}

TEST(Opus, SurvivesGarbage) {
    Random random(11);
    OpusDecoder decoder(full_rate);
    for (int i = 0; i < 500; ++i) {
        ByteBuffer garbage(random.below(200));
        random.fill(garbage);
        const auto kind = random.chance(0.5) ? Kind::Packet : Kind::FromNext;
        EXPECT_LE(decoder.decode(piece(kind, garbage)).duration(), 120ms);
    }
}

TEST(OpusDuration, ReadsTheFirstBytes) {
    EXPECT_EQ(opus_duration(packets(1)[0]), 20ms);
    EXPECT_EQ(opus_duration(ByteBuffer{0x18, 0x00}), 60ms);  // SILK, one frame of 60 ms.
    EXPECT_EQ(opus_duration({}), std::nullopt);
    EXPECT_EQ(opus_duration(ByteBuffer{0x03}), std::nullopt);  // Frame count is missing.
}

}  // namespace
}  // namespace salon::codec
