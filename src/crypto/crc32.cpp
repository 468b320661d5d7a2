#include "crypto/crc32.h"

#include <array>

namespace salon::crypto {
namespace {

constexpr std::array<std::uint32_t, 256> make_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        auto rest = byte;
        for (int bit = 0; bit < 8; ++bit) rest = (rest >> 1) ^ (rest & 1 ? 0xEDB88320U : 0);
        table[byte] = rest;
    }
    return table;
}

constexpr auto table = make_table();

}  // namespace

std::uint32_t crc32(Bytes bytes) {
    std::uint32_t rest = ~0U;
    for (const auto byte : bytes) rest = (rest >> 8) ^ table[(rest ^ byte) & 0xFF];
    return ~rest;
}

}  // namespace salon::crypto
