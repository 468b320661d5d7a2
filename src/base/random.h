// Seeded randomness for engines: same seed, same session. The shell seeds it from the operating
// system; tests print the seed. Nothing that must be unguessable to an attacker may come from a
// seed a test chose, and nothing does: the shell's seed has 256 bits of entropy.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/bytes.h"

namespace salon {

class Random {  // xoshiro256**, by Blackman and Vigna (public domain).
public:
    using result_type = std::uint64_t;

    explicit Random(std::uint64_t seed);
    explicit Random(const std::array<std::uint64_t, 4>& state) : state_(state) {}

    std::uint64_t operator()();
    std::uint32_t u32() { return static_cast<std::uint32_t>((*this)() >> 32); }
    std::uint16_t u16() { return static_cast<std::uint16_t>((*this)() >> 48); }
    /// Evenly from [0, limit); `limit` must not be zero.
    std::uint64_t below(std::uint64_t limit);
    /// From [0, 1).
    double unit();
    bool chance(double probability) { return unit() < probability; }
    void fill(MutableBytes bytes);
    /// Letters and digits only, as ice-ufrag and ice-pwd want them (RFC 8839 ice-char).
    std::string letters(std::size_t count);
    /// A generator of its own, so that one part's draws do not move another's.
    Random fork();

    static constexpr std::uint64_t min() { return 0; }
    static constexpr std::uint64_t max() { return ~std::uint64_t{0}; }

private:
    std::array<std::uint64_t, 4> state_{};
};

}  // namespace salon
