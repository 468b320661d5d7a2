// Starts a coroutine nobody awaits.
#pragma once

#include <string_view>

#include "net/executor.h"
#include "net/task.h"

namespace salon::net {

/// Runs `task` on `executor`. What escapes from it is logged as an error of `module`; being
/// cancelled is no error.
///
/// Thread  any; does not block. `module` must be a literal.
void spawn(const Executor& executor, std::string_view module, Task<> task);

}  // namespace salon::net
