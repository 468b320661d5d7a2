// Which fields each message has, under which names: one table for reading and writing both.
//
// `fields(f, message)` calls f(name, member) for each of them, in the order they are written.
#pragma once

#include <concepts>
#include <type_traits>

#include "live/message.h"

namespace salon::live {

/// M is T, or const T: a table serves the reader and the writer.
template <class M, class T>
concept Is = std::same_as<std::remove_const_t<M>, T>;

void fields(auto&, Is<Nothing> auto&) {}

void fields(auto& f, Is<Blob> auto& m) {
    f("mimeType", m.mime_type);
    f("data", m.data);
}
void fields(auto& f, Is<FileReference> auto& m) {
    f("mimeType", m.mime_type);
    f("fileUri", m.file_uri);
}
void fields(auto& f, Is<Part> auto& m) {
    f("text", m.text);
    f("thought", m.thought);
    f("inlineData", m.inline_data);
    f("fileData", m.file_data);
    f("executableCode", m.executable_code);
    f("codeExecutionResult", m.code_execution_result);
    f("thoughtSignature", m.thought_signature);
}
void fields(auto& f, Is<Content> auto& m) {
    f("parts", m.parts);
    f("role", m.role);
}

void fields(auto& f, Is<PrebuiltVoice> auto& m) { f("voiceName", m.voice_name); }
void fields(auto& f, Is<VoiceConfig> auto& m) {
    f("prebuiltVoiceConfig", m.prebuilt_voice_config);
    f("replicatedVoiceConfig", m.replicated_voice_config);
}
void fields(auto& f, Is<SpeechConfig> auto& m) {
    f("voiceConfig", m.voice_config);
    f("languageCode", m.language_code);
}
void fields(auto& f, Is<ThinkingConfig> auto& m) {
    f("thinkingBudget", m.thinking_budget);
    f("includeThoughts", m.include_thoughts);
    f("thinkingLevel", m.thinking_level);
}
void fields(auto& f, Is<TranslationConfig> auto& m) {
    f("targetLanguageCode", m.target_language_code);
    f("echoTargetLanguage", m.echo_target_language);
}
void fields(auto& f, Is<GenerationConfig> auto& m) {
    f("responseModalities", m.response_modalities);
    f("candidateCount", m.candidate_count);
    f("temperature", m.temperature);
    f("topP", m.top_p);
    f("topK", m.top_k);
    f("maxOutputTokens", m.max_output_tokens);
    f("mediaResolution", m.media_resolution);
    f("seed", m.seed);
    f("presencePenalty", m.presence_penalty);
    f("frequencyPenalty", m.frequency_penalty);
    f("speechConfig", m.speech_config);
    f("thinkingConfig", m.thinking_config);
    f("enableAffectiveDialog", m.enable_affective_dialog);
    f("translationConfig", m.translation_config);
}
void fields(auto& f, Is<AutomaticActivityDetection> auto& m) {
    f("disabled", m.disabled);
    f("startOfSpeechSensitivity", m.start_of_speech_sensitivity);
    f("endOfSpeechSensitivity", m.end_of_speech_sensitivity);
    f("prefixPaddingMs", m.prefix_padding_ms);
    f("silenceDurationMs", m.silence_duration_ms);
}
void fields(auto& f, Is<RealtimeInputConfig> auto& m) {
    f("automaticActivityDetection", m.automatic_activity_detection);
    f("activityHandling", m.activity_handling);
    f("turnCoverage", m.turn_coverage);
    f("interimTranscriptTimestampEnabled", m.interim_transcript_timestamp_enabled);
}
void fields(auto& f, Is<SessionResumption> auto& m) {
    f("handle", m.handle);
    f("transparent", m.transparent);
}
void fields(auto& f, Is<SlidingWindow> auto& m) { f("targetTokens", m.target_tokens); }
void fields(auto& f, Is<ContextWindowCompression> auto& m) {
    f("triggerTokens", m.trigger_tokens);
    f("slidingWindow", m.sliding_window);
}
void fields(auto& f, Is<AudioTranscription> auto& m) {
    f("languageCodes", m.language_codes);
    f("customVocabulary", m.custom_vocabulary);
    f("mode", m.mode);
    f("wordTimestamp", m.word_timestamp);
    f("diarization", m.diarization);
    f("sourceText", m.source_text);
    f("languageAuto", m.language_auto);
    f("languageHints", m.language_hints);
    f("adaptationPhrases", m.adaptation_phrases);
}
void fields(auto& f, Is<Proactivity> auto& m) {
    f("proactiveAudio", m.proactive_audio);
    f("proactiveVideo", m.proactive_video);
}
void fields(auto& f, Is<HistoryConfig> auto& m) {
    f("initialHistoryInClientContent", m.initial_history_in_client_content);
}
void fields(auto& f, Is<FunctionDeclaration> auto& m) {
    f("name", m.name);
    f("description", m.description);
    f("behavior", m.behavior);
    f("parameters", m.parameters);
    f("parametersJsonSchema", m.parameters_json_schema);
    f("response", m.response);
}
void fields(auto& f, Is<Tool> auto& m) {
    f("functionDeclarations", m.function_declarations);
    f("googleSearch", m.google_search);
    f("codeExecution", m.code_execution);
    f("urlContext", m.url_context);
}
void fields(auto& f, Is<Setup> auto& m) {
    f("model", m.model);
    f("generationConfig", m.generation_config);
    f("systemInstruction", m.system_instruction);
    f("tools", m.tools);
    f("realtimeInputConfig", m.realtime_input_config);
    f("sessionResumption", m.session_resumption);
    f("contextWindowCompression", m.context_window_compression);
    f("inputAudioTranscription", m.input_audio_transcription);
    f("outputAudioTranscription", m.output_audio_transcription);
    f("proactivity", m.proactivity);
    f("historyConfig", m.history_config);
    f("explicitVadSignal", m.explicit_vad_signal);
    f("avatarConfig", m.avatar_config);
    f("safetySettings", m.safety_settings);
    f("labels", m.labels);
}
void fields(auto& f, Is<ClientContent> auto& m) {
    f("turns", m.turns);
    f("turnComplete", m.turn_complete);
}
void fields(auto& f, Is<RealtimeInput> auto& m) {
    f("mediaChunks", m.media_chunks);
    f("audio", m.audio);
    f("video", m.video);
    f("text", m.text);
    f("audioStreamEnd", m.audio_stream_end);
    f("activityStart", m.activity_start);
    f("activityEnd", m.activity_end);
}
void fields(auto& f, Is<FunctionResponse> auto& m) {
    f("id", m.id);
    f("name", m.name);
    f("response", m.response);
    f("scheduling", m.scheduling);
    f("willContinue", m.will_continue);
}
void fields(auto& f, Is<ToolResponse> auto& m) { f("functionResponses", m.function_responses); }
void fields(auto& f, Is<ToolsUpdate> auto& m) { f("tools", m.tools); }
void fields(auto& f, Is<ContextUpdate> auto& m) {
    f("systemInstruction", m.system_instruction);
    f("tools", m.tools);
}

void fields(auto& f, Is<SetupComplete> auto& m) { f("sessionId", m.session_id); }
void fields(auto& f, Is<Transcription> auto& m) {
    f("text", m.text);
    f("finished", m.finished);
    f("languageCode", m.language_code);
    f("speakerLabel", m.speaker_label);
}
void fields(auto& f, Is<ServerContent> auto& m) {
    f("modelTurn", m.model_turn);
    f("generationComplete", m.generation_complete);
    f("turnComplete", m.turn_complete);
    f("interrupted", m.interrupted);
    f("inputTranscription", m.input_transcription);
    f("interimInputTranscription", m.interim_input_transcription);
    f("outputTranscription", m.output_transcription);
    f("groundingMetadata", m.grounding_metadata);
    f("urlContextMetadata", m.url_context_metadata);
    f("waitingForInput", m.waiting_for_input);
    f("turnCompleteReason", m.turn_complete_reason);
    f("interactionStatus", m.interaction_status);
}
void fields(auto& f, Is<FunctionCall> auto& m) {
    f("name", m.name);
    f("args", m.args);
    f("id", m.id);
}
void fields(auto& f, Is<ToolCall> auto& m) { f("functionCalls", m.function_calls); }
void fields(auto& f, Is<ToolCallCancellation> auto& m) { f("ids", m.ids); }
void fields(auto& f, Is<GoAway> auto& m) { f("timeLeft", m.time_left); }
void fields(auto& f, Is<SessionResumptionUpdate> auto& m) {
    f("newHandle", m.new_handle);
    f("resumable", m.resumable);
    f("lastConsumedClientMessageIndex", m.last_consumed_client_message_index);
}
void fields(auto& f, Is<VoiceActivity> auto& m) {
    f("voiceActivityType", m.voice_activity_type);
    f("audioOffset", m.audio_offset);
}
void fields(auto& f, Is<VoiceActivityDetectionSignal> auto& m) {
    f("vadSignalType", m.vad_signal_type);
}
void fields(auto& f, Is<ModalityTokens> auto& m) {
    f("modality", m.modality);
    f("tokenCount", m.token_count);
}
void fields(auto& f, Is<UsageMetadata> auto& m) {
    f("promptTokenCount", m.prompt_token_count);
    f("cachedContentTokenCount", m.cached_content_token_count);
    f("responseTokenCount", m.response_token_count);
    f("toolUsePromptTokenCount", m.tool_use_prompt_token_count);
    f("thoughtsTokenCount", m.thoughts_token_count);
    f("totalTokenCount", m.total_token_count);
    f("promptTokensDetails", m.prompt_tokens_details);
    f("responseTokensDetails", m.response_tokens_details);
}

// The fields of the envelopes: exactly one of them, by the order of the variants.

void fields(auto& f, Is<ClientMessage> auto& m) {
    f.template one<Setup>("setup", m);
    f.template one<ClientContent>("clientContent", m);
    f.template one<RealtimeInput>("realtimeInput", m);
    f.template one<ToolResponse>("toolResponse", m);
    f.template one<ContextUpdate>("contextUpdate", m);
}
void fields(auto& f, Is<ServerMessage> auto& m) {
    f.template one<SetupComplete>("setupComplete", m.body);
    f.template one<ServerContent>("serverContent", m.body);
    f.template one<ToolCall>("toolCall", m.body);
    f.template one<ToolCallCancellation>("toolCallCancellation", m.body);
    f.template one<GoAway>("goAway", m.body);
    f.template one<SessionResumptionUpdate>("sessionResumptionUpdate", m.body);
    f.template one<VoiceActivity>("voiceActivity", m.body);
    f.template one<VoiceActivityDetectionSignal>("voiceActivityDetectionSignal", m.body);
    f("usageMetadata", m.usage_metadata);
}

}  // namespace salon::live
