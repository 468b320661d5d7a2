#include "reach/coturn.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>
#include <vector>

#include "base/address.h"
#include "net/identity_for_test.h"
#include "net/sockaddr.h"

namespace salon::testing_reach {
namespace {

using namespace std::chrono_literals;

constexpr const char* program = "/usr/bin/turnserver";

/// A TCP socket at `address`, bound or connected; -1 if that cannot be.
int socket_at(const TransportAddress& address, bool to_listen) {
    const int family = address.ip.is_v4() ? AF_INET : AF_INET6;
    const int made = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto kernel = net::to_kernel(address, family);
    const int done = to_listen ? ::bind(made, kernel->get(), kernel->size)
                               : ::connect(made, kernel->get(), kernel->size);
    if (done == 0) return made;
    ::close(made);
    return -1;
}

const IpAddress here = *IpAddress::parse("127.0.0.1");
constexpr int places = 300;
constexpr int first_number = 34'780;
constexpr int numbers_each = 3;  // For UDP and TCP, for TLS, and the claim to them.
constexpr int first_lent = 49'152;
constexpr int lent_by_each = 50;

/// Whether nobody listens at a port.
bool is_free(std::uint16_t port) {
    const int held = socket_at({here, port}, true);
    if (held >= 0) ::close(held);
    return held >= 0;
}

void write_file(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

}  // namespace

Coturn::Coturn() {
    if (::access(program, X_OK) != 0) {
        throw std::runtime_error("coturn is not installed: apt-get install coturn");
    }
    std::string pattern = std::filesystem::temp_directory_path() / "salon-coturn-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for coturn");
    folder_ = pattern;
    const auto identity = net::identity_for_test();
    certificate_pem_ = identity.certificate_pem;
    write_file(folder_ + "/certificate.pem", identity.certificate_pem);
    write_file(folder_ + "/key.pem", identity.key_pem);
    claim_a_place();
    start();
}

Coturn::~Coturn() {
    stop();
    ::close(claim_);
    std::filesystem::remove_all(folder_);
}

void Coturn::claim_a_place() {
    for (place_ = 0; place_ < places; ++place_) {
        claim_ = socket_at({here, number(2)}, true);
        if (claim_ >= 0 && is_free(port()) && is_free(tls_port())) return;
        if (claim_ >= 0) ::close(claim_);
    }
    throw std::runtime_error("no free ports for coturn");
}

std::uint16_t Coturn::number(int which) const {
    return static_cast<std::uint16_t>(first_number + numbers_each * place_ + which);
}

void Coturn::start() {
    std::vector<std::string> words{program, "-n", "--no-cli", "--lt-cred-mech", "--fingerprint"};
    const auto add = [&words](std::string flag, std::string value) {
        words.push_back(std::move(flag));
        words.push_back(std::move(value));
    };
    const int lent = first_lent + lent_by_each * place_;
    add("--listening-ip", here.text());
    add("--relay-ip", here.text());
    add("--min-port", std::to_string(lent));
    add("--max-port", std::to_string(lent + lent_by_each - 1));
    add("--listening-port", std::to_string(port()));
    add("--tls-listening-port", std::to_string(tls_port()));
    add("--realm", "salon.test");
    add("--user", "ada:secret");
    add("--cert", folder_ + "/certificate.pem");
    add("--pkey", folder_ + "/key.pem");
    add("--pidfile", folder_ + "/pid");
    add("--userdb", folder_ + "/turndb");
    add("--log-file", folder_ + "/log");
    words.push_back("--simple-log");
    words.push_back("--allow-loopback-peers");
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);

    process_ = ::fork();
    if (process_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // It does not outlive a test that is killed.
        const int nowhere = ::open("/dev/null", O_RDWR);
        for (const int stream : {0, 1, 2}) ::dup2(nowhere, stream);
        ::execv(program, arguments.data());
        ::_exit(127);
    }
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (std::chrono::steady_clock::now() < until) {
        const int door = socket_at({here, tls_port()}, false);
        if (door >= 0) {
            ::close(door);
            return;
        }
        std::this_thread::sleep_for(10ms);
    }
    const auto words_of_it = said();
    stop();
    throw std::runtime_error("coturn does not answer: " + words_of_it);
}

void Coturn::stop() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
}

void Coturn::restart() {
    stop();
    start();
}

std::string Coturn::said() const {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
        if (!entry.path().filename().string().starts_with("log")) continue;
        std::ifstream file(entry.path());
        all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all;
}

}  // namespace salon::testing_reach
