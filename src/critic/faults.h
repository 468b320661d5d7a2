// Ways in which a live model fails its callers, so that tests and developers can meet each of them.
//
// A fault is asked for by the server's option or, for one session, by the model's name:
// "models/fault-quota". Codes and reasons are those the real service was seen to send.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace salon::critic {

/// How a session is refused: a WebSocket close code and its reason, which net cuts to 123 bytes.
struct Refusal {
    std::uint16_t code = 1011;
    std::string reason;
};

struct Fault {
    enum class When {
        AtSetup,    ///< In place of setupComplete.
        Resuming,   ///< As AtSetup, where a handle is shown.
        MidAnswer,  ///< After the first piece of an answer's sound.
        Never,      ///< The session goes on, but differently: see `quirk`.
    };
    enum class Quirk {
        None,
        Silent,            ///< Hears and never answers.
        Vanish,            ///< Ends without a close frame.
        Stall,             ///< Sends nothing and hears nothing for a while, then goes on.
        Deaf,              ///< Hears nothing for a while, so that even pongs are late, but speaks.
        GoAway,            ///< Announces its end right after setup.
        NoUsage,           ///< turnComplete comes without usageMetadata.
        LateTurnComplete,  ///< turnComplete comes two seconds after it should.
        EmptyContent,      ///< An empty serverContent goes before every answer.
        Thoughts,          ///< As EmptyContent, with what it thinks before it speaks.
        UsesTool,          ///< Calls the client's first function before every answer.
    };

    std::string_view name;
    When when = When::Never;
    std::uint16_t code = 1011;
    std::string_view reason;
    Quirk quirk = Quirk::None;

    /// Whether the connection outlives it.
    bool passes() const { return code == 0; }
    /// Whether a conversation that comes back with its handle is served well.
    bool strikes_once() const { return when == When::MidAnswer || quirk == Quirk::GoAway; }
};

/// Every fault there is, for --help.
///
/// Thread  any; does not block
std::span<const Fault> all_faults();

const Fault* find_fault(std::string_view name);

/// The fault a model's name asks for: "models/fault-quota" asks for "quota".
const Fault* fault_of_model(std::string_view model);

}  // namespace salon::critic
