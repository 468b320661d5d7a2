// Every message of the Live protocol (BidiGenerateContent) as a value, with its JSON.
//
// Reading is lenient as proto3-JSON asks: camelCase and snake_case, both base64 alphabets, numbers
// as text, null for absent. Writing is strict: camelCase, standard base64, what has its default
// value is left out. An engaged optional is written even when it is empty: presence is the message.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/strong.h"
#include "base/time.h"

namespace salon::live {

struct JsonTextTag;
using JsonText = Strong<JsonTextTag, std::string>;  ///< JSON we pass on unread; empty means absent.

struct Nothing {};  ///< A message without fields: being there is what it says.

struct Blob {
    std::string mime_type;
    ByteBuffer data;
};

struct FileReference {
    std::string mime_type;
    std::string file_uri;
};

struct Part {
    std::string text;
    bool thought = false;  ///< The model's own reasoning: neither shown nor spoken.
    std::optional<Blob> inline_data;
    std::optional<FileReference> file_data;
    JsonText executable_code;
    JsonText code_execution_result;
    std::string thought_signature;
};

struct Content {
    std::vector<Part> parts;
    std::string role;  ///< "user" or "model"; empty is legal.
};

// What a client says.

struct PrebuiltVoice {
    std::string voice_name;
};
struct VoiceConfig {
    std::optional<PrebuiltVoice> prebuilt_voice_config;
    JsonText replicated_voice_config;
};
struct SpeechConfig {
    std::optional<VoiceConfig> voice_config;
    std::string language_code;
};

struct ThinkingConfig {
    std::optional<int> thinking_budget;
    bool include_thoughts = false;
    std::string thinking_level;  ///< "MINIMAL", "LOW", "MEDIUM" or "HIGH".
};

struct TranslationConfig {
    std::string target_language_code;
    bool echo_target_language = false;
};

struct GenerationConfig {
    std::vector<std::string> response_modalities;  ///< "AUDIO" or "TEXT".
    std::optional<int> candidate_count;
    std::optional<double> temperature;
    std::optional<double> top_p;
    std::optional<double> top_k;
    std::optional<int> max_output_tokens;
    std::string media_resolution;  ///< "MEDIA_RESOLUTION_LOW", …
    std::optional<int> seed;
    std::optional<double> presence_penalty;
    std::optional<double> frequency_penalty;
    std::optional<SpeechConfig> speech_config;
    std::optional<ThinkingConfig> thinking_config;
    std::optional<bool> enable_affective_dialog;
    std::optional<TranslationConfig> translation_config;
};

struct AutomaticActivityDetection {
    std::optional<bool> disabled;
    std::string start_of_speech_sensitivity;
    std::string end_of_speech_sensitivity;
    std::optional<int> prefix_padding_ms;
    std::optional<int> silence_duration_ms;
};

struct RealtimeInputConfig {
    std::optional<AutomaticActivityDetection> automatic_activity_detection;
    std::string activity_handling;  ///< "START_OF_ACTIVITY_INTERRUPTS" or "NO_INTERRUPTION".
    std::string turn_coverage;
    bool interim_transcript_timestamp_enabled = false;
};

struct SessionResumption {
    std::string handle;  ///< Empty: a fresh session that gives handles.
    bool transparent = false;
};

struct SlidingWindow {
    std::optional<std::int64_t> target_tokens;
};
struct ContextWindowCompression {
    std::optional<std::int64_t> trigger_tokens;
    std::optional<SlidingWindow> sliding_window;
};

struct AudioTranscription {
    std::vector<std::string> language_codes;
    std::vector<std::string> custom_vocabulary;
    std::string mode;
    bool word_timestamp = false;
    bool diarization = false;
    bool source_text = false;
    bool language_auto = false;
    JsonText language_hints;
    JsonText adaptation_phrases;
};

struct Proactivity {
    std::optional<bool> proactive_audio;
    std::optional<bool> proactive_video;
};

struct HistoryConfig {
    bool initial_history_in_client_content = false;
};

struct FunctionDeclaration {
    std::string name;
    std::string description;
    std::string behavior;  ///< "BLOCKING" or "NON_BLOCKING".
    JsonText parameters;
    JsonText parameters_json_schema;
    JsonText response;
};

struct Tool {
    std::vector<FunctionDeclaration> function_declarations;
    JsonText google_search;
    JsonText code_execution;
    JsonText url_context;
};

struct Setup {
    std::string model;
    std::optional<GenerationConfig> generation_config;
    std::optional<Content> system_instruction;
    std::vector<Tool> tools;
    std::optional<RealtimeInputConfig> realtime_input_config;
    std::optional<SessionResumption> session_resumption;
    std::optional<ContextWindowCompression> context_window_compression;
    std::optional<AudioTranscription> input_audio_transcription;
    std::optional<AudioTranscription> output_audio_transcription;
    std::optional<Proactivity> proactivity;
    std::optional<HistoryConfig> history_config;
    bool explicit_vad_signal = false;
    JsonText avatar_config;
    JsonText safety_settings;
    JsonText labels;
};

struct ClientContent {
    std::vector<Content> turns;
    std::optional<bool> turn_complete;
};

struct RealtimeInput {
    std::vector<Blob> media_chunks;  ///< Old; new models refuse it.
    std::optional<Blob> audio;
    std::optional<Blob> video;
    std::optional<std::string> text;
    bool audio_stream_end = false;
    std::optional<Nothing> activity_start;
    std::optional<Nothing> activity_end;
};

struct FunctionResponse {
    std::string id;
    std::string name;
    JsonText response;
    std::string scheduling;  ///< "SILENT", "WHEN_IDLE" or "INTERRUPT".
    std::optional<bool> will_continue;
};
struct ToolResponse {
    std::vector<FunctionResponse> function_responses;
};

struct ToolsUpdate {
    std::vector<Tool> tools;
};
struct ContextUpdate {
    std::optional<Content> system_instruction;
    std::optional<ToolsUpdate> tools;  ///< Engaged and empty: no tools any more.
};

using ClientMessage =
    std::variant<Setup, ClientContent, RealtimeInput, ToolResponse, ContextUpdate>;

// What a server says.

struct SetupComplete {
    std::string session_id;
};

struct Transcription {
    std::string text;
    bool finished = false;
    std::string language_code;
    std::string speaker_label;
};

struct ServerContent {
    std::optional<Content> model_turn;
    bool generation_complete = false;
    bool turn_complete = false;
    bool interrupted = false;
    std::optional<Transcription> input_transcription;
    std::optional<Transcription> interim_input_transcription;
    std::optional<Transcription> output_transcription;
    JsonText grounding_metadata;
    JsonText url_context_metadata;
    bool waiting_for_input = false;
    std::string turn_complete_reason;
    std::string interaction_status;  ///< "IN_PROGRESS": more follows though the turn is complete.
};

struct FunctionCall {
    std::string name;
    JsonText args;
    std::string id;
};
struct ToolCall {
    std::vector<FunctionCall> function_calls;
};
struct ToolCallCancellation {
    std::vector<std::string> ids;
};

struct GoAway {
    Duration time_left{0};
};

struct SessionResumptionUpdate {
    std::string new_handle;
    bool resumable = false;
    std::optional<std::int64_t> last_consumed_client_message_index;
};

struct VoiceActivity {
    std::string voice_activity_type;  ///< "ACTIVITY_START" or "ACTIVITY_END".
    std::optional<Duration> audio_offset;
};
struct VoiceActivityDetectionSignal {
    std::string vad_signal_type;
};

/// Unknown messages of a newer protocol read as this.
struct OtherMessage {};

using ServerBody =
    std::variant<OtherMessage, SetupComplete, ServerContent, ToolCall, ToolCallCancellation, GoAway,
                 SessionResumptionUpdate, VoiceActivity, VoiceActivityDetectionSignal>;

struct ModalityTokens {
    std::string modality;
    std::int64_t token_count = 0;
};
struct UsageMetadata {
    std::int64_t prompt_token_count = 0;
    std::int64_t cached_content_token_count = 0;
    std::int64_t response_token_count = 0;
    std::int64_t tool_use_prompt_token_count = 0;
    std::int64_t thoughts_token_count = 0;
    std::int64_t total_token_count = 0;
    std::vector<ModalityTokens> prompt_tokens_details;
    std::vector<ModalityTokens> response_tokens_details;
};

struct ServerMessage {
    ServerBody body;
    std::optional<UsageMetadata> usage_metadata;  ///< Beside any body, or alone.
};

/// Whether a field that the protocol does not know is passed over or refused.
enum class UnknownFields { Ignore, Refuse };

/// `what` is worded as the real service words its close reason (code 1007).
struct MessageError {
    std::string what;
};

/// Thread  any; does not block
Result<ClientMessage, MessageError> parse_client_message(
    std::string_view json, UnknownFields unknown = UnknownFields::Ignore);
Result<ServerMessage, MessageError> parse_server_message(std::string_view json);

std::string write_message(const ClientMessage& message);
std::string write_message(const ServerMessage& message);

}  // namespace salon::live
