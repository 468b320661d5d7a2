#include "live/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <boost/json.hpp>

#include "live/duration_text.h"

namespace salon::live {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;

template <class T>
T client(std::string_view text) {
    auto message = parse_client_message(text);
    EXPECT_TRUE(message) << text;
    return message ? std::get<T>(*message) : T();
}

template <class T>
T server(std::string_view text) {
    auto message = parse_server_message(text);
    EXPECT_TRUE(message) << text;
    return message ? std::get<T>(message->body) : T();
}

std::string refused(std::string_view text) {
    const auto message = parse_client_message(text, UnknownFields::Refuse);
    return message ? "accepted" : message.error().what;
}

// The same value, in the same order of fields or another.
void expect_same_json(std::string_view written, std::string_view wanted) {
    EXPECT_TRUE(json::parse(written) == json::parse(wanted)) << written << "\n" << wanted;
}

// Every setup field the official SDK was seen to send, byte for byte but for the order.
constexpr std::string_view nearly_everything =
    R"({"setup":{"model":"models/m","generationConfig":{"responseModalities":["AUDIO"],)"
    R"("temperature":0.7,"topP":0.95,"topK":40.0,"maxOutputTokens":1024,)"
    R"("mediaResolution":"MEDIA_RESOLUTION_LOW","seed":7,"speechConfig":{"voiceConfig":)"
    R"({"prebuiltVoiceConfig":{"voiceName":"Kore"}},"languageCode":"de-DE"},"thinkingConfig":)"
    R"({"thinkingBudget":0,"includeThoughts":true},"enableAffectiveDialog":true},)"
    R"("systemInstruction":{"parts":[{"text":"You are terse."}],"role":"user"},"tools":)"
    R"([{"functionDeclarations":[{"name":"set_light","description":"Set a light","behavior":)"
    R"("NON_BLOCKING","parameters":{"type":"OBJECT","properties":{"on":{"type":"BOOLEAN"}},)"
    R"("required":["on"]}}]},{"googleSearch":{}}],"sessionResumption":{"handle":"prev"},)"
    R"("inputAudioTranscription":{},"outputAudioTranscription":{},"realtimeInputConfig":)"
    R"({"automaticActivityDetection":{"disabled":false,"startOfSpeechSensitivity":)"
    R"("START_SENSITIVITY_HIGH","endOfSpeechSensitivity":"END_SENSITIVITY_LOW",)"
    R"("prefixPaddingMs":20,"silenceDurationMs":500},"activityHandling":)"
    R"("START_OF_ACTIVITY_INTERRUPTS","turnCoverage":"TURN_INCLUDES_ALL_INPUT"},)"
    R"("contextWindowCompression":{"triggerTokens":"25600","slidingWindow":)"
    R"({"targetTokens":"12800"}},"proactivity":{"proactiveAudio":true}}})";

TEST(LiveMessageTest, ComesBackAsItWas) {
    expect_same_json(write_message(*parse_client_message(nearly_everything)), nearly_everything);
    for (
        const auto* text : {
            R"({"setup":{"model":"m","sessionResumption":{},"contextWindowCompression":{}}})",
            R"({"clientContent":{"turns":[{"parts":[{"text":"Q"}],"role":"user"}],"turnComplete":false}})",
            R"({"clientContent":{"turnComplete":true}})",
            R"({"realtimeInput":{"activityStart":{}}})",
            R"({"realtimeInput":{"activityEnd":{}}})",
            R"({"realtimeInput":{"audioStreamEnd":true}})",
            R"({"realtimeInput":{"text":""}})",
            R"({"realtimeInput":{"audio":{"mimeType":"audio/pcm","data":"AAABAAIA/3/7/+++"},"text":"both"}})",
            R"({"contextUpdate":{"tools":{}}})",
            R"({"contextUpdate":{"systemInstruction":{"parts":[{"text":"new"}],"role":"user"}}})",
            R"({"toolResponse":{"functionResponses":[{"id":"1","name":"f","response":{"output":{"ok":[1,null]}},"scheduling":"WHEN_IDLE","willContinue":false}]}})",
        }) {
        expect_same_json(write_message(*parse_client_message(text, UnknownFields::Refuse)), text);
    }
    for (
        const auto* text : {
            R"({"setupComplete":{}})",
            R"({"serverContent":{}})",
            R"({"sessionResumptionUpdate":{}})",
            R"({"sessionResumptionUpdate":{"newHandle":"h","resumable":true,"lastConsumedClientMessageIndex":"12"}})",
            R"({"goAway":{"timeLeft":"9.500s"}})",
            R"({"voiceActivity":{"voiceActivityType":"ACTIVITY_START","audioOffset":"1.200s"}})",
            R"({"voiceActivityDetectionSignal":{"vadSignalType":"VAD_SIGNAL_TYPE_SOS"}})",
            R"({"toolCall":{"functionCalls":[{"name":"f","args":{"q":"x"},"id":"fc_1"}]}})",
            R"({"toolCallCancellation":{"ids":["fc_1"]}})",
            R"({"usageMetadata":{"totalTokenCount":3}})",
            R"({"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokensDetails":[{"modality":"TEXT","tokenCount":5}]}})",
        }) {
        expect_same_json(write_message(*parse_server_message(text)), text);
    }
}

TEST(LiveMessageTest, ReadsBothCasingsMixed) {
    const auto input = client<RealtimeInput>(
        R"({"realtime_input":{"audio":{"data":"__7_","mime_type":"audio/pcm"},"audioStreamEnd":true}})");
    EXPECT_THAT(input.audio->data, ElementsAre(0xff, 0xfe, 0xff));
    EXPECT_EQ(input.audio->mime_type, "audio/pcm");
    EXPECT_TRUE(input.audio_stream_end);
    EXPECT_EQ(client<ClientContent>(R"({"client_content":{"turn_complete":true}})").turn_complete,
              true);
}

TEST(LiveMessageTest, ReadsNumbersAndTheirTextAlike) {
    const auto tokens = [](std::string value) {
        const auto setup = client<live::Setup>(
            R"({"setup":{"contextWindowCompression":{"triggerTokens":)" + value + "}}}");
        return setup.context_window_compression->trigger_tokens;
    };
    EXPECT_EQ(tokens("25600"), 25600);
    EXPECT_EQ(tokens("\"25600\""), 25600);
    EXPECT_EQ(tokens("2.56e4"), 25600);
    EXPECT_EQ(tokens("null"), std::nullopt);
    EXPECT_FALSE(parse_client_message(R"({"setup":{"generationConfig":{"seed":4294967296}}})"));
    EXPECT_FALSE(parse_client_message(R"({"setup":{"generationConfig":{"seed":1.5}}})"));
}

TEST(LiveMessageTest, KeepsWhatIsPresentThoughEmpty) {
    const auto setup =
        client<live::Setup>(R"({"setup":{"model":"m","inputAudioTranscription":{}}})");
    EXPECT_TRUE(setup.input_audio_transcription);
    EXPECT_FALSE(setup.output_audio_transcription);
    EXPECT_TRUE(client<RealtimeInput>(R"({"realtimeInput":{"activityStart":{}}})").activity_start);
    EXPECT_FALSE(
        client<RealtimeInput>(R"({"realtimeInput":{"activityStart":null}})").activity_start);
}

TEST(LiveMessageTest, AClientIgnoresWhatItDoesNotKnow) {
    const auto message = parse_server_message(
        R"({"newThing":{"x":1},"serverContent":{"turnComplete":true,"more":[{}]}})");
    ASSERT_TRUE(message);
    EXPECT_TRUE(std::get<ServerContent>(message->body).turn_complete);
    EXPECT_TRUE(std::holds_alternative<OtherMessage>(parse_server_message("{}")->body));
}

TEST(LiveMessageTest, AServerRefusesItInTheServicesWords) {
    EXPECT_EQ(
        refused(R"({"setup":{"model":"m","colour":"red"}})"),
        "Invalid JSON payload received. Unknown name \"colour\" at 'setup': Cannot find field.");
    EXPECT_THAT(refused(R"({"setup":{"generationConfig":{"speed":2}}})"),
                HasSubstr("Unknown name \"speed\" at 'setup.generation_config'"));
    EXPECT_THAT(refused(R"({"setup":{},"more":1})"), HasSubstr("Unknown name \"more\": Cannot"));
    EXPECT_EQ(refused(R"({"setup":{"generation_config":{"top_p":0.5}}})"), "accepted");
}

TEST(LiveMessageTest, RefusesWhatIsNoMessage) {
    for (const auto* text :
         {"", "{", "[]", "1", "{}", R"({"setup":1})", R"({"setup":{"model":5}})",
          R"({"setup":{},"realtimeInput":{}})", R"({"realtimeInput":{"audio":{"data":"A"}}})",
          R"({"clientContent":{"turns":{}}})", R"({"toolResponse":{"functionResponses":[7]}})"}) {
        EXPECT_FALSE(parse_client_message(text)) << text;
    }
    EXPECT_FALSE(parse_server_message(R"({"goAway":{"timeLeft":"soon"}})"));
    EXPECT_FALSE(parse_server_message(std::string(10'000, '[')));
}

TEST(LiveMessageTest, ReadsWhatTheServicePrettyPrints) {
    EXPECT_TRUE(server<SetupComplete>("{\n  \"setupComplete\": {}\n}\n").session_id.empty());
    const auto content = server<ServerContent>(
        R"({"serverContent":{"modelTurn":{"parts":[{"text":"**Hm**","thought":true},)"
        R"({"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"AAA="}}]},)"
        R"("outputTranscription":{"text":" noon."},"groundingMetadata":{"webSearchQueries":["q"]}}})");
    EXPECT_TRUE(content.model_turn->parts[0].thought);
    EXPECT_EQ(content.model_turn->parts[1].inline_data->data.size(), 2u);
    EXPECT_EQ(content.output_transcription->text, " noon.");
    EXPECT_EQ(content.grounding_metadata.value(), R"({"webSearchQueries":["q"]})");
}

