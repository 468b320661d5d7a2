#include "live/opening.h"

#include <algorithm>

#include "net/url.h"

namespace salon::live {

namespace {

constexpr Duration write_patience = 10s;  // Who takes no sound for so long is gone.

bool is_key_letter(char c) { return c > ' ' && c < '\x7f'; }

Content instruction(const std::string& text) {
    Part part;
    part.text = text;
    return {.parts = {std::move(part)}, .role = "user"};
}

Tool declared(const std::vector<LiveTool>& tools) {
    Tool all;
    for (const auto& tool : tools) {
        FunctionDeclaration function;
        function.name = tool.name;
        function.description = tool.description;
        function.behavior = tool.manners == ToolManners::Waits ? "BLOCKING" : "NON_BLOCKING";
        function.parameters_json_schema = JsonText(tool.parameters);
        all.function_declarations.push_back(std::move(function));
    }
    return all;
}

}  // namespace

Result<net::WebSocketOptions, LiveFailure> make_opening(const LiveOptions& options) {
    const auto url = net::parse_url(options.endpoint);
    const bool secret = url && url->scheme == "wss";
    const bool local = url && url->scheme == "ws" && url->loopback();
    if (!secret && !local) {
        return fail(explain_connect({.kind = net::ConnectError::Kind::BadUrl,
                                     .http_status = 0,
                                     .what = "the endpoint is neither wss:// nor local"}));
    }
    if (!std::ranges::all_of(options.key, is_key_letter)) return fail(explain_bad_key());

    auto base = options.endpoint;
    while (base.ends_with('/')) base.pop_back();
    net::WebSocketOptions opening;
    opening.url = base + "/ws/google.ai.generativelanguage." + options.api_version +
                  ".GenerativeService.BidiGenerateContent";
    opening.timeout = options.connect_patience;
    opening.limits.write_patience = write_patience;
    opening.trust = options.trust;
    if (!options.key.empty()) opening.headers.set("x-goog-api-key", options.key);
    return opening;
}

Setup make_setup(const LiveOptions& options, const std::string& handle) {
    const bool whole = options.model.find('/') != std::string::npos;
    Setup setup;
    setup.model = whole ? options.model : "models/" + options.model;
    auto& generation = setup.generation_config.emplace();
    generation.response_modalities = {"AUDIO"};
    generation.thinking_config = options.thinking;
    if (!options.media_resolution.empty()) {
        generation.media_resolution = "MEDIA_RESOLUTION_" + options.media_resolution;
    }
    if (!options.voice.empty()) {
        auto& voice = generation.speech_config.emplace().voice_config.emplace();
        voice.prebuilt_voice_config.emplace().voice_name = options.voice;
    }
    if (!options.system_instruction.empty()) {
        setup.system_instruction = instruction(options.system_instruction);
    }
    if (!options.tools.empty()) setup.tools = {declared(options.tools)};
    setup.session_resumption.emplace().handle = handle;
    setup.context_window_compression.emplace().sliding_window.emplace();
    setup.input_audio_transcription.emplace();
    setup.output_audio_transcription.emplace();
    return setup;
}

}  // namespace salon::live
