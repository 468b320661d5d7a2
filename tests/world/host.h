// An end of a call with the shell's share of reaching the other: a probe that asks the STUN server
// how the world sees leg 0, and hands the engine what it learns.
#pragma once

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>
#include <variant>

#include "base/take_front.h"
#include "ice/reflexive_probe.h"
#include "world/endpoint.h"

namespace salon::testing_world {

template <class Engine>
class Host {
public:
    using Output = std::remove_cvref_t<decltype(*std::declval<Engine&>().poll())>;

    explicit Host(Engine& engine) : engine_(engine) {}

    void ask(TransportAddress stun_server, Random random, Moment now) {
        probe_.emplace(stun_server, shared_port, "probes", random, now);
    }

    void receive(MutableBytes bytes, Path from, Moment now) {
        if (!probe_ || !probe_->receive(bytes, from, now)) return engine_.receive(bytes, from, now);
        gather(now);
    }
    void advance(Moment now) {
        if (probe_) probe_->advance(now);
        if (engine_.deadline() <= now) engine_.advance(now);
        gather(now);
    }
    Moment deadline() const {
        return probe_ ? std::min(probe_->deadline(), engine_.deadline()) : engine_.deadline();
    }
    std::optional<Output> poll() {
        if (auto question = take_front(questions_)) return std::move(*question);
        return engine_.poll();
    }

private:
    void gather(Moment now) {
        while (auto output = probe_ ? probe_->poll() : std::nullopt) {
            if (auto* question = std::get_if<Datagram>(&*output)) {
                questions_.push_back(std::move(*question));
            } else {
                engine_.add_local({.kind = ice::CandidateKind::ServerReflexive,
                                   .address = std::get<ice::ReflexiveAddress>(*output).address},
                                  now);
            }
        }
    }

    Engine& engine_;
    std::optional<ice::ReflexiveProbe> probe_;
    std::deque<Datagram> questions_;
};

}  // namespace salon::testing_world
