// This program once more, as a process of its own: the one that is measured.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"

namespace salon::bench {

/// Which of two cores a process keeps to, so that neither takes time from the other. A machine with
/// one core has one for both.
enum class Core { Measured, Callers };
void keep_to(Core core);

class Child {
public:
    /// Starts this program with `arguments`, and waits until it has printed its first line.
    ///
    /// Errors  throws std::runtime_error when it does not start
    /// Thread  the main one; blocks
    Child(std::vector<std::string> arguments, Core core);
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child();

    /// Its first line.
    const std::string& greeting() const { return greeting_; }
    /// Its first line, a TCP port on this machine.
    std::uint16_t port() const { return static_cast<std::uint16_t>(std::stoi(greeting_)); }
    /// What it has used of the processors so far, in all its threads.
    Duration processor_time() const;
    std::int64_t memory_kib() const;

private:
    pid_t pid_ = -1;
    int output_ = -1;
    std::string greeting_;
};

/// What this process has used itself.
Duration own_processor_time();

}  // namespace salon::bench
