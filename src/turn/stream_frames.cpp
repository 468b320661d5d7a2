#include "turn/stream_frames.h"

#include "stun/message.h"

namespace salon::turn {
namespace {

std::size_t padded(std::size_t size) { return (size + 3) / 4 * 4; }

}  // namespace

void StreamFrames::push(Bytes bytes) {
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(taken_));
    taken_ = 0;
    waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
}

std::optional<Bytes> StreamFrames::next() {
    ByteReader in(Bytes(waiting_).subspan(taken_));
    const auto kind = in.u16();
    const auto length = in.u16();
    if (broken_ || !in.ok()) return std::nullopt;
    const bool is_channel_data = kind >= 0x4000 && kind < 0x5000;
    const auto size = is_channel_data ? 4 + length : stun::header_size + length;
    if ((kind >= 0x4000 && !is_channel_data) || size > frame_size_max) {
        broken_ = true;
        return std::nullopt;
    }
    if (waiting_.size() - taken_ < padded(size)) return std::nullopt;
    const auto frame = Bytes(waiting_).subspan(taken_, size);
    taken_ += padded(size);
    return frame;
}

void pad_for_stream(ByteBuffer& message) { message.resize(padded(message.size())); }

}  // namespace salon::turn
