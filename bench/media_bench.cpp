// What sound and pictures cost: one camera frame of 640x480, one packet of 20 ms.
#include <cmath>
#include <fstream>
#include <iterator>

#include <benchmark/benchmark.h>

#include "codec/opus.h"
#include "codec/vp8_decoder.h"
#include "codec/vp8_encoder.h"
#include "media/image_file.h"
#include "media/resampler.h"
#include "vision/look_at.h"

namespace salon {
namespace {

/// Waves of colour that move with `number`; as hard for a codec as a calm camera.
Picture scene(int number) {
    auto picture = Picture::filled(640, 480, {});
    for (int y = 0; y < 480; ++y) {
        for (int x = 0; x < 640; ++x) {
            auto* pixel = picture.rgb.data() + picture.offset(x, y);
            pixel[0] = static_cast<std::uint8_t>(128 + 90 * std::sin((x + 3 * number) / 23.0));
            pixel[1] = static_cast<std::uint8_t>(128 + 90 * std::sin((y - number) / 31.0));
            pixel[2] = static_cast<std::uint8_t>((x ^ y) & 0xff);
        }
    }
    return picture;
}

AudioBlock tone(SampleRate rate) {
    AudioBlock block{.samples = {}, .rate = rate, .channels = 1};
    for (std::size_t i = 0; i < frames_in(20ms, rate); ++i) {
        block.samples.push_back(static_cast<std::int16_t>(
            8'000 * std::sin(2'500.0 * static_cast<double>(i) / rate.value())));
    }
    return block;
}

void opus_encode_20_ms(benchmark::State& state) {
    codec::OpusEncoder encoder;
    const auto sound = tone(SampleRate(48'000));
    for (auto _ : state) benchmark::DoNotOptimize(encoder.encode(sound.view()));
}
BENCHMARK(opus_encode_20_ms);

void opus_decode_20_ms(benchmark::State& state) {
    codec::OpusDecoder decoder(SampleRate(48'000));
    AudioPiece piece;
    piece.opus = codec::OpusEncoder().encode(tone(SampleRate(48'000)).view());
    for (auto _ : state) benchmark::DoNotOptimize(decoder.decode(piece));
}
BENCHMARK(opus_decode_20_ms);

void resample_20_ms_24_to_48_khz(benchmark::State& state) {
    Resampler resampler(SampleRate(24'000), SampleRate(48'000), 1);
    const auto sound = tone(SampleRate(24'000));
    for (auto _ : state) benchmark::DoNotOptimize(resampler.push(sound.samples));
}
BENCHMARK(resample_20_ms_24_to_48_khz);

std::vector<I420Picture> film(int frames) {
    std::vector<I420Picture> pictures;
    for (int i = 0; i < frames; ++i) pictures.push_back(to_i420(scene(i)));
    return pictures;
}

void vp8_encode(benchmark::State& state) {
    const auto pictures = film(30);
    codec::Vp8Encoder encoder({});
    std::int64_t number = 0;
    for (auto _ : state) {
        const auto& picture = pictures[static_cast<std::size_t>(number % 30)];
        const MediaTime time{.ticks = 3'000 * number++};
        benchmark::DoNotOptimize(encoder.encode(picture, time));
    }
}
BENCHMARK(vp8_encode)->Unit(benchmark::kMicrosecond);

void vp8_decode_key_frame(benchmark::State& state) {
    const auto frame = codec::Vp8Encoder({}).encode(to_i420(scene(0)), {});
    codec::Vp8Decoder decoder;
    for (auto _ : state) benchmark::DoNotOptimize(decoder.decode(frame.bytes));
}
BENCHMARK(vp8_decode_key_frame)->Unit(benchmark::kMicrosecond);

void i420_to_rgb(benchmark::State& state) {
    const auto picture = to_i420(scene(0));
    for (auto _ : state) benchmark::DoNotOptimize(to_rgb(picture));
}
BENCHMARK(i420_to_rgb)->Unit(benchmark::kMicrosecond);

void rgb_to_i420(benchmark::State& state) {
    const auto picture = scene(0);
    for (auto _ : state) benchmark::DoNotOptimize(to_i420(picture));
}
BENCHMARK(rgb_to_i420)->Unit(benchmark::kMicrosecond);

void jpeg_encode(benchmark::State& state) {
    const auto picture = scene(0);
    for (auto _ : state) benchmark::DoNotOptimize(encode_jpeg(picture));
}
BENCHMARK(jpeg_encode)->Unit(benchmark::kMicrosecond);

void jpeg_decode(benchmark::State& state) {
    const auto file = encode_jpeg(scene(0));
    for (auto _ : state) benchmark::DoNotOptimize(decode_image(file));
}
BENCHMARK(jpeg_decode)->Unit(benchmark::kMicrosecond);

void look_at_a_camera_picture(benchmark::State& state) {
    const auto picture = scene(0);
    for (auto _ : state) benchmark::DoNotOptimize(vision::look_at(picture));
}
BENCHMARK(look_at_a_camera_picture)->Unit(benchmark::kMicrosecond);

void find_faces_in_a_camera_picture(benchmark::State& state) {
    const auto finder = vision::FaceFinder::open();
    if (!finder) return state.SkipWithError("opencv-data is missing");
    const auto picture = scene(0);
    for (auto _ : state) benchmark::DoNotOptimize(finder->find(picture));
}
BENCHMARK(find_faces_in_a_camera_picture)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace salon

BENCHMARK_MAIN();
