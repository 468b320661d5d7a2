// Refuses setups as the real service does: for a wrong key, an unknown model, a field that this
// version of the protocol does not have.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "critic/faults.h"
#include "live/message.h"

namespace salon::critic {

/// Whether `key` opens the door. No keys means every key does, and none; "WRONG" never does.
///
/// Thread  this and all below: any; does not block
std::optional<Refusal> refuse_key(std::string_view key, const std::vector<std::string>& keys);

/// Whether `model` is served. The path "models/" may be missing.
std::optional<Refusal> refuse_model(std::string_view model);

/// Whether functions have names that can be called, each its own.
std::optional<Refusal> refuse_tools(const std::vector<live::Tool>& tools);

/// Whether `setup` asks for what `version` ("v1beta") or its model has.
std::optional<Refusal> refuse_setup(const live::Setup& setup, std::string_view version);

}  // namespace salon::critic
