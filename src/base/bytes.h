// Bytes, and how to read and write them straight through (network byte order unless the name says
// `le`). A reader that runs over the end yields zeros and remembers it, so a parser asks once:
//
//   ByteReader in(bytes);
//   const Header header{.kind = in.u8(), .length = in.u16()};
//   if (!in.ok()) return fail(ParseError::Truncated);
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace salon {

using Bytes = std::span<const std::uint8_t>;
using MutableBytes = std::span<std::uint8_t>;
using ByteBuffer = std::vector<std::uint8_t>;

inline Bytes as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

inline std::string_view as_text(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline ByteBuffer to_buffer(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

class ByteReader {
public:
    explicit ByteReader(Bytes bytes) : bytes_(bytes) {}

    std::uint8_t u8() { return static_cast<std::uint8_t>(big_endian(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(big_endian(2)); }
    std::uint32_t u24() { return static_cast<std::uint32_t>(big_endian(3)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(big_endian(4)); }
    std::uint64_t u64() { return big_endian(8); }
    std::uint16_t u16_le() { return static_cast<std::uint16_t>(little_endian(2)); }
    std::uint32_t u32_le() { return static_cast<std::uint32_t>(little_endian(4)); }

    /// The next `count` bytes, or none of them (and not ok) when fewer are left.
    Bytes take(std::size_t count);
    /// Everything not read yet.
    Bytes rest() { return take(left()); }
    void skip(std::size_t count) { take(count); }

    std::size_t left() const { return bytes_.size() - position_; }
    std::size_t position() const { return position_; }
    bool ok() const { return ok_; }

private:
    std::uint64_t big_endian(std::size_t count);
    std::uint64_t little_endian(std::size_t count);

    Bytes bytes_;
    std::size_t position_ = 0;
    bool ok_ = true;
};

/// Appends to a buffer it owns; `take()` gives it away.
class ByteWriter {
public:
    ByteWriter() = default;
    explicit ByteWriter(std::size_t capacity) { buffer_.reserve(capacity); }

    ByteWriter& u8(std::uint8_t value) { return big_endian(value, 1); }
    ByteWriter& u16(std::uint16_t value) { return big_endian(value, 2); }
    ByteWriter& u24(std::uint32_t value) { return big_endian(value, 3); }
    ByteWriter& u32(std::uint32_t value) { return big_endian(value, 4); }
    ByteWriter& u64(std::uint64_t value) { return big_endian(value, 8); }
    ByteWriter& u16_le(std::uint16_t value) { return little_endian(value, 2); }
    ByteWriter& u32_le(std::uint32_t value) { return little_endian(value, 4); }
    ByteWriter& bytes(Bytes bytes);
    ByteWriter& zeros(std::size_t count);
    /// Zeros up to the next multiple of `alignment`.
    ByteWriter& pad_to(std::size_t alignment);

    /// Overwrites two bytes written earlier: a length that is known only now.
    void patch_u16(std::size_t position, std::uint16_t value);
    void patch_u32(std::size_t position, std::uint32_t value);

    std::size_t size() const { return buffer_.size(); }
    Bytes written() const { return buffer_; }
    ByteBuffer take() { return std::move(buffer_); }

private:
    ByteWriter& big_endian(std::uint64_t value, std::size_t count);
    ByteWriter& little_endian(std::uint64_t value, std::size_t count);

    ByteBuffer buffer_;
};

}  // namespace salon
