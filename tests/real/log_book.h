// Everything that is logged, from before the first thread on.
#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "base/log.h"

namespace salon::testing_real {

class LogBook {
public:
    void open() {
        set_log_sink(
            [this](LogLevel, std::string_view, std::string_view text) {
                const std::scoped_lock lock(mutex_);
                text_.append(text).append("\n");
            },
            LogLevel::Debug);
    }
    std::string text() {
        const std::scoped_lock lock(mutex_);
        return text_;
    }
    /// Forgets what was written.
    void turn_the_page() {
        const std::scoped_lock lock(mutex_);
        text_.clear();
    }

private:
    std::mutex mutex_;
    std::string text_;
};

}  // namespace salon::testing_real
