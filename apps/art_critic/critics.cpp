#include "critics.h"

#include <utility>

using namespace salon;

namespace {

constexpr auto instruction =
    "You are an art critic. You critique the artwork that is passed in as an image by the user. "
    "Critique the artwork in a funny and light-hearted way. Be concise and to the point. "
    "Be friendly and engaging. Be helpful and informative.";

std::optional<live::ThinkingConfig> thinking(const GeminiSettings& gemini) {
    if (gemini.thinking_level.empty() && !gemini.thinking_budget) return std::nullopt;
    return live::ThinkingConfig{.thinking_budget = gemini.thinking_budget,
                                .include_thoughts = false,
                                .thinking_level = gemini.thinking_level};
}

}  // namespace

Critics::Critics(const Settings& settings, const GeminiSettings& gemini)
    : settings_{.model = gemini.model,
                .voice = gemini.voice,
                .api_version = gemini.api_version,
                .instruction = gemini.instruction.empty() ? instruction : gemini.instruction,
                .thinking = thinking(gemini),
                .media_resolution = gemini.media_resolution,
                .endpoint = gemini.live_endpoint,
                .offline_endpoint = {},
                .default_key = gemini.api_key} {
    if (settings.mode == Mode::Phone) {
        throw SettingsError("Phone mode not supported for this demo: set MODE=UI");
    }
    if (gemini.live_endpoint.empty() && gemini.api_key.empty()) {
        settings_.offline_endpoint = offline_.emplace().endpoint();
    }
}

HandlerFactory Critics::look_at(CriticInputs inputs) const {
    return make<ArtCritic>(settings_, std::move(inputs));
}
