// Starts a coroutine that nobody waits for.
#pragma once

#include <string_view>

#include "net/task.h"

namespace salon::net {

/// Runs `task` on `executor`. An exception that leaves it is logged under `name`: whoever spawns
/// work that may fail catches inside it.
void spawn(Executor executor, std::string_view name, Task<> task);

}  // namespace salon::net
