#include "gemini_settings.h"

salon::OwnSettings GeminiSettings::all() {
    return {
        {"--model", "GEMINI_MODEL", "Live model", &model},
        {"--voice", "GEMINI_VOICE", "Voice of the model", &voice},
        {"--instruction", "GEMINI_INSTRUCTION", "System instruction", &instruction},
        {"--thinking-level",
         "GEMINI_THINKING_LEVEL",
         "How much the model thinks before it answers; not every model takes one",
         &thinking_level,
         {"MINIMAL", "LOW", "MEDIUM", "HIGH"}},
        {"--thinking-budget", "GEMINI_THINKING_BUDGET",
         "The same in tokens, for models before 3; 0: none", &thinking_budget},
        {"--media-resolution",
         "GEMINI_MEDIA_RESOLUTION",
         "How closely the model looks at pictures",
         &media_resolution,
         {"LOW", "MEDIUM", "HIGH"}},
        {"--live-endpoint", "GEMINI_LIVE_ENDPOINT",
         "wss://host, or ws://127.0.0.1:port; empty: Gemini with a key, the offline critic without",
         &live_endpoint},
        {"--api-version",
         "GEMINI_API_VERSION",
         "Live API version",
         &api_version,
         {"v1", "v1beta", "v1alpha"}},
        {"", "GEMINI_API_KEY", "Gemini's, for callers who bring none", &api_key},
    };
}
