#include "base/bytes.h"

#include "base/check.h"

namespace salon {

Bytes ByteReader::take(std::size_t count) {
    if (count > left()) {
        ok_ = false;
        position_ = bytes_.size();
        return {};
    }
    const Bytes taken = bytes_.subspan(position_, count);
    position_ += count;
    return taken;
}

std::uint64_t ByteReader::big_endian(std::size_t count) {
    std::uint64_t value = 0;
    for (const auto byte : take(count)) value = value << 8 | byte;
    return value;
}

std::uint64_t ByteReader::little_endian(std::size_t count) {
    std::uint64_t value = 0;
    int shift = 0;
    for (const auto byte : take(count)) {
        value |= std::uint64_t{byte} << shift;
        shift += 8;
    }
    return value;
}

ByteWriter& ByteWriter::bytes(Bytes bytes) {
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    return *this;
}

ByteWriter& ByteWriter::zeros(std::size_t count) {
    buffer_.resize(buffer_.size() + count);
    return *this;
}

ByteWriter& ByteWriter::pad_to(std::size_t alignment) {
    return zeros((alignment - buffer_.size() % alignment) % alignment);
}

void ByteWriter::patch_u16(std::size_t position, std::uint16_t value) {
    check(position + 2 <= buffer_.size());
    buffer_[position] = static_cast<std::uint8_t>(value >> 8);
    buffer_[position + 1] = static_cast<std::uint8_t>(value);
}

void ByteWriter::patch_u32(std::size_t position, std::uint32_t value) {
    patch_u16(position, static_cast<std::uint16_t>(value >> 16));
    patch_u16(position + 2, static_cast<std::uint16_t>(value));
}

ByteWriter& ByteWriter::big_endian(std::uint64_t value, std::size_t count) {
    for (std::size_t i = count; i-- > 0;) {
        buffer_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
    return *this;
}

ByteWriter& ByteWriter::little_endian(std::uint64_t value, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        buffer_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
    return *this;
}

}  // namespace salon
