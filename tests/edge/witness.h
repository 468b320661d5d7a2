// A caller who did nothing wrong, and must not notice what others do to the server.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "media/image_file.h"
#include "real/caller.h"

namespace salon::testing_real {

inline const Tape& minutes_of_talk() {
    static const Tape tape = [] {
        const auto second = record(tone(1s));
        Tape all;
        for (int i = 0; i < 120; ++i) all.insert(all.end(), second.begin(), second.end());
        return all;
    }();
    return tape;
}

inline const Film& a_blue_wall() {
    static const Film one = film(Picture::filled(160, 120, {0, 0, 255}));
    return one;
}

class Witness : public Caller {
public:
    using Caller::Caller;

    /// Calls, talks and shows something from now on.
    void begin() {
        ASSERT_TRUE(connect());
        speak(minutes_of_talk());
        show(a_blue_wall());
        expect_echo();
    }
    /// The call goes on as it was.
    void expect_unharmed() {
        expect_echo();
        EXPECT_THAT(diary().told("error"), testing::IsEmpty());
        EXPECT_EQ(diary().end, std::nullopt);
    }

private:
    void expect_echo() {
        const auto before = diary();
        EXPECT_TRUE(until([&](const Diary& now) {
            return now.heard.size() >= before.heard.size() + 25 &&
                   now.seen.size() >= before.seen.size() + 3;
        }));
        EXPECT_GT(loud_packets(diary().heard, before.heard.size()), 15u);
    }
};

}  // namespace salon::testing_real
