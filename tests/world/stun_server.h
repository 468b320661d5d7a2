// A STUN server: tells who asks which address the question came from (RFC 8489 §2).
#pragma once

#include <deque>
#include <optional>
#include <variant>

#include "base/take_front.h"
#include "stun/message.h"

namespace salon::testing_world {

class StunServer {
public:
    using Output = std::variant<Datagram>;

    void receive(Bytes datagram, TransportAddress from, Moment) {
        const auto received = stun::parse(datagram);
        if (!received || received->message.kind != stun::Class::Request) return;
        stun::Message response{.kind = stun::Class::Success,
                               .transaction = received->message.transaction};
        response.mapped_address = from;
        outputs_.emplace_back(Datagram{.bytes = stun::write(response, nullptr), .to = from});
    }
    void advance(Moment) {}
    Moment deadline() const { return never; }
    std::optional<Output> poll() { return take_front(outputs_); }

private:
    std::deque<Output> outputs_;
};

}  // namespace salon::testing_world
