#include "crypto/random_seed.h"

#include <openssl/rand.h>

#include "base/check.h"

namespace salon::crypto {

std::array<std::uint64_t, 4> random_seed() {
    std::array<std::uint64_t, 4> seed{};
    check(RAND_bytes(reinterpret_cast<unsigned char*>(seed.data()), sizeof seed) == 1);
    return seed;
}

}  // namespace salon::crypto
