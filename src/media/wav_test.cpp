#include "media/wav.h"

#include <bit>
#include <filesystem>

#include <gmock/gmock.h>

namespace salon {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

AudioBlock some_sound() {
    return {.samples = {0, 1, -1, 32'767, -32'768}, .rate = SampleRate(16'000)};
}

/// A chunk of a RIFF file, padded as it must be.
ByteBuffer chunk(std::string_view name, Bytes body) {
    ByteWriter out;
    out.bytes(as_bytes(name)).u32_le(static_cast<std::uint32_t>(body.size())).bytes(body).pad_to(2);
    return out.take();
}

ByteBuffer format(int kind, int channels, int rate, int bits) {
    ByteWriter out;
    out.u16_le(static_cast<std::uint16_t>(kind)).u16_le(static_cast<std::uint16_t>(channels));
    out.u32_le(static_cast<std::uint32_t>(rate)).zeros(6).u16_le(static_cast<std::uint16_t>(bits));
    return chunk("fmt ", out.take());
}

ByteBuffer file(std::initializer_list<ByteBuffer> chunks) {
    ByteWriter out;
    out.bytes(as_bytes("RIFF")).u32_le(0).bytes(as_bytes("WAVE"));
    for (const auto& one : chunks) out.bytes(one);
    return out.take();
}

ByteBuffer sound(std::initializer_list<std::uint16_t> samples) {
    ByteWriter out;
    for (const auto sample : samples) out.u16_le(sample);
    return chunk("data", out.take());
}

WavError wav_error(Bytes bytes, const WavLimits& limits = {}) {
    const auto read = decode_wav(bytes, limits);
    return read ? throw std::logic_error("it was read") : read.error();
}

TEST(Wav, ComesBackAsItWas) {
    for (const int channels : {1, 5}) {
        auto audio = some_sound();
        audio.channels = channels;
        const auto read = decode_wav(encode_wav(audio.view()));
        ASSERT_TRUE(read) << to_string(read.error());
        EXPECT_EQ(read->samples, audio.samples);
        EXPECT_EQ(read->rate, SampleRate(16'000));
        EXPECT_EQ(read->channels, channels);
    }
}

TEST(Wav, IsWrittenByteByByteAsTheFormatSays) {
    const AudioBlock one{.samples = {0x1234}, .rate = SampleRate(8'000)};
    const std::string_view expected(
        "RIFF\x26\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0"
        "data\x02\0\0\0\x34\x12",
        46);
    EXPECT_EQ(as_text(encode_wav(one.view())), expected);
}

TEST(Wav, MayHaveOtherChunksAroundItsSound) {
    const auto odd = chunk("LIST", as_bytes("odd"));
    const auto read =
        decode_wav(file({odd, format(1, 1, 44'100, 16), odd, sound({7, 8}), chunk("cue ", {})}));
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_THAT(read->samples, ElementsAre(7, 8));
}

TEST(Wav, OfFloatsBecomesTheNearestSamples) {
    ByteWriter floats;
    for (const float value : {0.5F, -1.0F, 2.0F})
        floats.u32_le(std::bit_cast<std::uint32_t>(value));
    const auto read = decode_wav(file({format(3, 1, 22'050, 32), chunk("data", floats.take())}));
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_THAT(read->samples, ElementsAre(16'384, -32'768, 32'767));
    EXPECT_EQ(read->rate, SampleRate(22'050));
}

TEST(Wav, OfTwoChannelsIsMixedByToMono) {
    const auto read = decode_wav(file({format(1, 2, 48'000, 16), sound({100, 300, 500, 700})}));
    ASSERT_TRUE(read);
    EXPECT_THAT(to_mono(read->view()).samples, ElementsAre(200, 600));
}

TEST(Wav, OfTheExtensibleKindSaysItsKindLater) {
    ByteWriter extended;
    extended.u16_le(0xfffe).u16_le(1).u32_le(48'000).zeros(6).u16_le(16);
    extended.zeros(8).u16_le(1).zeros(14);
    const auto read = decode_wav(file({chunk("fmt ", extended.take()), sound({9})}));
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_THAT(read->samples, ElementsAre(9));
}

TEST(Wav, FromAPipeEndsWhereTheFileDoes) {
    ByteWriter data;
    data.bytes(as_bytes("data")).u32_le(0xffffffff).u16_le(1).u16_le(2).u8(3);
    const auto read = decode_wav(file({format(1, 1, 16'000, 16), data.take()}));
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_THAT(read->samples, ElementsAre(1, 2)) << "half a sample is none";
}

TEST(Wav, ThatIsNoneIsNamedSo) {
    EXPECT_EQ(wav_error({}), WavError::NotAWav);
    EXPECT_EQ(wav_error(as_bytes("ID3 and so on: an mp3")), WavError::NotAWav);
    EXPECT_EQ(wav_error(as_bytes({"RIFF\0\0\0\0WEBP", 12})), WavError::NotAWav);
}

TEST(Wav, ThatIsCutShortIsBroken) {
    const auto whole = encode_wav(some_sound().view());
    for (std::size_t size = 12; size < whole.size(); ++size) {
        EXPECT_EQ(wav_error(Bytes(whole).first(size)), WavError::Broken) << size;
    }
    EXPECT_EQ(wav_error(file({sound({1})})), WavError::Broken) << "of what format?";
    EXPECT_EQ(wav_error(file({format(1, 0, 8'000, 16), sound({1})})), WavError::Broken);
}

TEST(Wav, OfOtherSamplesIsUnsupported) {
    EXPECT_EQ(wav_error(file({format(1, 1, 8'000, 8), sound({1})})), WavError::Unsupported);
    EXPECT_EQ(wav_error(file({format(1, 1, 8'000, 24), sound({1})})), WavError::Unsupported);
    EXPECT_EQ(wav_error(file({format(7, 1, 8'000, 8), sound({1})})), WavError::Unsupported);
}

TEST(Wav, OverALimitIsTooLarge) {
    const auto with = [](int channels, int rate) {
        return file({format(1, channels, rate, 16), sound({1, 2, 3, 4, 5, 6, 7, 8})});
    };
    EXPECT_TRUE(decode_wav(with(8, 384'000)));
    EXPECT_EQ(wav_error(with(9, 384'000)), WavError::TooLarge);
    EXPECT_EQ(wav_error(with(8, 384'001)), WavError::TooLarge);
    EXPECT_TRUE(decode_wav(with(8, 1'000)));
    EXPECT_EQ(wav_error(with(8, 999)), WavError::Broken);
    const auto whole = encode_wav(some_sound().view());
    EXPECT_TRUE(decode_wav(whole, {.bytes_max = whole.size()}));
    EXPECT_EQ(wav_error(whole, {.bytes_max = whole.size() - 1}), WavError::TooLarge);
}

class WavFile : public testing::Test {
protected:
    WavFile() { std::filesystem::create_directories(folder); }
    ~WavFile() override { std::filesystem::remove_all(folder); }

    const std::filesystem::path folder =
        std::filesystem::path(testing::TempDir()) /
        testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(WavFile, GoesToTheDiskAndBack) {
    ASSERT_TRUE(save_wav(folder / "said.wav", some_sound().view()));
    const auto read = load_wav(folder / "said.wav");
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(read->samples, some_sound().samples);
}

TEST_F(WavFile, ThatIsNotThereIsNamed) {
    EXPECT_THAT(load_wav(folder / "none.wav").error().what, HasSubstr("none.wav: No such file"));
    EXPECT_THAT(save_wav(folder / "nowhere" / "said.wav", some_sound().view()).error().what,
                HasSubstr("said.wav: cannot be written"));
    EXPECT_FALSE(load_wav(folder)) << "a folder is no file";
}

}  // namespace
}  // namespace salon
