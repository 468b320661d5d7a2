#include "art_critic_stream.h"

#include "relays.h"

using namespace salon;

namespace {

constexpr auto welcome =
    "# 🎨 Art Critic\n\n"
    "Provide an image of your artwork or hold it up to the webcam, and the critic will tell you "
    "what it thinks of it.\n\n"
    "To talk to Gemini, paste a key from [AI Studio](https://aistudio.google.com/apikey); without "
    "one you talk to the critic that lives on this machine. An HF token, from "
    "[your settings](https://huggingface.co/settings/tokens), is needed only where a relay asks "
    "for it.";

}  // namespace

Stream art_critic_stream(const Settings& settings, const Critics& critics,
                         const TurnProviders& providers) {
    const Image artwork({.label = "Artwork",
                         .value = ART_CRITIC_PICTURES "/mona_lisa.jpg",
                         .sources = {Source::Upload, Source::Clipboard}});
    const Textbox key({.label = "Gemini API Key",
                       .kind = TextKind::Password,
                       .placeholder = "Empty: the critic on this machine answers"});
    const Textbox token({.label = "HF Token",
                         .kind = TextKind::Password,
                         .placeholder = "Only where a relay asks for it"});
    return Stream({.handler = critics.look_at({artwork, key}),
                   .modality = Modality::AudioVideo,
                   .mode = StreamMode::SendReceive,
                   .additional_inputs = {Markdown(welcome), artwork, key, token},
                   .ui_args = {.title = "Gemini Audio Video Chat",
                               .icon = ART_CRITIC_PICTURES "/palette.svg",
                               .icon_button_color = "rgb(255, 255, 255)",
                               .pulse_color = "rgb(255, 255, 255)"},
                   .time_limit = 90s,
                   .concurrency_limit = 5,
                   .rtc_configuration = relays(settings, token, 600s, providers),
                   .server_rtc_configuration = server_relays(settings, token, providers)});
}
