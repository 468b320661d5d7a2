// How a conversation with a live model is held: with whom, in which voice, and how stubbornly.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "live/message.h"
#include "live/tool.h"
#include "net/tls.h"

namespace salon::live {

/// When a connection is left for a fresh one, so that the service need not end it. The service
/// gives a connection about ten minutes and says so shortly before.
struct RotationPolicy {
    Duration look_after = 9min;    ///< Of age: from then on a quiet moment is looked for.
    Duration by = 9min + 45s;      ///< Of age: it happens, quiet or not.
    Duration goodbye_margin = 2s;  ///< Before the end that a goAway announced.
};

/// What happens when a connection is lost or refused: at once, then after longer and longer waits.
struct RedialPolicy {
    int tries_max = 8;            ///< In a row; then the conversation fails. 0: none at all.
    Duration first_wait = 250ms;  ///< Before the second try; doubles.
    Duration longest_wait = 4s;
    Duration healthy_after = 10s;  ///< A connection that lived so long makes up for all tries.
};

struct LiveOptions {
    std::string endpoint =
        "wss://generativelanguage.googleapis.com";  ///< ws:// to this machine only.
    std::string api_version = "v1beta";
    std::string key;
    std::string model = "gemini-3.8-live";  ///< With or without "models/".
    std::string voice;                      ///< Empty: the model's own choice.
    std::string system_instruction;
    std::optional<ThinkingConfig> thinking;  ///< gemini-3.8-live takes none.
    std::string media_resolution;  ///< "LOW", "MEDIUM" or "HIGH"; empty: the model's choice.
    std::vector<LiveTool> tools;   ///< What the model may have done.
    Duration tool_patience = 30s;  ///< For each call; then the model hears that it took too long.
    Duration connect_patience = 10s;
    Duration setup_patience = 15s;
    Duration stall_patience = 20s;  ///< For the next piece of an answer that has begun.
    RotationPolicy rotation;
    RedialPolicy redial;
    net::TlsTrust trust;
};

}  // namespace salon::live
