#include "ice/tcp_frames.h"

#include <gmock/gmock.h>

#include "wire/hex.h"

namespace salon::ice {
namespace {

using testing_wire::from_hex;

TEST(TcpFrames, AreTheSameHoweverTheStreamIsCut) {
    const std::vector<ByteBuffer> sent{from_hex("01"), from_hex("0203"), ByteBuffer(1500, 7)};
    ByteBuffer stream = from_hex("0000");  // An empty one is nobody's datagram.
    for (const auto& datagram : sent) {
        const auto frame = tcp_frame(datagram);
        stream.insert(stream.end(), frame.begin(), frame.end());
    }
    for (std::size_t piece = 1; piece <= stream.size(); piece += piece < 20 ? 1 : 111) {
        TcpFrames frames;
        std::vector<ByteBuffer> heard;
        for (std::size_t at = 0; at < stream.size(); at += piece) {
            frames.push(Bytes(stream).subspan(at, std::min(piece, stream.size() - at)));
            while (const auto frame = frames.next()) heard.push_back(to_buffer(*frame));
        }
        EXPECT_EQ(heard, sent) << "pieces of " << piece;
    }
}

TEST(TcpFrames, BreakBeyondTheLargestDatagram) {
    TcpFrames fine;
    fine.push(from_hex("0800"));
    EXPECT_FALSE(fine.next());
    EXPECT_FALSE(fine.broken());
    TcpFrames larger;
    larger.push(from_hex("0801"));
    EXPECT_FALSE(larger.next());
    EXPECT_TRUE(larger.broken());
}

}  // namespace
}  // namespace salon::ice
