// Why a live conversation could not begin or had to end, in words a user can act on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/websocket_client.h"

namespace salon::live {

struct LiveFailure {
    enum class Phase { Connect, Setup, Talk };
    Phase phase = Phase::Connect;
    std::uint16_t close_code = 0;  ///< 0 when it was not a close frame that told us.
    std::string reason;            ///< The service's own words; foreign text, for logs.
    int http_status = 0;           ///< What the upgrade was answered with, if not 101.
    bool retryable = false;        ///< Worth another try with the same settings.
    std::string hint;              ///< One sentence for the user: what happened, what to do.
};
std::string_view to_string(LiveFailure::Phase phase);

/// What a close frame means. Reasons match by their beginning: they are cut at 123 bytes.
///
/// Thread  any; does not block
LiveFailure explain_close(LiveFailure::Phase phase, const net::WsClosed& closed);
/// Whether it was the handle that was refused: without one it may work. A handle that is no longer
/// good comes back as one of two reasons of 1008, or as the 1007 for any wrong argument.
bool refuses_handle(const LiveFailure& failure);
LiveFailure explain_connect(const net::ConnectError& error);
/// The service took the connection and then did not answer the setup.
LiveFailure explain_silence();
/// The answer that had begun did not go on.
LiveFailure explain_stall();
/// The application ended it.
LiveFailure explain_goodbye();
/// The key cannot be one: it was not sent.
LiveFailure explain_bad_key();

}  // namespace salon::live
