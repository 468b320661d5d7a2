// Browsers that offer more than a stream carries: the tracks of its modality, the way its mode
// goes, are a call like any other; the others are rejected and take nothing.
#include <gmock/gmock.h>

#include "edge/house.h"
#include "edge/parrot.h"
#include "edge/witness.h"

namespace salon::testing_real {
namespace {

using sdp::Direction;
using testing::HasSubstr;

constexpr testing_world::BrowserOptions sound_first{};
constexpr testing_world::BrowserOptions pictures_first{.video_first = true};
constexpr int fault_beside_the_stream = 5;  // On the page of a stream that goes one way.

class OfferedTooMuch : public testing::Test {
protected:
    Stream parrot(Modality modality, StreamMode mode = StreamMode::SendReceive) {
        const auto make_one = [this](Call& call) { return std::make_unique<Parrot>(call, &books); };
        return Stream({.handler = make_one,
                       .modality = modality,
                       .mode = mode,
                       .additional_inputs = {Textbox({.label = "Fault"})}});
    }
    static void speak_and_show(Caller& caller) {
        caller.speak(record(tone(2s)));
        caller.show(a_blue_wall());
    }
    /// The section of the caller's offer that begins with `media`, as it was answered.
    static sdp::MediaSection answered(const Caller& caller, std::string_view media) {
        const auto answer = sdp::parse(caller.answer());
        const auto found = std::ranges::find(answer->media, media, &sdp::MediaSection::media);
        return found == answer->media.end() ? sdp::MediaSection{} : *found;
    }

    Books books;
};

TEST_F(OfferedTooMuch, AStreamOfSoundRejectsTheCamera) {
    House house(parrot(Modality::Audio));
    for (const auto& options : {sound_first, pictures_first}) {
        Caller ada(house.callers(), house.port(), "ada", options);
        ASSERT_TRUE(ada.connect());
        EXPECT_TRUE(answered(ada, "video").rejected());
        speak_and_show(ada);
        EXPECT_TRUE(ada.until([](const Diary& diary) { return diary.heard.size() >= 50; }));
        EXPECT_TRUE(ada.diary().seen.empty());
        ada.hang_up();
        EXPECT_TRUE(house.only_left(0));
    }
    EXPECT_TRUE(books.balanced());
}

TEST_F(OfferedTooMuch, AStreamOfPicturesRejectsTheMicrophone) {
    House house(parrot(Modality::Video));
    for (const auto& options : {sound_first, pictures_first}) {
        Caller ada(house.callers(), house.port(), "ada", options);
        ASSERT_TRUE(ada.connect());
        EXPECT_TRUE(answered(ada, "audio").rejected());
        speak_and_show(ada);
        EXPECT_TRUE(ada.until([](const Diary& diary) { return diary.seen.size() >= 10; }));
        EXPECT_TRUE(ada.diary().heard.empty());
        ada.hang_up();
        EXPECT_TRUE(house.only_left(0));
    }
    EXPECT_TRUE(books.balanced());
}

TEST_F(OfferedTooMuch, AnOfferWithoutATrackOfTheStreamsIsRefusedInWords) {
    House house(parrot(Modality::Audio));
    Caller camera(house.callers(), house.port(), "camera", {.audio = false});
    EXPECT_THAT(camera.call(), HasSubstr("invalid_offer"));
    EXPECT_TRUE(house.only_left(0));
    EXPECT_EQ(house.count("ledger", "refused"), 1);
}

// A loud caller would silence the talkative parrot: this one is not heard.
TEST_F(OfferedTooMuch, AStreamThatIsReceivedTakesNoMicrophone) {
    House house(parrot(Modality::Audio, StreamMode::Receive));
    Caller ada(house.callers(), house.port(), "ada");
    ASSERT_EQ(ada.input(fault_beside_the_stream, "talkative").status, 200);
    ASSERT_TRUE(ada.connect());
    EXPECT_EQ(answered(ada, "audio").direction, Direction::SendOnly);
    speak_and_show(ada);
    EXPECT_TRUE(ada.until([](const Diary& diary) { return diary.heard.size() >= 240; }));
    EXPECT_EQ(books.flushed.load(), never);
    ada.hang_up();
    EXPECT_TRUE(house.only_left(0));
}

TEST_F(OfferedTooMuch, AStreamThatIsSentSaysNothing) {
    House house(parrot(Modality::Audio, StreamMode::Send));
    Caller ada(house.callers(), house.port(), "ada");
    ASSERT_EQ(ada.input(fault_beside_the_stream, "receive").status, 200);
    ASSERT_TRUE(ada.connect());
    EXPECT_EQ(answered(ada, "audio").direction, Direction::ReceiveOnly);
    speak_and_show(ada);
    EXPECT_TRUE(ada.until([](const Diary& diary) { return diary.end.has_value(); }))
        << "it was heard: told to fail, the handler did";
    EXPECT_TRUE(ada.diary().heard.empty());
    EXPECT_TRUE(house.only_left(0));
}

}  // namespace
}  // namespace salon::testing_real
