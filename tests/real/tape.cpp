#include "real/tape.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "codec/opus.h"
#include "codec/vp8_encoder.h"
#include "media/resampler.h"

namespace salon::testing_real {

namespace {

constexpr SampleRate wire_rate{48'000};
constexpr std::size_t piece_samples = 960;

}  // namespace

Tape record(const AudioBlock& audio) {
    auto samples = resampled(audio.view(), wire_rate).samples;
    samples.resize((samples.size() + piece_samples - 1) / piece_samples * piece_samples);
    codec::OpusEncoder encoder;
    Tape tape;
    for (std::size_t at = 0; at < samples.size(); at += piece_samples) {
        const std::span piece(samples.data() + at, piece_samples);
        tape.push_back(encoder.encode({.samples = piece, .rate = wire_rate, .channels = 1}));
    }
    return tape;
}

AudioBlock tone(Duration length, double hertz) {
    auto block = silence(length);
    const auto step = 2 * std::numbers::pi * hertz / wire_rate.value();
    for (std::size_t i = 0; i < block.samples.size(); ++i) {
        block.samples[i] =
            static_cast<std::int16_t>(8000 * std::sin(step * static_cast<double>(i)));
    }
    return block;
}

AudioBlock silence(Duration length) {
    const std::vector<std::int16_t> none(frames_in(length, wire_rate));
    return {.samples = none, .rate = wire_rate};
}

Film film(const std::vector<Picture>& pictures) {
    const auto fps = static_cast<int>(pictures.size());
    codec::Vp8Encoder encoder(
        {.width = pictures.front().width, .height = pictures.front().height, .fps = fps});
    auto encoded = std::make_shared<std::vector<EncodedPicture>>();
    for (int i = 0; i < fps; ++i) {
        const MediaTime time{.ticks = i * 90'000 / fps, .rate = 90'000};
        const auto key = i == 0 ? codec::KeyFrame::Now : codec::KeyFrame::WhenNeeded;
        auto frame = encoder.encode(to_i420(pictures[static_cast<std::size_t>(i)]), time, key);
        if (!frame.bytes.empty()) encoded->push_back(std::move(frame));
    }
    return encoded;
}

Film film(const Picture& picture, int frames) {
    return film(std::vector<Picture>(static_cast<std::size_t>(frames), picture));
}

}  // namespace salon::testing_real
