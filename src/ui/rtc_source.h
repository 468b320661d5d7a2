// Where a connection's ICE servers come from: nowhere, a value, or a function that is asked for
// each connection, with the values of the page's inputs.
//
//   .rtc_configuration = RtcConfiguration{...}
//   .rtc_configuration = [](Inputs in) { return get_hf_turn_credentials(in.text("HF Token")); }
#pragma once

#include <functional>
#include <type_traits>
#include <utility>

#include "base/result.h"
#include "net/task.h"
#include "session/inputs.h"
#include "turn/ice_server.h"

namespace salon {

using turn::IceServer;
using turn::IceTransportPolicy;
using turn::RtcConfiguration;

class RtcSource {
public:
    /// What is wrong is told to the caller in the error's words.
    using Answer = Result<RtcConfiguration, Error>;

    RtcSource() = default;
    RtcSource(RtcConfiguration fixed);
    /// A function of the inputs, or of nothing. It runs on the server's front loop, so a lambda
    /// that is a coroutine itself captures nothing.
    template <class Function>
    requires std::is_invocable_r_v<Task<Answer>, Function&, Inputs> RtcSource(Function ask)
        : ask_(std::move(ask)) {}
    template <class Function>
    requires std::is_invocable_r_v<Task<Answer>, Function&> RtcSource(Function ask)
        : ask_([ask = std::move(ask)](const Inputs&) mutable { return ask(); }) {}

    explicit operator bool() const { return static_cast<bool>(ask_); }
    /// Asks anew; only where there is a source.
    Task<Answer> ask(Inputs inputs) const { return ask_(std::move(inputs)); }

private:
    std::function<Task<Answer>(Inputs)> ask_;
};

}  // namespace salon
