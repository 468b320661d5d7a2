// Any bytes as an ICE-TCP connection, in pieces: no piece boundary may change what is heard, and
// what is heard is written again as it came.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "ice/tcp_frames.h"

using namespace salon;

namespace {

struct Heard {
    std::vector<ByteBuffer> datagrams;
    bool broken = false;
    bool operator==(const Heard&) const = default;
};

Heard hear(Bytes bytes, std::size_t piece) {
    Heard heard;
    ice::TcpFrames frames;
    while (!bytes.empty()) {
        const auto size = std::min(piece, bytes.size());
        frames.push(bytes.first(size));
        bytes = bytes.subspan(size);
        while (const auto datagram = frames.next()) {
            heard.datagrams.push_back(to_buffer(*datagram));
            std::ranges::fill(*datagram, std::uint8_t{0xFF});  // As who opens it in place.
        }
    }
    heard.broken = frames.broken();
    return heard;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* start, std::size_t size) {
    if (size == 0) return 0;
    const Bytes bytes(start + 1, size - 1);
    const auto heard = hear(bytes, bytes.size() + 1);
    if (heard != hear(bytes, std::size_t{start[0]} + 1)) std::abort();
    ByteBuffer again;
    for (const auto& datagram : heard.datagrams) {
        const auto frame = ice::tcp_frame(datagram);
        again.insert(again.end(), frame.begin(), frame.end());
    }
    if (hear(again, again.size() + 1).datagrams != heard.datagrams) std::abort();
    return 0;
}
