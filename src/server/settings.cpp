#include "server/settings.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <span>
#include <string_view>
#include <type_traits>

#include <CLI/CLI.hpp>

#include "base/address.h"

namespace salon {

namespace {

/// A flag, and the variable that says the same.
struct Twin {
    std::string_view flag;
    std::string_view variable;
};

constexpr Twin twins[] = {
    {"--host", "SALON_HOST"},
    {"--port", "SALON_PORT"},
    {"--udp-port", "SALON_UDP_PORT"},
    {"--public-address", "SALON_PUBLIC_ADDRESS"},
    {"--ice-interface", "SALON_ICE_INTERFACE"},
    {"--no-ipv6", "SALON_NO_IPV6"},
    {"--no-tcp", "SALON_NO_TCP"},
    {"--loops", "SALON_LOOPS"},
    {"--concurrency-limit", "SALON_CONCURRENCY_LIMIT"},
    {"--time-limit", "SALON_TIME_LIMIT"},
    {"--mode", "MODE"},
    {"--turn", "SALON_TURN"},
};

const std::map<std::string, Mode> modes{{"UI", Mode::Ui}, {"PHONE", Mode::Phone}};

const std::map<std::string, TurnProvider> turn_providers{{"none", TurnProvider::None},
                                                         {"huggingface", TurnProvider::HuggingFace},
                                                         {"cloudflare", TurnProvider::Cloudflare},
                                                         {"twilio", TurnProvider::Twilio}};

/// MODE means other things to other programs: what is no mode of ours is not for us.
bool is_for_us(std::string_view variable, const std::string& value) {
    return !value.empty() && (variable != "MODE" || modes.contains(value));
}

/// A setting with one value; said twice, the last one counts.
template <class T>
CLI::Option* option(CLI::App& app, const char* name, T& value, const char* text) {
    return app.add_option(name, value, text)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void describe_own(CLI::App& app, const OwnSetting& own) {
    const auto text = own.text + " (" + own.variable + ")";
    const auto describe = [&](auto* place) {
        auto* described = option(app, own.flag.c_str(), *place, text.c_str());
        if constexpr (std::is_same_v<decltype(place), std::string*>) {
            if (!place->empty()) described->capture_default_str();
            if (!own.choices.empty()) described->check(CLI::IsMember(own.choices));
        } else {
            described->check(CLI::NonNegativeNumber);
        }
    };
    std::visit(describe, own.place);
}

void describe_reach(CLI::App& app, Settings& settings) {
    app.add_option("--public-address", settings.public_addresses,
                   "IP address callers are told; repeatable (SALON_PUBLIC_ADDRESS)")
        ->delimiter(',')
        ->check([](const std::string& text) {
            return IpAddress::parse(text) ? std::string() : text + " is no IP address";
        });
    app.add_option("--ice-interface", settings.ice_interfaces,
                   "Network interface whose addresses callers are told, where no address is named; "
                   "repeatable (SALON_ICE_INTERFACE)")
        ->delimiter(',');
    app.add_flag("!--no-ipv6", settings.ipv6,
                 "Tell callers no IPv6 address, where none is named (SALON_NO_IPV6)");
    app.add_flag("!--no-tcp", settings.tcp, "Take no calls by TCP (SALON_NO_TCP)");
}

void describe(CLI::App& app, Settings& settings) {
    option(app, "--host", settings.host, "Address of the page; 0.0.0.0 for all (SALON_HOST)")
        ->capture_default_str()
        ->check(CLI::ValidIPV4 | CLI::Validator(
                                     [](const std::string& text) {
                                         return IpAddress::parse(text) ? std::string()
                                                                       : "is no IP address";
                                     },
                                     "IP"));
    option(app, "--port", settings.port, "TCP port of the page (SALON_PORT)")
        ->capture_default_str();
    option(app, "--udp-port", settings.udp_port,
           "UDP port of all calls; 0: as --port (SALON_UDP_PORT)")
        ->capture_default_str();
    describe_reach(app, settings);
    option(app, "--loops", settings.loops, "Media loops; 0: one for each core (SALON_LOOPS)")
        ->capture_default_str()
        ->check(CLI::Range(0, 256));
    option(app, "--concurrency-limit", settings.concurrency_limit,
           "Calls at once (SALON_CONCURRENCY_LIMIT)")
        ->check(CLI::Range(1, 100'000));
    option(app, "--time-limit", settings.time_limit,
           "Seconds for a call; 0: none (SALON_TIME_LIMIT)")
        ->check(CLI::Range(0, 86'400));
    option(app, "--mode", settings.mode, "UI or PHONE (MODE)")
        ->transform(CLI::CheckedTransformer(modes, CLI::ignore_case));
    option(app, "--turn", settings.turn,
           "Who lends relays, where the program asks for any: none, huggingface, cloudflare or "
           "twilio (SALON_TURN)")
        ->transform(CLI::CheckedTransformer(turn_providers, CLI::ignore_case));
    app.add_flag("--verbose", settings.verbose, "Log at debug level");
    app.set_version_flag("--version", "salon 0.1.0");
}

/// What `--help` says at its end.
std::string footer(const OwnSettings& secrets) {
    std::string text = "From the environment or .env only:\n";
    for (const auto& secret : secrets) text += "  " + secret.variable + "  " + secret.text + "\n";
    return text + "A flag outweighs the environment, which outweighs the file .env.";
}

/// The variables as flags, weakest first: the last one wins.
std::vector<std::string> arguments(int argc, const char* const* argv,
                                   std::span<const server::Variables* const> sources,
                                   const std::vector<Twin>& all) {
    std::vector<std::string> flags;
    for (const auto* source : sources) {
        for (const auto& twin : all) {
            const auto found = source->find(twin.variable);
            if (found == source->end() || !is_for_us(twin.variable, found->second)) continue;
            flags.push_back(std::string(twin.flag) + "=" + found->second);
        }
    }
    for (int i = 1; i < argc; ++i) flags.emplace_back(argv[i]);
    return flags;
}

OwnSetting our_secret(Settings& settings) {
    return {.flag = {},
            .variable = "HF_TOKEN",
            .text = "Hugging Face's, for the relays of callers who bring none",
            .place = &settings.hf_token};
}

void read_secrets(const OwnSettings& secrets, std::span<const server::Variables* const> sources) {
    for (const auto* source : sources) {
        for (const auto& secret : secrets) {
            const auto found = source->find(secret.variable);
            if (found != source->end()) *std::get<std::string*>(secret.place) = found->second;
        }
    }
}

std::string first_line(std::string_view text) {
    return std::string(text.substr(0, text.find('\n')));
}

}  // namespace

std::optional<Settings> read_settings(int argc, const char* const* argv,
                                      const server::Variables& environment,
                                      const server::Variables& dotenv, const OwnSettings& own) {
    Settings settings;
    CLI::App app("Real-time voice and video conversation with AI");
    describe(app, settings);
    const std::array sources{&dotenv, &environment};
    std::vector<Twin> all(std::begin(twins), std::end(twins));
    OwnSettings secrets{our_secret(settings)};
    for (const auto& setting : own) {
        if (setting.flag.empty()) {
            secrets.push_back(setting);
        } else {
            describe_own(app, setting);
            all.push_back({setting.flag, setting.variable});
        }
    }
    app.footer(footer(secrets));
    auto flags = arguments(argc, argv, sources, all);
    std::reverse(flags.begin(), flags.end());  // CLI11 takes a vector from its back.
    try {
        app.parse(flags);
    } catch (const CLI::Success& asked) {
        app.exit(asked);
        return std::nullopt;
    } catch (const CLI::ParseError& error) {
        throw SettingsError(first_line(error.what()) + " (--help tells all)");
    }
    read_secrets(secrets, sources);
    if (settings.udp_port == 0) settings.udp_port = settings.port;
    return settings;
}

std::optional<Settings> read_settings(int argc, const char* const* argv, const OwnSettings& own) {
    server::Variables environment;
    const auto note = [&](std::string_view name) {
        const std::string key(name);
        if (const char* value = std::getenv(key.c_str())) environment[key] = value;
    };
    for (const auto& twin : twins) note(twin.variable);
    for (const auto& setting : own) note(setting.variable);
    note("HF_TOKEN");

    std::ifstream file(".env");
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto dotenv = server::parse_dotenv(text);
    if (!dotenv) throw SettingsError(".env: " + dotenv.error());
    return read_settings(argc, argv, environment, *dotenv, own);
}

}  // namespace salon
