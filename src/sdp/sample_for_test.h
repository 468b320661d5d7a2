// What browsers offer, from files.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

namespace salon::sdp {

/// The text of tests/data/sdp/`name`.
inline std::string sample(const std::string& name) {
    std::ifstream file(SALON_TEST_DATA "/sdp/" + name, std::ios::binary);
    EXPECT_TRUE(file) << name;
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace salon::sdp
