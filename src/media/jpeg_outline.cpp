#include "media/jpeg_outline.h"

#include <optional>

namespace salon {

namespace {

constexpr std::uint8_t end_of_image = 0xd9;
constexpr std::uint8_t start_of_scan = 0xda;
constexpr std::uint8_t app1 = 0xe1;

/// Markers without a length: TEM, RST0 to RST7, SOI.
bool stands_alone(std::uint8_t marker) {
    return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/// Goes on to just after the next marker and gives its code. In a scan, 0xFF 0x00 is a value and a
/// restart marker belongs to the scan.
std::optional<std::uint8_t> next_marker(ByteReader& in) {
    while (in.left() >= 2) {
        if (in.u8() != 0xff) continue;
        auto code = in.u8();
        while (code == 0xff && in.left() > 0) code = in.u8();  // Fill bytes.
        if (code != 0x00 && code != 0xff && !stands_alone(code)) return code;
    }
    return std::nullopt;
}

/// TIFF numbers come in the order that the file names.
class TiffReader {
public:
    TiffReader(Bytes bytes, bool little) : bytes_(bytes), little_(little) {}

    std::uint32_t number(std::size_t at, std::size_t count) const {
        if (at > bytes_.size() || bytes_.size() - at < count) return 0;
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            value = value << 8 | bytes_[at + (little_ ? count - 1 - i : i)];
        }
        return value;
    }

private:
    Bytes bytes_;
    bool little_;
};

/// The orientation tag (0x0112) of the first directory of an EXIF segment (EXIF 2.3, 4.6.4).
int exif_orientation(Bytes segment) {
    constexpr std::string_view mark{"Exif\0\0", 6};
    if (!as_text(segment).starts_with(mark)) return 1;
    const auto tiff = segment.subspan(mark.size());
    const TiffReader in(tiff, as_text(tiff).starts_with("II"));

    const std::size_t directory = in.number(4, 4);
    const std::size_t entries = in.number(directory, 2);
    for (std::size_t i = 0; i < entries; ++i) {
        const auto entry = directory + 2 + 12 * i;
        if (entry >= tiff.size()) break;
        if (in.number(entry, 2) != 0x0112) continue;
        const auto value = in.number(entry + 8, 2);
        return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

}  // namespace

JpegOutline outline_of_jpeg(Bytes file) {
    JpegOutline outline;
    ByteReader in(file);
    while (const auto marker = next_marker(in)) {
        if (*marker == end_of_image) {
            outline.complete = true;
            break;
        }
        if (*marker == start_of_scan) ++outline.scans;
        const std::size_t length = in.u16();
        const auto segment = in.take(length < 2 ? 0 : length - 2);
        if (*marker == app1 && outline.orientation == 1) {
            outline.orientation = exif_orientation(segment);
        }
        if (!in.ok()) break;
    }
    return outline;
}

}  // namespace salon
