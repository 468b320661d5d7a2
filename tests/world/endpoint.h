// How the World holds an engine: by address, through the four verbs, without knowing its type.
// Tests do not need this header's names; World::attach makes the adapters.
#pragma once

#include <concepts>
#include <functional>
#include <optional>
#include <utility>
#include <variant>

#include "base/address.h"
#include "base/bytes.h"
#include "base/time.h"

namespace salon::testing_world {

class Endpoint {
public:
    Endpoint() = default;
    Endpoint(const Endpoint&) = delete;
    Endpoint& operator=(const Endpoint&) = delete;
    virtual ~Endpoint() = default;

    virtual void receive(MutableBytes bytes, Path from, Moment now) = 0;
    virtual void advance(Moment now) = 0;
    virtual Moment deadline() const = 0;
    /// The next datagram to send; events on the way are told to the listener.
    virtual std::optional<Datagram> next_datagram() = 0;
};

/// For an engine whose events do not matter to the test.
struct Ignore {};

/// Tells the listener an event if it takes events of that kind.
template <class Listener, class Output>
void tell(Listener& listener, Output output) {
    std::visit(
        [&]<class Event>(Event&& event) {
            if constexpr (std::invocable<Listener&, Event>) listener(std::forward<Event>(event));
        },
        std::move(output));
}

/// An engine whose poll() yields a variant that holds Datagram (ice, peer).
template <class Engine, class Listener>
class Addressed : public Endpoint {
public:
    Addressed(Engine& engine, Listener listener)
        : engine_(engine), listener_(std::move(listener)) {}

    void receive(MutableBytes bytes, Path from, Moment now) override {
        if constexpr (requires { engine_.receive(bytes, from, now); }) {
            engine_.receive(bytes, from, now);
        } else {
            engine_.receive(bytes, from.remote, now);
        }
    }
    void advance(Moment now) override { engine_.advance(now); }
    Moment deadline() const override { return engine_.deadline(); }

    std::optional<Datagram> next_datagram() override {
        while (auto output = engine_.poll()) {
            if (auto* datagram = std::get_if<Datagram>(&*output)) return std::move(*datagram);
            tell(listener_, std::move(*output));
        }
        return std::nullopt;
    }

private:
    Engine& engine_;
    Listener listener_;
};

/// An engine that knows no addresses: its poll() yields `Packet{ByteBuffer bytes}` for one peer,
/// and its receive takes (bytes, now) (secure, sctp).
template <class Packet, class Engine, class Listener>
class Wired : public Endpoint {
public:
    Wired(Engine& engine, TransportAddress peer, Listener listener)
        : engine_(engine), peer_(peer), listener_(std::move(listener)) {}

    void receive(MutableBytes bytes, Path, Moment now) override { engine_.receive(bytes, now); }
    void advance(Moment now) override { engine_.advance(now); }
    Moment deadline() const override { return engine_.deadline(); }

    std::optional<Datagram> next_datagram() override {
        while (auto output = engine_.poll()) {
            if (auto* packet = std::get_if<Packet>(&*output)) {
                return Datagram{.bytes = std::move(packet->bytes), .to = peer_};
            }
            tell(listener_, std::move(*output));
        }
        return std::nullopt;
    }

private:
    Engine& engine_;
    TransportAddress peer_;
    Listener listener_;
};

}  // namespace salon::testing_world
