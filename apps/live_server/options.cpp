#include "options.h"

#include <iostream>

#include <CLI/CLI.hpp>

using namespace salon;

namespace {

std::string fault_list() {
    std::string names;
    for (const auto& fault : critic::all_faults()) {
        names += (names.empty() ? "" : ", ") + std::string(fault.name);
    }
    return names;
}

const critic::Fault* fault_named(const std::string& name) {
    if (name.empty()) return nullptr;
    const auto* fault = critic::find_fault(name);
    if (fault == nullptr) throw OptionsError("--fault " + name + ": choose one of " + fault_list());
    return fault;
}

IpAddress address_of(const std::string& host) {
    const auto address = IpAddress::parse(host == "localhost" ? "127.0.0.1" : host);
    if (!address) throw OptionsError("--host " + host + ": give an IP address, such as 127.0.0.1");
    return *address;
}

}  // namespace

std::optional<Options> read_options(int argc, const char* const* argv) {
    Options options;
    std::string host = "127.0.0.1";
    std::uint16_t port = 8765;
    std::string fault;

    CLI::App app{
        "An offline live model: a critic that hears, looks and answers aloud, behind the "
        "Gemini Live protocol."};
    app.add_option("--host", host, "Address to listen on")->capture_default_str();
    app.add_option("--port", port, "Port; 0 takes a free one")->capture_default_str();
    app.add_option("--key", options.critic.keys, "A key that is right; without any, all are");
    app.add_option("--sessions", options.critic.sessions_max, "Conversations at once")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    app.add_option("--session-seconds", options.session_seconds,
                   "How long a connection lasts; goAway comes ten seconds before, or at half of it")
        ->check(CLI::Range(2, 86'400))
        ->capture_default_str();
    app.add_option("--seed", options.seed, "Same seed, same words");
    app.add_option("--fault", fault,
                   "Fail every session in this way: " + fault_list() +
                       ". A client can ask for one by the model's name: models/fault-quota");
    app.add_option("--fault-seconds", options.fault_seconds,
                   "How long it stalls or is deaf, where the fault is one of those")
        ->check(CLI::Range(1, 3'600))
        ->capture_default_str();
    app.add_flag("--verbose", options.verbose, "Tell more");
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        std::cout << app.help();
        return std::nullopt;
    } catch (const CLI::ParseError& error) {
        throw OptionsError(error.what());
    }
    options.critic.local = {.ip = address_of(host), .port = port};
    options.critic.session_max = std::chrono::seconds(options.session_seconds);
    options.critic.fault = fault_named(fault);
    options.critic.fault_length = std::chrono::seconds(options.fault_seconds);
    return options;
}
