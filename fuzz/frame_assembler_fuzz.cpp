// Op-codes for the frame assembler: packets of small numbers in any order, time passing, requests.
//   each op  |  kind and flags  |  sequence step  |  timestamp step  |  payload length  |  payload
//   |
#include <algorithm>

#include "base/check.h"
#include "flow/frame_assembler.h"

namespace {

void drain(salon::flow::FrameAssembler& assembler, salon::Moment now) {
    while (const auto output = assembler.poll()) {
        const auto* frame = std::get_if<salon::flow::VideoFrame>(&*output);
        if (frame) salon::check(frame->key_frame == salon::rtp::is_vp8_key_frame(frame->bytes));
    }
    salon::check(assembler.deadline() > now);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace salon;
    ByteReader in(Bytes(data, size));
    flow::FrameAssembler assembler({.packets_max = 64, .bytes_max = 4096});
    auto now = Moment(1h);
    std::int64_t sequence = 0;
    std::int64_t timestamp = 0;
    while (in.left() > 0) {
        const auto op = in.u8();
        now += Duration(1000) * (op >> 3);
        sequence += static_cast<std::int8_t>(in.u8()) * ((op & 7) == 7 ? 100 : 1);
        timestamp += static_cast<std::int8_t>(in.u8());
        const auto length = std::min<std::size_t>(in.u8() & 63, in.left());
        if ((op & 7) == 5) assembler.request_key_frame(now);
        if ((op & 7) == 6) assembler.set_round_trip(Duration(1000) * in.u8());
        assembler.advance(now);
        assembler.receive({.sequence = rtp::Sequence(sequence),
                           .timestamp = timestamp,
                           .marker = (op & 1) != 0,
                           .payload = in.take(length)},
                          now);
        drain(assembler, now);
    }
    return 0;
}
