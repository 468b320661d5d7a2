// The calls of tools that are under way on one connection: each is answered once, or not at all.
//
//   in   the model's calls and cancellations, results, the loss of the connection
//   out  calls to carry out, answers to send, and whose result nobody waits for any more
//
// Sans-IO. At most `under_way_max` at once; a further one is answered with a refusal.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "live/message.h"
#include "live/tool.h"

namespace salon::live {

class ToolCalls {
public:
    static constexpr std::size_t under_way_max = 8;
    static constexpr std::size_t answer_max = 64
                                              << 10;  ///< Bytes; a longer one is told as a fault.

    struct Taken {
        std::vector<FunctionCall> begun;
        std::vector<FunctionResponse> refused;
    };
    /// A call that is under way already is not begun again.
    Taken take(const ToolCall& call);

    /// What to tell the model; nothing when it does not wait for this any more.
    std::optional<FunctionResponse> answer(const std::string& id, const ToolResult& result);

    /// Those of `ids` that were under way.
    std::vector<std::string> cancel(const std::vector<std::string>& ids);
    /// All that were.
    std::vector<std::string> lose();

    bool none() const { return names_.empty(); }

private:
    std::map<std::string, std::string> names_;  // By the call's id.
};

}  // namespace salon::live
