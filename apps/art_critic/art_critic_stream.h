// The art critic's stream: its usual page, its limits and its relays.
#pragma once

#include <salon/credentials.h>
#include <salon/salon.h>

#include "critics.h"

/// The critic of this machine, where one answers, lives as long as `critics`.
salon::Stream art_critic_stream(const salon::Settings& settings, const Critics& critics,
                                const salon::TurnProviders& providers = {});
