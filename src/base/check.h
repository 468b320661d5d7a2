// check(condition): our own invariants, on in release too. A failure is our fault and ends the
// process with the place; the fix is a commit.
#pragma once

namespace salon {

[[noreturn]] void check_failed(const char* file, int line);

// __builtin_FILE because clang 14, which builds the fuzz targets, has no std::source_location.
inline void check(bool holds, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    if (!holds) [[unlikely]]
        check_failed(file, line);
}

}  // namespace salon
