// The measured processes: an echo, the art critic's handler and the model it talks to, a detector.
#pragma once

#include <string>

namespace salon::bench {

/// Serves until SIGTERM, and prints its port, or the model's endpoint, as its first line.
/// `what` is "echo", "critic" (whose model is at `endpoint`), "detector" or "model".
///
/// Returns  the exit code
/// Thread   the main one, before there are others; blocks
int serve_as(const std::string& what, const std::string& endpoint);

}  // namespace salon::bench
