// The art critic: hold a drawing to the camera or upload a picture, talk, and hear a critique.
#include <memory>
#include <optional>

#include <salon/salon.h>

#include "art_critic.h"
#include "offline_critic.h"

using namespace salon;

namespace {

constexpr auto instruction =
    "You are an art critic. You critique the artwork that is passed in as an image by the user. "
    "Critique the artwork in a funny and light-hearted way. Be concise and to the point. "
    "Be friendly and engaging. Be helpful and informative.";

Components inputs_of_the_page() {
    return {Markdown("# 🎨 Art Critic\n\n"
                     "Provide an image of your artwork or hold it up to the webcam, and the "
                     "critic will tell you what it thinks of it.\n\n"
                     "To talk to Gemini, paste a key from "
                     "[AI Studio](https://aistudio.google.com/app/apikey). Without one you talk "
                     "to the critic that lives on this machine. An HF token, from "
                     "[your settings](https://huggingface.co/settings/tokens), is needed only "
                     "where a relay asks for it."),
            Image({.label = "Artwork",
                   .value = ART_CRITIC_PICTURES "/mona_lisa.jpg",
                   .sources = {Source::Upload, Source::Clipboard}}),
            Textbox({.label = "Gemini API Key",
                     .kind = TextKind::Password,
                     .placeholder = "Empty: the critic on this machine answers"}),
            Textbox({.label = "HF Token",
                     .kind = TextKind::Password,
                     .placeholder = "Only where a relay asks for it"})};
}

std::optional<live::ThinkingConfig> thinking(const Settings& settings) {
    if (settings.thinking_level.empty() && !settings.thinking_budget) return std::nullopt;
    return live::ThinkingConfig{.thinking_budget = settings.thinking_budget,
                                .include_thoughts = false,
                                .thinking_level = settings.thinking_level};
}

Stream art_critic(const Settings& settings, const std::string& offline_endpoint) {
    CriticSettings critic{
        .model = settings.model,
        .voice = settings.voice,
        .api_version = settings.api_version,
        .instruction = settings.instruction.empty() ? instruction : settings.instruction,
        .thinking = thinking(settings),
        .media_resolution = settings.media_resolution,
        .endpoint = settings.live_endpoint,
        .offline_endpoint = offline_endpoint,
        .default_key = settings.gemini_api_key};
    return Stream({.handler = make<ArtCritic>(critic),
                   .additional_inputs = inputs_of_the_page(),
                   .ui_args = {.title = "Gemini Audio Video Chat",
                               .icon_button_color = "rgb(255, 255, 255)",
                               .pulse_color = "rgb(255, 255, 255)"},
                   .time_limit = 90s,
                   .concurrency_limit = 5});
}

void run(const Settings& settings) {
    if (settings.mode == Mode::Phone) {
        throw SettingsError("Phone mode not supported for this demo: set MODE=UI");
    }
    std::optional<OfflineCritic> offline;
    if (settings.live_endpoint.empty() && settings.gemini_api_key.empty()) offline.emplace();
    serve(art_critic(settings, offline ? offline->endpoint() : ""), settings);
}

}  // namespace

int main(int argc, char** argv) { return launch(run, argc, argv); }
