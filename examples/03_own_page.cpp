// A page of one's own in place of the default one: the art critic under a header, beside a picture.
// With `--turn cloudflare` each caller gets Cloudflare's relays, by the operator's key; in a hosted
// space calls have limits.
#include <salon/credentials.h>
#include <salon/salon.h>

#include "critics.h"
#include "relays.h"

using namespace salon;

namespace {

constexpr auto css = "#video-source { max-width: 600px; max-height: 600px; }";

constexpr auto header = R"(
<div style="display: flex; align-items: center; justify-content: center; gap: 20px">
  <svg viewBox="0 0 100 100" width="100" height="100" role="img" aria-label="A palette">
    <path fill="#e8b07a" d="M50 8C25 8 6 26 6 49s19 43 44 43c9 0 11-6 8-12-4-8 1-15 10-15h12c9 0 14-6 14-16C94 26 75 8 50 8z"/>
    <circle cx="30" cy="40" r="9" fill="#d9412f"/><circle cx="50" cy="27" r="9" fill="#f2c230"/><circle cx="71" cy="37" r="9" fill="#3766b0"/>
  </svg>
  <div>
    <h1>Gen AI SDK Voice Chat</h1>
    <p>Speak with Gemini using real-time audio + video streaming</p>
    <p>Powered by Salon and <a href="https://www.w3.org/TR/webrtc/">WebRTC</a> ⚡️</p>
    <p>Get an API Key <a href="https://aistudio.google.com/apikey">here</a></p>
  </div>
</div>)";

void run(const Settings& settings, const GeminiSettings& gemini) {
    const Critics critics(settings, gemini);
    const bool hosted = get_space().has_value();
    const Image image({.label = "Image", .sources = {Source::Upload, Source::Clipboard}});
    WebRtc webrtc({.label = "Video Chat",
                   .elem_id = "video-source",
                   .modality = Modality::AudioVideo,
                   .mode = StreamMode::SendReceive,
                   .icon = ART_CRITIC_PICTURES "/palette.svg",
                   .icon_button_color = "rgb(255, 255, 255)",
                   .pulse_color = "rgb(255, 255, 255)",
                   .rtc_configuration = relays(settings)});
    webrtc.stream(critics.look_at({image}),
                  {.inputs = {webrtc, image},
                   .outputs = {webrtc},
                   .time_limit = hosted ? std::optional<Duration>(180s) : std::nullopt,
                   .concurrency_limit = hosted ? std::optional(2) : std::nullopt});

    const Blocks demo({.title = "Gen AI SDK Voice Chat", .css = css},
                      {Html(header), Row{Column{webrtc}, Column{image}}});
    serve(Stream(demo), settings);
}

}  // namespace

int main(int argc, char** argv) {
    GeminiSettings gemini;
    const auto page = [&gemini](const Settings& settings) { run(settings, gemini); };
    return launch(page, argc, argv, gemini.all());
}
