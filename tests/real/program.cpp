#include "real/program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <utility>

namespace salon::testing_real {
namespace {

constexpr int patience_ms = 60'000;  // Only a program that hangs is silent for longer.

std::vector<std::string> environment_with(std::map<std::string, std::string> own) {
    std::vector<std::string> all;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string said = *entry;
        own.emplace(said.substr(0, said.find('=')), said.substr(said.find('=') + 1));
    }
    for (const auto& [name, value] : own) all.push_back(name + "=" + value);
    return all;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (auto& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

}  // namespace

Program::Program(const std::string& path, const std::vector<std::string>& words,
                 const std::map<std::string, std::string>& environment) {
    std::string pattern = std::filesystem::temp_directory_path() / "salon-program-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for a program");
    folder_ = pattern;
    std::vector<std::string> all_words{path};
    all_words.insert(all_words.end(), words.begin(), words.end());
    auto all_variables = environment_with(environment);
    const auto arguments = pointers_to(all_words);
    const auto variables = pointers_to(all_variables);
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe for a program");

    process_ = ::fork();
    if (process_ == 0) {  // Other threads may hold locks: nothing but system calls from here.
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // It does not outlive a test that is killed.
        for (const int stream : {1, 2}) ::dup2(pipe[1], stream);
        if (::chdir(folder_.c_str()) == 0) {
            ::execve(path.c_str(), arguments.data(), variables.data());
        }
        ::_exit(127);
    }
    ::close(pipe[1]);
    said_by_it_ = pipe[0];
}

Program::~Program() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    ::close(said_by_it_);
    std::filesystem::remove_all(folder_);
}

std::uint16_t Program::port() {
    static const std::string mark = "Open http://localhost:";
    const auto told = [this] {
        const auto at = said_.find(mark);
        return at != said_.npos && said_.find('\n', at) != said_.npos;
    };
    while (!told() && read_more()) {
    }
    if (!told()) return 0;
    return static_cast<std::uint16_t>(std::stoi(said_.substr(said_.find(mark) + mark.size())));
}

void Program::interrupt() const { ::kill(process_, SIGINT); }

int Program::ended() {
    while (read_more()) {
    }
    int status = 0;
    ::waitpid(std::exchange(process_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/// Returns whether there may be more. A program that hangs is killed.
bool Program::read_more() {
    pollfd waiting{.fd = said_by_it_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, patience_ms) == 0) {
        ::kill(process_, SIGKILL);
        return false;
    }
    std::array<char, 4096> piece{};
    const auto size = ::read(said_by_it_, piece.data(), piece.size());
    if (size > 0) said_.append(piece.data(), static_cast<std::size_t>(size));
    return size > 0;
}

}  // namespace salon::testing_real
