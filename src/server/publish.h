// Tells a tab what a function or a handler has set: pictures become files that this tab alone can
// name, everything else goes as it is.
#pragma once

#include <memory>

#include "net/pool.h"
#include "server/visitor.h"
#include "session/session.h"

namespace salon::server {

/// Keeps `values` for the tab and returns the JSON object, by component, that it is told.
///
/// Thread  any loop's; does not block. `pool` outlives it
Task<std::string> publish(std::shared_ptr<Visitor> visitor, net::Pool& pool,
                          session::OutputValues values);

}  // namespace salon::server
