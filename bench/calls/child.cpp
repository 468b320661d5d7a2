#include "calls/child.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace salon::bench {

namespace {

constexpr int fields_before_times = 11;  // After the name: state … cmajflt, see proc(5).

std::vector<char*> words_of(std::vector<std::string>& arguments) {
    std::vector<char*> words;
    for (auto& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    return words;
}

Duration time_of(const timeval& time) { return Duration(time.tv_sec * 1'000'000 + time.tv_usec); }

std::string first_line(int descriptor) {
    std::string line;
    for (char letter = 0; ::read(descriptor, &letter, 1) == 1 && letter != '\n';) line += letter;
    return line;
}

}  // namespace

void keep_to(Core core) {
    static const auto cores = ::sysconf(_SC_NPROCESSORS_ONLN);
    cpu_set_t mine;
    CPU_ZERO(&mine);
    CPU_SET(core == Core::Callers && cores > 1 ? 1 : 0, &mine);
    ::sched_setaffinity(0, sizeof mine, &mine);
}

Child::Child(std::vector<std::string> arguments, Core core) {
    arguments.insert(arguments.begin(), "call_bench");
    auto words = words_of(arguments);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    pid_ = ::fork();
    if (pid_ == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        keep_to(core);
        ::execv("/proc/self/exe", words.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    output_ = ends[0];
    greeting_ = first_line(output_);
    if (greeting_.empty()) throw std::runtime_error("the " + arguments[2] + " did not start");
}

Child::~Child() {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
    ::close(output_);
}

Duration Child::processor_time() const {
    std::ifstream file("/proc/" + std::to_string(pid_) + "/stat");
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    std::istringstream fields(text.substr(text.rfind(')') + 1));
    std::string skipped;
    for (int i = 0; i < fields_before_times; ++i) fields >> skipped;
    std::int64_t user = 0;
    std::int64_t system = 0;
    fields >> user >> system;
    return Duration((user + system) * 1'000'000 / ::sysconf(_SC_CLK_TCK));
}

std::int64_t Child::memory_kib() const {
    std::ifstream file("/proc/" + std::to_string(pid_) + "/status");
    for (std::string name; file >> name;) {
        std::int64_t value = 0;
        if (name == "VmRSS:" && file >> value) return value;
    }
    return 0;
}

Duration own_processor_time() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return time_of(used.ru_utime) + time_of(used.ru_stime);
}

}  // namespace salon::bench
