#include "sphinx/decoder.h"

#include <gmock/gmock.h>

#include "speech/voice.h"

namespace salon::sphinx {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class DecoderTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        auto opened = Decoder::open(Language::english());
        ASSERT_TRUE(opened) << opened.error().what;
        decoder = std::move(*opened);
    }
    static void TearDownTestSuite() { decoder.reset(); }

    static std::string heard(std::string_view sentence) {
        return decoder->words_of(speech::Voice().speak(sentence).samples);
    }

    static inline std::unique_ptr<Decoder> decoder;
};

TEST_F(DecoderTest, WritesDownWhatOurOwnVoiceSays) {
    EXPECT_THAT(heard("Computer, what is the weather like today?"),
                AllOf(HasSubstr("computer"), HasSubstr("today")));
    EXPECT_THAT(heard("Please turn on the lights in the kitchen."),
                AllOf(HasSubstr("lights"), HasSubstr("kitchen")));
}

TEST_F(DecoderTest, HearsNoWordsInSilence) {
    EXPECT_THAT(decoder->words_of(std::vector<std::int16_t>(16'000)), IsEmpty());
    EXPECT_THAT(decoder->words_of({}), IsEmpty());
}

TEST(Decoder, SaysWhichFileIsMissing) {
    auto language = Language::english();
    language.dictionary = "/nowhere/klingon.dict";
    EXPECT_THAT(Decoder::open(language).error().what,
                AllOf(HasSubstr("/nowhere/klingon.dict"), HasSubstr("pocketsphinx-en-us")));
}

}  // namespace
}  // namespace salon::sphinx
