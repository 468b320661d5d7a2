// How a conversation is opened: where, with which key, and with which setup.
#pragma once

#include "base/result.h"
#include "live/failure.h"
#include "live/options.h"

namespace salon::live {

/// The address of the Live service at `options.endpoint`, and the key in its header.
///
/// Errors  an address that is none; ws:// to another machine; a key that cannot be one
Result<net::WebSocketOptions, LiveFailure> make_opening(const LiveOptions& options);

/// The first message: spoken answers, both transcripts, a window that slides instead of ending the
/// session after two minutes, and handles for resuming it.
/// With `handle` the conversation it stands for goes on.
Setup make_setup(const LiveOptions& options, const std::string& handle = {});

}  // namespace salon::live
