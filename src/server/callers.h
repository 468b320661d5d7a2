// The calls that run, as an application's own routes see them: by the id that the page chose.
//
// Whoever knows a `webrtc_id` may set its inputs by such a route, as with FastRTC: a page keeps its
// own to itself.
#pragma once

#include <string>
#include <string_view>

#include "server/outlet.h"
#include "session/inputs.h"

namespace salon {

namespace server {
class Reception;
}

/// A call's outputs as they are set; a handle, cheap to copy.
using OutputStream = std::shared_ptr<server::OutputListener>;

/// A handle, good for as long as the stream is served. All of it on the thread of a route.
class Callers {
public:
    explicit Callers(server::Reception& reception) : reception_(&reception) {}

    /// Sets an input of a call; its handler hears it at once.
    ///
    /// Errors  UserError when no such call runs, std::out_of_range when its stream does not name
    ///         the component among its inputs
    /// Thread  a route's; does not block
    template <InputComponent C>
    void set(std::string_view webrtc_id, const C& component, typename C::Value value) const {
        set_input(webrtc_id, component.id(), component.write(std::move(value)));
    }

    /// Gives the handler a text as if the caller had typed it: Handler::text_receive.
    ///
    /// Errors  UserError when no such call runs
    /// Thread  a route's; does not block
    void type(std::string_view webrtc_id, std::string text) const;

    /// What its handler sets, from the call's beginning on: `co_await outputs->next()`.
    ///
    /// Errors  UserError when no such call runs, or when too many listen to it
    /// Thread  a route's; does not block
    OutputStream outputs(std::string_view webrtc_id) const;

    /// Ends a call; the caller is told `reason`. Harmless when it has ended.
    ///
    /// Thread  a route's; does not block
    void end(std::string_view webrtc_id, std::string reason) const;

private:
    void set_input(std::string_view webrtc_id, int component, InputValue value) const;

    server::Reception* reception_;
};

}  // namespace salon
