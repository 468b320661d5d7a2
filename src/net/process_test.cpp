#include "net/process.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <thread>

namespace salon::net {
namespace {

TEST(StopSignals, WaitUntilTheyAreWaitedForInWhateverThreadTheyCome) {
    const auto come_and_are_seen = [] {
        const StopSignals signals;
        for (const int signal : {SIGTERM, SIGINT}) {
            std::thread([signal] { kill(getpid(), signal); }).join();
            signals.wait();
        }
        _exit(0);
    };
    EXPECT_EXIT(come_and_are_seen(), testing::ExitedWithCode(0), "");
}

TEST(LogToStderr, WritesOneLineWithLevelAndModule) {
    testing::internal::CaptureStderr();
    log_to_stderr(LogLevel::Warning, "net", "the port is taken");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "warning net      the port is taken\n");
}

}  // namespace
}  // namespace salon::net
