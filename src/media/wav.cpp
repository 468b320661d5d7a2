#include "media/wav.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <fstream>
#include <optional>

#include "base/check.h"
#include "media/samples.h"

namespace salon {

namespace {

constexpr std::uint16_t pcm = 1;
constexpr std::uint16_t ieee_float = 3;
constexpr std::uint16_t extensible = 0xfffe;  // The kind comes later, as the first of a GUID.
constexpr std::uint32_t unknown_length = 0xffffffff;
constexpr std::size_t header_bytes = 44;

struct Format {
    std::uint16_t kind = 0;
    int channels = 0;
    SampleRate rate{0};
    int bits = 0;

    std::size_t sample_bytes() const { return static_cast<std::size_t>(bits) / 8; }
    std::size_t frame_bytes() const { return sample_bytes() * static_cast<std::size_t>(channels); }
};

struct Chunk {
    std::string_view name;
    Bytes body;
};

/// The next chunk of the file. Chunks begin at even places.
Result<Chunk, WavError> next_chunk(ByteReader& file) {
    const auto name = as_text(file.take(4));
    const auto length = file.u32_le();
    if (!file.ok()) return fail(WavError::Broken);
    if (name == "data" && length == unknown_length) return Chunk{name, file.rest()};
    const auto body = file.take(length);
    if (!file.ok()) return fail(WavError::Broken);
    if (length % 2 == 1 && file.left() > 0) file.skip(1);
    return Chunk{name, body};
}

Result<Format, WavError> read_format(Bytes chunk) {
    ByteReader in(chunk);
    Format format{.kind = in.u16_le(), .channels = in.u16_le()};
    const std::int64_t rate = in.u32_le();
    in.skip(6);  // Bytes a second and a frame, which follow from the rest.
    format.bits = in.u16_le();
    if (format.kind == extensible) {
        in.skip(8);  // Its own length, valid bits, which speaker plays which channel.
        format.kind = in.u16_le();
    }
    if (!in.ok() || format.channels == 0) return fail(WavError::Broken);
    if (rate < sample_rate_min.value()) return fail(WavError::Broken);
    if (rate > sample_rate_max.value() || format.channels > channels_max) {
        return fail(WavError::TooLarge);
    }
    format.rate = SampleRate(static_cast<int>(rate));
    const bool known = (format.kind == pcm && format.bits == 16) ||
                       (format.kind == ieee_float && format.bits == 32);
    if (!known) return fail(WavError::Unsupported);
    return format;
}

std::vector<std::int16_t> read_samples(Bytes bytes, const Format& format) {
    if (format.kind == pcm) return SampleBytes().push(bytes);
    ByteReader in(bytes);
    std::vector<float> floats(bytes.size() / format.sample_bytes());
    std::ranges::generate(floats, [&] { return std::bit_cast<float>(in.u32_le()); });
    return to_int16(floats);
}

Error file_error(const std::filesystem::path& path, std::error_code code, std::string_view what) {
    return {.code = code, .what = path.string() + ": " + std::string(what)};
}

std::error_code newest_failure() { return {errno, std::generic_category()}; }

}  // namespace

std::string_view to_string(WavError error) {
    switch (error) {
        case WavError::NotAWav:
            return "This file is not a WAV file.";
        case WavError::Broken:
            return "This WAV file is damaged or cut short.";
        case WavError::TooLarge:
            return "This WAV file is too large. Please make it shorter, of one or two channels.";
        case WavError::Unsupported:
            return "Samples of this kind cannot be read. Please save the file as 16-bit PCM or "
                   "32-bit float.";
    }
    return "unknown";
}

Result<AudioBlock, WavError> decode_wav(Bytes file, const WavLimits& limits) {
    if (file.size() > limits.bytes_max) return fail(WavError::TooLarge);
    ByteReader in(file);
    const auto riff = as_text(in.take(4));
    in.skip(4);  // How long the file says it is; its chunks know better.
    const auto wave = as_text(in.take(4));
    if (riff != "RIFF" || wave != "WAVE") return fail(WavError::NotAWav);

    std::optional<Format> format;
    for (;;) {
        const auto chunk = next_chunk(in);
        if (!chunk) return fail(chunk.error());
        if (chunk->name == "fmt ") {
            const auto read = read_format(chunk->body);
            if (!read) return fail(read.error());
            format = *read;
        } else if (chunk->name == "data") {
            if (!format) return fail(WavError::Broken);
            const auto whole = chunk->body.size() - chunk->body.size() % format->frame_bytes();
            return AudioBlock{.samples = read_samples(chunk->body.first(whole), *format),
                              .rate = format->rate,
                              .channels = format->channels};
        }
    }
}

ByteBuffer encode_wav(AudioView audio) {
    check(audio.channels > 0 && audio.rate.value() > 0);
    const auto size = audio.samples.size() * sizeof(std::int16_t);
    check(size <= unknown_length - header_bytes);
    const auto length = static_cast<std::uint32_t>(size);
    const auto rate = static_cast<std::uint32_t>(audio.rate.value());
    const auto channels = static_cast<std::uint16_t>(audio.channels);
    const auto frame = static_cast<std::uint16_t>(channels * sizeof(std::int16_t));

    ByteWriter out(header_bytes + size);
    out.bytes(as_bytes("RIFF")).u32_le(length + header_bytes - 8).bytes(as_bytes("WAVE"));
    out.bytes(as_bytes("fmt ")).u32_le(16).u16_le(pcm).u16_le(channels).u32_le(rate);
    out.u32_le(rate * frame).u16_le(frame).u16_le(16);
    out.bytes(as_bytes("data")).u32_le(length);
    for (const auto sample : audio.samples) out.u16_le(static_cast<std::uint16_t>(sample));
    return out.take();
}

Result<AudioBlock, Error> load_wav(const std::filesystem::path& path) {
    std::error_code code;
    const auto size = std::filesystem::file_size(path, code);
    if (code) return fail(file_error(path, code, code.message()));
    const auto judge = [&](WavError error) {
        const auto bad = std::make_error_code(std::errc::illegal_byte_sequence);
        return fail(file_error(path, bad, to_string(error)));
    };
    if (size > WavLimits{}.bytes_max) return judge(WavError::TooLarge);
    ByteBuffer bytes(size);
    std::ifstream file(path, std::ios::binary);
    file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (!file) return fail(file_error(path, newest_failure(), "cannot be read"));
    const auto sound = decode_wav(bytes);
    if (!sound) return judge(sound.error());
    return *sound;
}

Result<void, Error> save_wav(const std::filesystem::path& path, AudioView audio) {
    const auto bytes = encode_wav(audio);
    const auto text = as_text(bytes);
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(text.data(), static_cast<std::streamsize>(text.size())).flush();
    if (!file) return fail(file_error(path, newest_failure(), "cannot be written"));
    return {};
}

}  // namespace salon
