// What the operator of the live server decides on the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include <salon/critic.h>

/// Something on the command line is wrong: one line that says what to do.
class OptionsError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct Options {
    salon::critic::CriticOptions critic;
    std::optional<std::uint64_t> seed;  ///< Given: the same words every time.
    int session_seconds = 900;
    int fault_seconds = 30;
    bool verbose = false;
};

/// Returns  nothing when --help was asked for and has been printed
/// Errors   throws OptionsError
std::optional<Options> read_options(int argc, const char* const* argv);
