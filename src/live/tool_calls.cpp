#include "live/tool_calls.h"

#include <utility>

#include <boost/json/serialize.hpp>

namespace salon::live {

namespace {

namespace json = boost::json;

JsonText text_of(const ToolResult& result) {
    json::object response;
    if (result) {
        response["output"] = *result;
    } else {
        response["error"] = result.error();
    }
    return JsonText(json::serialize(response));
}

FunctionResponse response_to(std::string id, std::string name, const ToolResult& result) {
    auto response = text_of(result);
    if (response.value().size() > ToolCalls::answer_max) {
        response = text_of(fail(std::string("What came of it is too long to be told.")));
    }
    return {.id = std::move(id),
            .name = std::move(name),
            .response = std::move(response),
            .scheduling = {},
            .will_continue = {}};
}

}  // namespace

ToolCalls::Taken ToolCalls::take(const ToolCall& call) {
    Taken taken;
    for (const auto& one : call.function_calls) {
        if (names_.contains(one.id)) continue;
        if (names_.size() == under_way_max) {
            const ToolResult refusal = fail(std::string("Too much is under way. Ask again later."));
            taken.refused.push_back(response_to(one.id, one.name, refusal));
        } else {
            names_.emplace(one.id, one.name);
            taken.begun.push_back(one);
        }
    }
    return taken;
}

std::optional<FunctionResponse> ToolCalls::answer(const std::string& id, const ToolResult& result) {
    auto call = names_.extract(id);
    if (!call) return std::nullopt;
    return response_to(id, std::move(call.mapped()), result);
}

std::vector<std::string> ToolCalls::cancel(const std::vector<std::string>& ids) {
    std::vector<std::string> cancelled;
    for (const auto& id : ids) {
        if (names_.erase(id) > 0) cancelled.push_back(id);
    }
    return cancelled;
}

std::vector<std::string> ToolCalls::lose() {
    std::vector<std::string> lost;
    for (const auto& [id, name] : std::exchange(names_, {})) lost.push_back(id);
    return lost;
}

}  // namespace salon::live
