#include "critic/setup_check.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace salon::critic {
namespace {

constexpr std::array models = std::to_array<std::string_view>(
    {"gemini-3.8-live", "gemini-3.8-live-extended-thinking", "gemini-3.1-flash-live-preview",
     "gemini-2.5-flash-native-audio-latest", "gemini-2.5-flash-native-audio-preview-09-2025",
     "gemini-2.5-flash-native-audio-preview-12-2025", "gemini-live-2.5-flash",
     "gemini-live-2.5-flash-native-audio"});

constexpr std::size_t function_name_max = 64;

bool is_name_letter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-';
}

Refusal refusal_of(std::string_view fault) {
    const auto* found = find_fault(fault);
    return {found->code, std::string(found->reason)};
}

}  // namespace

std::optional<Refusal> refuse_key(std::string_view key, const std::vector<std::string>& keys) {
    if (key == "WRONG") return refusal_of("wrong-key");
    if (keys.empty()) return std::nullopt;
    if (key.empty()) return refusal_of("no-key");
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) return refusal_of("wrong-key");
    return std::nullopt;
}

std::optional<Refusal> refuse_model(std::string_view model) {
    constexpr std::string_view path = "models/";
    const auto name = model.starts_with(path) ? model.substr(path.size()) : model;
    if (std::find(models.begin(), models.end(), name) != models.end()) return std::nullopt;
    if (fault_of_model(name) != nullptr) return std::nullopt;
    return Refusal{1008, "models/" + std::string(name) +
                             " is not found for API version v1beta, or is not supported for "
                             "bidiGenerateContent. Call ListModels to see the list of available "
                             "models and their supported methods."};
}

std::optional<Refusal> refuse_tools(const std::vector<live::Tool>& tools) {
    std::set<std::string> names;
    for (const auto& tool : tools) {
        for (const auto& function : tool.function_declarations) {
            const auto& name = function.name;
            const bool legal = !name.empty() && name.size() <= function_name_max &&
                               !std::isdigit(static_cast<unsigned char>(name.front())) &&
                               std::ranges::all_of(name, is_name_letter);
            if (!legal) {
                return Refusal{1007,
                               "Invalid function name. Must start with a letter or an "
                               "underscore and hold letters, digits and underscores."};
            }
            if (!names.insert(name).second) {
                return Refusal{1007, "Duplicate function declaration found: " + name};
            }
        }
    }
    return std::nullopt;
}

std::optional<Refusal> refuse_setup(const live::Setup& setup, std::string_view version) {
    if (auto refusal = refuse_model(setup.model)) return refusal;
    if (auto refusal = refuse_tools(setup.tools)) return refusal;
    if (setup.proactivity && version != "v1alpha") {
        return Refusal{1007,
                       "Invalid JSON payload received. Unknown name \"proactivity\" at 'setup': "
                       "Cannot find field."};
    }
    return std::nullopt;
}

}  // namespace salon::critic
