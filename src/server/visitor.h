// What one browser tab has put into its page, and the pictures that are shown to it alone.
//
// Calls of the tab hear every change. Events and calls set values from other threads than HTTP's,
// so this is the one place above `net` with a lock.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session/inputs.h"
#include "session/session.h"

namespace salon::server {

inline constexpr std::size_t files_max = 32;  ///< Of one tab; the oldest leaves.

using FileBytes = std::shared_ptr<const std::string>;

class Visitor {
public:
    /// The value of a component since the tab or a function set it; nothing while it is the first.
    std::optional<InputValue> value(int id) const;
    void set(int id, InputValue value);

    /// From now on `call` hears what is set.
    void attach(const std::shared_ptr<session::Session>& call);
    bool in_call() const;

    void keep_file(std::string name, std::string bytes);
    FileBytes file(std::string_view name) const;

private:
    struct File {
        std::string name;
        FileBytes bytes;
    };

    mutable std::mutex mutex_;
    std::map<int, InputValue> values_;
    std::vector<std::weak_ptr<session::Session>> calls_;
    std::deque<File> files_;
};

}  // namespace salon::server
