// Any bytes into decode_image, with small limits so that a run is quick.
#include "base/check.h"
#include "media/image_file.h"
#include "media/jpeg_outline.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const salon::Bytes file(data, size);
    const auto outline = salon::outline_of_jpeg(file);
    salon::check(outline.orientation >= 1 && outline.orientation <= 8);

    const auto picture = salon::decode_image(file, {.pixels_max = 65'536, .side_max = 1'024});
    if (picture) salon::check(picture->rgb.size() == 3 * picture->pixels());
    return 0;
}
