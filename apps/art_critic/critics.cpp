#include "critics.h"

#include <utility>

using namespace salon;

namespace {

constexpr auto instruction =
    "You are an art critic. You critique the artwork that is passed in as an image by the user. "
    "Critique the artwork in a funny and light-hearted way. Be concise and to the point. "
    "Be friendly and engaging. Be helpful and informative.";

std::optional<live::ThinkingConfig> thinking(const Settings& settings) {
    if (settings.thinking_level.empty() && !settings.thinking_budget) return std::nullopt;
    return live::ThinkingConfig{.thinking_budget = settings.thinking_budget,
                                .include_thoughts = false,
                                .thinking_level = settings.thinking_level};
}

}  // namespace

Critics::Critics(const Settings& settings)
    : settings_{.model = settings.model,
                .voice = settings.voice,
                .api_version = settings.api_version,
                .instruction = settings.instruction.empty() ? instruction : settings.instruction,
                .thinking = thinking(settings),
                .media_resolution = settings.media_resolution,
                .endpoint = settings.live_endpoint,
                .offline_endpoint = {},
                .default_key = settings.gemini_api_key} {
    if (settings.mode == Mode::Phone) {
        throw SettingsError("Phone mode not supported for this demo: set MODE=UI");
    }
    if (settings.live_endpoint.empty() && settings.gemini_api_key.empty()) {
        settings_.offline_endpoint = offline_.emplace().endpoint();
    }
}

HandlerFactory Critics::look_at(CriticInputs inputs) const {
    return make<ArtCritic>(settings_, std::move(inputs));
}
