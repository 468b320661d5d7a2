#include "turn/stream_frames.h"

#include <gmock/gmock.h>

#include "stun/message.h"
#include "wire/hex.h"

namespace salon::turn {
namespace {

using testing_wire::from_hex;

const auto check = stun::write(stun::Message{}, nullptr);
const auto five_bytes = from_hex("4001 0005 0102030405");

std::vector<ByteBuffer> frames_of(StreamFrames& frames) {
    std::vector<ByteBuffer> all;
    while (const auto frame = frames.next()) all.push_back(to_buffer(*frame));
    return all;
}

TEST(StreamFrames, AreTheSameHoweverTheStreamIsCut) {
    auto padded = five_bytes;
    pad_for_stream(padded);
    ASSERT_EQ(padded.size(), 12u);
    ByteBuffer stream = check;
    for (int i = 0; i < 3; ++i) stream.insert(stream.end(), padded.begin(), padded.end());
    stream.insert(stream.end(), check.begin(), check.end());
    const std::vector<ByteBuffer> expected{check, five_bytes, five_bytes, five_bytes, check};

    for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
        StreamFrames frames;
        std::vector<ByteBuffer> all;
        for (std::size_t at = 0; at < stream.size(); at += piece) {
            frames.push(Bytes(stream).subspan(at, std::min(piece, stream.size() - at)));
            for (auto& frame : frames_of(frames)) all.push_back(std::move(frame));
        }
        EXPECT_EQ(all, expected) << "pieces of " << piece;
        EXPECT_FALSE(frames.broken());
    }
}

TEST(StreamFrames, WaitForThePaddingToo) {
    StreamFrames frames;
    frames.push(five_bytes);
    EXPECT_FALSE(frames.next());
    frames.push(from_hex("000000"));
    EXPECT_EQ(to_buffer(frames.next().value()), five_bytes);
}

TEST(StreamFrames, BreakOnWhatNoRelaySends) {
    for (const auto* hex : {"47455420", "50000000", "4000ffff", "0001ffff"}) {
        StreamFrames frames;
        frames.push(from_hex(hex));
        EXPECT_FALSE(frames.next()) << hex;
        EXPECT_TRUE(frames.broken()) << hex;
    }
}

TEST(StreamFrames, TakeTheLargestFrameAndNoLarger) {
    StreamFrames frames;
    frames.push(from_hex("40000ffc"));  // 4096 with its header.
    EXPECT_FALSE(frames.next());
    EXPECT_FALSE(frames.broken());
    StreamFrames larger;
    larger.push(from_hex("40000ffd"));
    EXPECT_FALSE(larger.next());
    EXPECT_TRUE(larger.broken());
}

}  // namespace
}  // namespace salon::turn
