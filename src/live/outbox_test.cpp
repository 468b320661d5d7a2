#include "live/outbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world/start.h"

namespace salon::live {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class OutboxTest : public testing::Test {
protected:
    // What leaves now, by kind: "640" for sound of so many bytes, else a word.
    std::vector<std::string> leaving(Moment now = start) {
        std::vector<std::string> kinds;
        while (const auto next = outbox.take(now)) kinds.push_back(kind_of(next->text));
        return kinds;
    }

    void push(std::size_t samples) { outbox.push_audio(std::vector<std::int16_t>(samples)); }

    Outbox outbox;

private:
    static std::string kind_of(const std::string& text) {
        const auto message = parse_client_message(text, UnknownFields::Refuse);
        const auto* input = message ? std::get_if<RealtimeInput>(&*message) : nullptr;
        if (input == nullptr) return "control";
        if (input->audio) return std::to_string(input->audio->data.size());
        if (input->video) return "picture " + std::to_string(input->video->data.size());
        return input->audio_stream_end ? "end" : "other";
    }
};

TEST_F(OutboxTest, CutsSoundToPiecesOf20To40Milliseconds) {
    push(319);
    EXPECT_THAT(leaving(), ElementsAre());
    push(1);
    EXPECT_THAT(leaving(), ElementsAre("640"));
    push(640);
    EXPECT_THAT(leaving(), ElementsAre("1280"));
    push(800);  // 50 ms: 40 leave, 10 wait for more.
    EXPECT_THAT(leaving(), ElementsAre("1280"));
    push(320);
    EXPECT_THAT(leaving(), ElementsAre("960"));
}

TEST_F(OutboxTest, WritesSamplesLittleEndianInOrder) {
    std::vector<std::int16_t> samples(320, 0);
    samples[0] = 1;
    samples[1] = -2;
    outbox.push_audio(samples);
    EXPECT_THAT(outbox.take(start)->text, HasSubstr(R"("data":"AQD+/w)"));
}

TEST_F(OutboxTest, KeepsTheNewestSecondOfSound) {
    for (int i = 0; i < 50; ++i) push(320);
    EXPECT_EQ(outbox.counts().audio_pieces_dropped, 0u);
    push(320);
    EXPECT_EQ(outbox.counts().audio_pieces_dropped, 1u);
    EXPECT_EQ(leaving().size(), 50u);
    EXPECT_EQ(outbox.counts().audio_pieces_sent, 50u);
}

TEST_F(OutboxTest, ThePauseFollowsTheLastSound) {
    push(400);
    outbox.end_audio();
    push(320);
    EXPECT_THAT(leaving(), ElementsAre("800", "end", "640"));
    push(100);
    outbox.end_audio();
    EXPECT_THAT(leaving(), ElementsAre("200", "end")) << "what is less than a piece is not lost";
}

TEST_F(OutboxTest, OnePictureASecondAndTheNewestWins) {
    outbox.push_picture(ByteBuffer(1), start);
    outbox.push_picture(ByteBuffer(2), start);
    EXPECT_THAT(leaving(start), ElementsAre("picture 2"));
    EXPECT_EQ(outbox.counts().pictures_replaced, 1u);
    EXPECT_EQ(outbox.deadline(), never);
    outbox.push_picture(ByteBuffer(3), start);
    EXPECT_EQ(outbox.deadline(), start + 1s);
    EXPECT_THAT(leaving(start + 999ms), ElementsAre());
    EXPECT_THAT(leaving(start + 1s), ElementsAre("picture 3"));
}

TEST_F(OutboxTest, APictureTooOldShowsWhatIsGone) {
    outbox.push_picture(ByteBuffer(1), start);
    EXPECT_THAT(leaving(start + 2s + 1us), ElementsAre());
    EXPECT_EQ(outbox.counts().pictures_stale, 1u);
    outbox.push_picture(ByteBuffer(2), start);
    EXPECT_THAT(leaving(start + 2s), ElementsAre("picture 2"));
}

TEST_F(OutboxTest, AfterALossOnlySoundStillWaits) {
    push(320);
    outbox.push_picture(ByteBuffer(1), start);
    EXPECT_TRUE(outbox.push_control(ClientContent()));
    outbox.connection_lost();
    EXPECT_THAT(leaving(), ElementsAre("640"));
}

TEST_F(OutboxTest, WhatIsSaidAgainGoesBeforeWhatIsNew) {
    push(320);
    outbox.push_again(std::vector<std::int16_t>(20'000));  // More than the second that may wait.
    const auto kinds = leaving();
    ASSERT_EQ(kinds.size(), 33u);  // 31 of 40 ms, the rest, and what is new.
    EXPECT_EQ(kinds[0], "1280");
    EXPECT_EQ(kinds[31], "320");
    EXPECT_EQ(kinds[32], "640");
    EXPECT_EQ(outbox.counts().audio_pieces_dropped, 0u);
}

TEST_F(OutboxTest, ControlGoesFirstThenSoundThenTheCamera) {
    outbox.push_picture(ByteBuffer(1), start);
    push(320);
    EXPECT_TRUE(outbox.push_control(ClientContent{.turns = {}, .turn_complete = true}));
    EXPECT_LE(outbox.deadline(), start);
    EXPECT_THAT(leaving(), ElementsAre("control", "640", "picture 1"));
}

TEST_F(OutboxTest, RefusesControlBeyondItsLimit) {
    for (std::size_t i = 0; i < control_waiting_max; ++i) {
        EXPECT_TRUE(outbox.push_control(ClientContent()));
    }
    EXPECT_FALSE(outbox.push_control(ClientContent()));
}

}  // namespace
}  // namespace salon::live