// tests/data/live: every line is a message, whatever dialect it is in.
TEST(LiveMessageTest, ReadsEveryLineOfTheTranscripts) {
    int lines = 0;
    for (const auto& entry : std::filesystem::directory_iterator(SALON_TEST_DATA "/live")) {
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);) {
            if (line.starts_with("C {")) {
                EXPECT_TRUE(parse_client_message(line.substr(2), UnknownFields::Refuse)) << line;
            } else if (line.starts_with("S {")) {
                const auto message = parse_server_message(line.substr(2));
                ASSERT_TRUE(message) << line;
                expect_same_json(write_message(*message), line.substr(2));
            } else {
                continue;
            }
            ++lines;
        }
    }
    EXPECT_GT(lines, 80);
}

TEST(DurationTextTest, ReadsAndWritesSeconds) {
    EXPECT_EQ(duration_text(50s), "50s");
    EXPECT_EQ(duration_text(9500ms), "9.500s");
    EXPECT_EQ(duration_text(Duration(1)), "0.000001s");
    EXPECT_EQ(duration_text(-1500ms), "-1.500s");
    EXPECT_EQ(parse_duration("50s"), 50s);
    EXPECT_EQ(parse_duration("9.5s"), 9500ms);
    EXPECT_EQ(parse_duration("0.000000999s"), 0s);
    EXPECT_EQ(parse_duration("-1.5s"), -1500ms);
    for (const auto* text : {"", "s", "5", "5m", ".5s", "5.s", "5.-1s", "--5s", "1e3s",
                             "99999999999999999999s", "9999999999999s"}) {
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace salon::live
