// A program of ours, started as an operator starts it: what it says, and how it ends.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace salon::testing_real {

class Program {
public:
    /// In an empty folder, so that no `.env` speaks; `environment` outweighs ours.
    explicit Program(const std::string& path, const std::vector<std::string>& words = {},
                     const std::map<std::string, std::string>& environment = {});
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    ~Program();

    /// The port of "Open http://localhost:PORT"; 0 when it ends without having said so.
    std::uint16_t port();
    /// Ctrl-C.
    void interrupt() const;
    /// Waits for the end. Returns the exit code; negative: the signal that killed it.
    int ended();
    /// What it has said until now, on both streams.
    const std::string& said() const { return said_; }

private:
    bool read_more();

    std::string folder_;
    int said_by_it_ = -1;
    pid_t process_ = -1;
    std::string said_;
};

}  // namespace salon::testing_real
