#include "base/random.h"

#include <bit>
#include <string_view>

#include "base/check.h"

namespace salon {

Random::Random(std::uint64_t seed) {
    for (auto& word : state_) {  // splitmix64, as the authors of xoshiro advise for seeding
        seed += 0x9e3779b97f4a7c15ULL;
        std::uint64_t mixed = seed;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
        word = mixed ^ (mixed >> 31);
    }
}

std::uint64_t Random::operator()() {
    const auto result = std::rotl(state_[1] * 5, 7) * 9;
    const auto shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

std::uint64_t Random::below(std::uint64_t limit) {
    check(limit > 0);
    const auto fair = max() - max() % limit;  // the last, uneven stretch is drawn again
    for (;;) {
        const auto drawn = (*this)();
        if (drawn < fair) return drawn % limit;
    }
}

double Random::unit() { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }

void Random::fill(MutableBytes bytes) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i % 8 == 0) word = (*this)();
        bytes[i] = static_cast<std::uint8_t>(word >> (8 * (i % 8)));
    }
}

std::string Random::letters(std::size_t count) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    std::string text(count, ' ');
    for (auto& letter : text) letter = alphabet[below(alphabet.size())];
    return text;
}

Random Random::fork() { return Random((*this)()); }

}  // namespace salon
