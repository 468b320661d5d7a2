// The offline live model, for programs that carry it inside.
#pragma once

#include "base/log.h"
#include "critic/critic_server.h"
#include "crypto/random_seed.h"
#include "net/process.h"
