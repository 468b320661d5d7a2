// Reads the broken packets of tests/data/rtp, each named after its flaw.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "base/bytes.h"
#include "base/check.h"

namespace salon::rtp {

inline ByteBuffer sample(const std::string& name) {
    std::ifstream file(SALON_TEST_DATA "/rtp/" + name + ".bin", std::ios::binary);
    check(file.good());
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace salon::rtp
