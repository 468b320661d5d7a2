// A stream of VP8 frames into one decoder: each frame is a length byte and that many bytes, times
// sixteen; the last one takes what is left.
#include <algorithm>

#include "base/check.h"
#include "codec/vp8_decoder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    salon::ByteReader in({data, size});
    salon::codec::Vp8Decoder decoder({.pixels_max = 16'384});
    while (in.left() > 0) {
        const std::size_t length = 16 * std::size_t{in.u8()};
        const auto frame = in.take(std::min(length, in.left()));
        const auto picture = decoder.decode(frame);
        if (!picture || !*picture) continue;
        const auto& image = **picture;
        salon::check(image.y.size() == static_cast<std::size_t>(image.width * image.height));
    }
    return 0;
}
