#include "server/settings.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string_view>

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
    {"--model", "GEMINI_MODEL"},
    {"--voice", "GEMINI_VOICE"},
    {"--instruction", "GEMINI_INSTRUCTION"},
    {"--thinking-level", "GEMINI_THINKING_LEVEL"},
    {"--thinking-budget", "GEMINI_THINKING_BUDGET"},
    {"--media-resolution", "GEMINI_MEDIA_RESOLUTION"},
    {"--live-endpoint", "GEMINI_LIVE_ENDPOINT"},
    {"--api-version", "GEMINI_API_VERSION"},
};

/// A secret is no flag: others see a program's flags.
struct SecretVariable {
    std::string_view variable;
    std::string Settings::*place;
};

constexpr SecretVariable secret_variables[] = {
    {"GEMINI_API_KEY", &Settings::gemini_api_key},
    {"HF_TOKEN", &Settings::hf_token},
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

void describe_model(CLI::App& app, Settings& settings) {
    option(app, "--model", settings.model, "Live model (GEMINI_MODEL)")->capture_default_str();
    option(app, "--voice", settings.voice, "Voice of the model (GEMINI_VOICE)")
        ->capture_default_str();
    option(app, "--instruction", settings.instruction, "System instruction (GEMINI_INSTRUCTION)");
    option(app, "--thinking-level", settings.thinking_level,
           "How much the model thinks before it answers; not every model takes one "
           "(GEMINI_THINKING_LEVEL)")
        ->check(CLI::IsMember({"MINIMAL", "LOW", "MEDIUM", "HIGH"}));
    option(app, "--thinking-budget", settings.thinking_budget,
           "The same in tokens, for models before 3; 0: none (GEMINI_THINKING_BUDGET)")
        ->check(CLI::Range(0, 100'000));
    option(app, "--media-resolution", settings.media_resolution,
           "How closely the model looks at pictures (GEMINI_MEDIA_RESOLUTION)")
        ->check(CLI::IsMember({"LOW", "MEDIUM", "HIGH"}));
    option(app, "--live-endpoint", settings.live_endpoint,
           "wss://host, or ws://127.0.0.1:port; empty: Gemini with a key, the offline critic "
           "without (GEMINI_LIVE_ENDPOINT)");
    option(app, "--api-version", settings.api_version, "Live API version (GEMINI_API_VERSION)")
        ->capture_default_str()
        ->check(CLI::IsMember({"v1", "v1beta", "v1alpha"}));
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
    describe_model(app, settings);
    app.add_flag("--verbose", settings.verbose, "Log at debug level");
    app.footer(
        "GEMINI_API_KEY and HF_TOKEN, from the environment or .env, serve callers who bring none.\n"
        "A flag outweighs the environment, which outweighs the file .env.");
    app.set_version_flag("--version", "salon 0.1.0");
}

/// The variables as flags, weakest first: the last one wins.
std::vector<std::string> arguments(int argc, const char* const* argv,
                                   const server::Variables& environment,
                                   const server::Variables& dotenv) {
    std::vector<std::string> flags;
    for (const auto* source : {&dotenv, &environment}) {
        for (const auto& twin : twins) {
            const auto found = source->find(twin.variable);
            if (found == source->end() || !is_for_us(twin.variable, found->second)) continue;
            flags.push_back(std::string(twin.flag) + "=" + found->second);
        }
    }
    for (int i = 1; i < argc; ++i) flags.emplace_back(argv[i]);
    return flags;
}

std::string first_line(std::string_view text) {
    return std::string(text.substr(0, text.find('\n')));
}

}  // namespace

std::optional<Settings> read_settings(int argc, const char* const* argv,
                                      const server::Variables& environment,
                                      const server::Variables& dotenv) {
    Settings settings;
    CLI::App app("Real-time voice and video conversation with AI");
    describe(app, settings);
    auto flags = arguments(argc, argv, environment, dotenv);
    std::reverse(flags.begin(), flags.end());  // CLI11 takes a vector from its back.
    try {
        app.parse(flags);
    } catch (const CLI::Success& asked) {
        app.exit(asked);
        return std::nullopt;
    } catch (const CLI::ParseError& error) {
        throw SettingsError(first_line(error.what()) + " (--help tells all)");
    }
    for (const auto* source : {&dotenv, &environment}) {
        for (const auto& secret : secret_variables) {
            const auto found = source->find(secret.variable);
            if (found != source->end()) settings.*secret.place = found->second;
        }
    }
    if (settings.udp_port == 0) settings.udp_port = settings.port;
    return settings;
}

std::optional<Settings> read_settings(int argc, const char* const* argv) {
    server::Variables environment;
    const auto note = [&](std::string_view name) {
        const std::string key(name);
        if (const char* value = std::getenv(key.c_str())) environment[key] = value;
    };
    for (const auto& twin : twins) note(twin.variable);
    for (const auto& secret : secret_variables) note(secret.variable);

    std::ifstream file(".env");
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto dotenv = server::parse_dotenv(text);
    if (!dotenv) throw SettingsError(".env: " + dotenv.error());
    return read_settings(argc, argv, environment, *dotenv);
}

}  // namespace salon
