#include "ice/tcp_frames.h"

#include "base/check.h"

namespace salon::ice {
namespace {

constexpr std::size_t length_size = 2;

}  // namespace

void TcpFrames::push(Bytes bytes) {
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(taken_));
    taken_ = 0;
    waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
}

std::optional<MutableBytes> TcpFrames::next() {
    for (;;) {
        const auto rest = MutableBytes(waiting_).subspan(taken_);
        ByteReader in(rest);
        const std::size_t size = in.u16();
        if (broken_ || !in.ok()) return std::nullopt;
        if (size > frame_size_max) {
            broken_ = true;
            return std::nullopt;
        }
        if (rest.size() < length_size + size) return std::nullopt;
        taken_ += length_size + size;
        if (size > 0) return rest.subspan(length_size, size);  // Empty ones keep NATs open.
    }
}

ByteBuffer tcp_frame(Bytes datagram) {
    check(datagram.size() <= TcpFrames::frame_size_max);
    ByteWriter out(length_size + datagram.size());
    out.u16(static_cast<std::uint16_t>(datagram.size())).bytes(datagram);
    return out.take();
}

}  // namespace salon::ice
