#include "live/opening.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace salon::live {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(OpeningTest, TheKeyTravelsInTheHeaderOnly) {
    const auto opening = make_opening({.key = "AIzaTEST"});
    ASSERT_TRUE(opening);
    EXPECT_EQ(opening->url,
              "wss://generativelanguage.googleapis.com/ws/"
              "google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent");
    EXPECT_EQ(opening->headers.get("x-goog-api-key"), "AIzaTEST");
    EXPECT_FALSE(make_opening({.key = ""})->headers.has("x-goog-api-key"));
}

TEST(OpeningTest, SpeaksPlainOnlyToThisMachine) {
    EXPECT_TRUE(make_opening({.endpoint = "ws://127.0.0.1:8801"}));
    EXPECT_TRUE(make_opening({.endpoint = "ws://localhost:8801/"}));
    EXPECT_TRUE(make_opening({.endpoint = "wss://live.example.com/prefix"}));
    for (const auto* endpoint :
         {"ws://192.0.2.1", "ws://localhost.example.com", "http://localhost", "localhost", ""}) {
        const auto opening = make_opening({.endpoint = endpoint});
        ASSERT_FALSE(opening) << endpoint;
        EXPECT_THAT(opening.error().hint, HasSubstr("wss://"));
    }
}

TEST(OpeningTest, DoesNotSendWhatIsNoKey) {
    for (const auto* key : {"AI za", "AIza\r\nX-Evil: 1", "AIza\xc3\xa4"}) {
        const auto opening = make_opening({.key = key});
        ASSERT_FALSE(opening);
        EXPECT_THAT(opening.error().hint, Not(HasSubstr("AI za")));
    }
}

TEST(OpeningTest, AsksForSpeechTranscriptsAndASlidingWindow) {
    const auto setup = make_setup(
        {.model = "gemini-3.8-live", .voice = "Kore", .system_instruction = "You are terse."});
    EXPECT_EQ(write_message(ClientMessage(setup)),
              R"({"setup":{"model":"models/gemini-3.8-live","generationConfig":)"
              R"({"responseModalities":["AUDIO"],"speechConfig":{"voiceConfig":)"
              R"({"prebuiltVoiceConfig":{"voiceName":"Kore"}}}},"systemInstruction":{"parts":)"
              R"([{"text":"You are terse."}],"role":"user"},"sessionResumption":{},)"
              R"("contextWindowCompression":{"slidingWindow":{}},"inputAudioTranscription":{},)"
              R"("outputAudioTranscription":{}}})");
    const auto bare =
        make_setup({.model = "models/m", .thinking = ThinkingConfig{.thinking_budget = 0}});
    EXPECT_EQ(bare.model, "models/m");
    EXPECT_FALSE(bare.system_instruction);
    EXPECT_EQ(bare.generation_config->thinking_config->thinking_budget, 0);
    EXPECT_FALSE(bare.generation_config->speech_config);
}

}  // namespace
}  // namespace salon::live
