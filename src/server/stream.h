// A stream: a handler, its page and its limits, and `launch`, which serves it.
//
//   int main(int argc, char** argv) {
//       salon::Stream stream({.handler = salon::make<Echo>(), .page = {.title = "Echo"}});
//       return salon::launch(stream, argc, argv);
//   }
#pragma once

#include <functional>
#include <optional>

#include "base/time.h"
#include "server/borrowing.h"
#include "server/settings.h"
#include "session/handler.h"
#include "ui/page.h"

namespace salon {

struct Stream {
    HandlerFactory handler;
    Page page;
    std::optional<Duration> time_limit;  ///< The operator's --time-limit outweighs it.
    int concurrency_limit = 1;           ///< The operator's --concurrency-limit outweighs it.
    /// Relays for our own side of each call; asked for each connection.
    server::RtcQuestion server_rtc_configuration{};
};

/// Serves `stream` until the process is told to stop (SIGINT, SIGTERM).
///
/// Errors  throws std::exception with one clear line when it cannot start (port taken, …)
/// Thread  the main one; blocks
void serve(Stream stream, const Settings& settings);

/// The whole of main(): reads the settings, calls `run` with them, and tells in one line what is
/// wrong.
///
/// Returns  the exit code: 0 after a stop, 2 when the operator must change something
/// Thread   the main one; blocks
int launch(const std::function<void(const Settings&)>& run, int argc, const char* const* argv);
/// The same for a program that only serves one stream.
int launch(const Stream& stream, int argc, const char* const* argv);

}  // namespace salon
