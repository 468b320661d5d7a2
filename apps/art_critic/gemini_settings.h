// How the operator wants the live model, beside the settings that every stream has.
#pragma once

#include <optional>
#include <string>

#include <salon/salon.h>

struct GeminiSettings {
    std::string model = "gemini-3.8-live";
    std::string voice = "Puck";
    std::string instruction;             ///< Empty: the art critic's.
    std::string thinking_level;          ///< Empty: as the model does by itself.
    std::optional<int> thinking_budget;  ///< Tokens; of models before 3.
    std::string media_resolution;        ///< Empty: as the model does by itself.
    std::string live_endpoint;           ///< Empty: Gemini with a key, the offline critic without.
    std::string api_version = "v1beta";
    std::string api_key;  ///< A secret. Used for callers who bring none.

    /// For launch(), which reads them into this.
    salon::OwnSettings all();
};
