#include "session/messages.h"

#include <gtest/gtest.h>

namespace salon::session {
namespace {

TEST(Messages, SayErrorsUnderBothNames) {
    EXPECT_EQ(error_message("no \"key\""),
              R"({"type":"error","message":"no \"key\"","data":"no \"key\""})");
}

TEST(Messages, SpeakAsFastRtcDoes) {
    EXPECT_EQ(send_input_message(), R"({"type":"send_input","data":[]})");
    EXPECT_EQ(end_stream_message("bye"), R"({"type":"end_stream","data":"bye"})");
    EXPECT_EQ(log_message("started_talking"), R"({"type":"log","data":"started_talking"})");
    EXPECT_EQ(stop_word_message(), R"({"type":"stopword","data":""})");
}

TEST(Messages, TellWhoSpeaksInWhichTurn) {
    EXPECT_EQ(caption_message({.who = Who::User, .text = "Hi", .turn = 2, .final = true}),
              R"({"type":"caption","data":{"who":"user","text":"Hi","turn":2,"final":true}})");
    EXPECT_EQ(time_left_message(89'999ms), R"({"type":"time_left","data":89})");
}

TEST(Messages, CarrySoundOnASocket) {
    const ByteBuffer sound{0xff, 0x7f, 0x00};
    EXPECT_EQ(media_message(sound, ""), R"({"event":"media","media":{"payload":"/38A"}})");
    EXPECT_EQ(media_message(sound, "MZ1"),
              R"({"event":"media","media":{"payload":"/38A"},"streamSid":"MZ1"})");
    EXPECT_EQ(clear_message(""), R"({"event":"clear"})");
    EXPECT_EQ(clear_message("MZ1"), R"({"event":"clear","streamSid":"MZ1"})");
}

}  // namespace
}  // namespace salon::session
