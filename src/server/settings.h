// What the operator decides: flags, the environment and `.env`, in this order of weight.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "server/dotenv.h"

namespace salon {

/// A setting is wrong: one clear line for the operator; the program exits with 2.
class SettingsError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

enum class Mode { Ui, Phone };

/// Who lends relays (TURN) to callers and to our own side.
enum class TurnProvider { None, HuggingFace, Cloudflare, Twilio };

struct Settings {
    std::string host = "127.0.0.1";
    std::uint16_t port = 7860;
    std::uint16_t udp_port = 0;                 ///< 0: the same number as `port`.
    std::vector<std::string> public_addresses;  ///< What callers are told; empty: found by itself.
    std::vector<std::string> ice_interfaces;    ///< Whose addresses they are told; empty: all.
    bool ipv6 = true;                           ///< Whether they are told IPv6 addresses.
    bool tcp = true;                            ///< Whether they may come by TCP.
    int loops = 0;                              ///< 0: one for each core.
    std::optional<int> concurrency_limit;
    std::optional<int> time_limit;  ///< Seconds, 0: no limit; none: the program's own.
    Mode mode = Mode::Ui;
    TurnProvider turn = TurnProvider::None;
    bool verbose = false;

    std::string hf_token;  ///< A secret. Used for callers who bring none.
};

/// A setting of a program's own, read as ours are: by a flag, a variable, and the file `.env`.
struct OwnSetting {
    std::string flag;      ///< "--voice"; none for a secret: others see a program's flags.
    std::string variable;  ///< "GEMINI_VOICE".
    std::string text;      ///< What `--help` says of it.
    std::variant<std::string*, std::optional<int>*>
        place;                           ///< Its value: the usual one before, 0 or more.
    std::vector<std::string> choices{};  ///< Of a text; none: any.
};
using OwnSettings = std::vector<OwnSetting>;

/// Reads flags, then `environment`, then `dotenv`; what is a program's own into its `place`.
///
/// Returns  nothing when --help or --version was asked for and has been printed
/// Errors   throws SettingsError with one line that says what to do
/// Thread   any; blocks
std::optional<Settings> read_settings(int argc, const char* const* argv,
                                      const server::Variables& environment,
                                      const server::Variables& dotenv, const OwnSettings& own = {});

/// The same with the process's environment and the file `.env` of the working folder.
std::optional<Settings> read_settings(int argc, const char* const* argv,
                                      const OwnSettings& own = {});

}  // namespace salon
