// A critic who has to ask before he speaks: when it is wanted of him, every answer waits for a tool
// of the client's.
//
//   in   the answers that are about to be given, the client's responses, the time
//   out  calls, cancellations, and the answers that may go on
//
// Sans-IO. One call at a time; who does not respond within `patience` is not waited for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "critic/conversation.h"
#include "live/message.h"

namespace salon::critic {

class ToolUse {
public:
    static constexpr Duration patience = 10s;

    /// Uses the first function that is declared, if any is.
    explicit ToolUse(const std::vector<live::Tool>& tools);

    /// Holds `answer` back and gives the call to make; nothing when there is no function.
    std::optional<live::ToolCall> before(const LookAt& answer, Moment now);
    /// The answer that may go on, if this is what it waited for.
    std::optional<LookAt> responded(const live::ToolResponse& response);
    /// The answer that goes on without.
    std::optional<LookAt> advance(Moment now);
    /// The answer is not wanted any more.
    std::optional<live::ToolCallCancellation> interrupted();

    /// When `advance` has something.
    Moment deadline() const { return waiting_ ? due_ : never; }

private:
    std::string id() const { return "function-call-" + std::to_string(calls_); }

    std::optional<live::FunctionDeclaration> function_;
    std::optional<LookAt> waiting_;
    Moment due_{};
    int calls_ = 0;
};

/// Arguments that fit a schema, as far as types go: no sense is meant.
std::string sample_arguments(const live::FunctionDeclaration& function);

}  // namespace salon::critic
