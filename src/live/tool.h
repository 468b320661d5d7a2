// What a model may have done while it talks: functions of the application, which it calls by name.
//
//   options.tools.push_back({.name = "hang_up",
//                            .description = "Hangs the picture on a wall of the gallery.",
//                            .parameters = R"({"type":"object","required":["wall"],
//                                              "properties":{"wall":{"type":"string"}}})",
//                            .function = hang_up});
//
//   Task<ToolResult> hang_up(boost::json::object arguments);
//
// The client runs them beside the conversation and tells the model what came of it.
#pragma once

#include <functional>
#include <string>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/result.h"
#include "net/task.h"

namespace salon::live {

/// What the model hears: a value, or in words why there is none.
using ToolResult = Result<boost::json::value, std::string>;

/// Runs on the conversation's strand, several at once, and must not block it. The arguments are the
/// model's: they may not be what `parameters` asks for. It is cancelled when the caller speaks over
/// it, when the connection it was called on is lost (the model may call again on the next one) and
/// when it has not ended in time. Of an exception the model hears that there was one, and the log
/// hears which.
using ToolFunction = std::function<Task<ToolResult>(boost::json::object arguments)>;

/// How an answer meets what the model is doing.
enum class ToolManners {
    Waits,       ///< The model says nothing until it has the answer.
    WhenIdle,    ///< It talks on, and hears of it when it has said what it says.
    Interrupts,  ///< It talks on, and breaks off for the answer.
    Silent,      ///< It talks on, and does not speak of it.
};

struct LiveTool {
    std::string name;         ///< Letters, digits and '_'.
    std::string description;  ///< For the model: what it does, and when to use it.
    std::string parameters;   ///< A JSON schema of an object; empty: it takes none.
    ToolFunction function;    ///< Never empty.
    ToolManners manners = ToolManners::Waits;
};

}  // namespace salon::live
