// A stream: a handler, its page and its limits, and `launch`, which serves it.
//
//   int main(int argc, char** argv) {
//       salon::Stream stream({.handler = salon::make<Echo>(), .ui_args = {.title = "Echo"}});
//       return salon::launch(stream, argc, argv);
//   }
//
// Its page is the usual one, made of `additional_inputs` and `ui_args`, until `ui` is assigned, or
// a route "GET /" answers in its place.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "server/routes.h"
#include "server/settings.h"
#include "session/handler.h"
#include "ui/default_page.h"

namespace salon {

class Stream {
public:
    explicit Stream(const StreamOptions& options) : ui(default_page(options)) {}
    /// A page composed by hand; its WebRtc components have their handlers.
    explicit Stream(Blocks page) : ui(std::move(page)) {}

    /// Answers `method` at `path` with a function of one's own; GET answers HEAD too. All but GET
    /// are refused to pages of other sites, with 403.
    ///
    /// Errors  serving it throws std::invalid_argument when the path is one of the stream's own
    ///         (/webrtc/offer, /config, …) or given twice
    /// Thread  any, before it is served; does not block
    Stream& route(std::string method, std::string path, RouteFunction answer);

    /// Serves it on this machine's `port` until the process is told to stop.
    ///
    /// Errors  throws std::exception with one clear line when it cannot start (port taken, a page
    ///         composed wrongly, …)
    /// Thread  the main one; blocks
    void launch(std::uint16_t port = 7860) const;

    Blocks ui;
    std::vector<OwnRoute> routes{};
};

/// Serves `stream` until the process is told to stop (SIGINT, SIGTERM).
///
/// Errors  as Stream::launch
/// Thread  the main one; blocks
void serve(const Stream& stream, const Settings& settings);

/// The whole of main(): reads the settings, and the program's `own`, calls `run` with them, and
/// tells in one line what is wrong.
///
/// Returns  the exit code: 0 after a stop, 2 when the operator must change something
/// Thread   the main one; blocks
int launch(const std::function<void(const Settings&)>& run, int argc, const char* const* argv,
           const OwnSettings& own = {});
/// The same for a program that only serves one stream.
int launch(const Stream& stream, int argc, const char* const* argv);

}  // namespace salon
