// For tests: two associations and a seeded pipe between them, in virtual time.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/overload.h"
#include "sctp/association.h"

namespace salon::sctp::testing_pipe {

struct PipePolicy {
    double loss = 0;
    double duplication = 0;
    Duration delay = 20ms;
    Duration jitter = 0ms;  ///< Packets overtake each other within it.
};

/// One end, and all it was told.
struct End {
    Association association;
    std::vector<ChannelOpened> opened{};
    std::vector<MessageArrived> messages{};
    std::vector<StreamId> closed{};
    std::optional<EndReason> ended{};
    bool established = false;
    std::size_t packets = 0;  ///< Sent.

    std::vector<std::string> texts() const {
        std::vector<std::string> all;
        for (const auto& message : messages) all.emplace_back(as_text(message.bytes));
        return all;
    }
};

class Pipe {
public:
    explicit Pipe(std::uint64_t seed, PipePolicy policy = {}, AssociationOptions first = {},
                  AssociationOptions second = {})
        : policy_(policy),
          random_(seed),
          ends_{make(first, Role::Client), make(second, Role::Server)} {
        pump();
    }

    End& a() { return ends_[0]; }
    End& b() { return ends_[1]; }
    Moment now() const { return now_; }
    void set_policy(PipePolicy policy) { policy_ = policy; }
    std::size_t sent() const { return ends_[0].packets + ends_[1].packets; }

    /// What happens to the packet with that number, of all sent: true loses it.
    std::function<bool(std::size_t number, int from)> loses{};
    /// Sees each packet before it leaves.
    std::function<void(const ByteBuffer&, int from)> watch{};

    /// Lets everything happen until nothing is left to do, at most for `length`.
    void run_for(Duration length) {
        const auto end = now_ + length;
        pump();
        for (;;) {
            auto next = std::min(ends_[0].association.deadline(), ends_[1].association.deadline());
            if (!flying_.empty()) next = std::min(next, flying_.begin()->first);
            if (next > end) break;
            now_ = std::max(now_, next);
            step();
        }
        now_ = end;
    }

    /// Runs until `done` or `longest` has passed; says whether `done`.
    bool run_until(const std::function<bool()>& done, Duration longest) {
        const auto end = now_ + longest;
        while (!done() && now_ < end) run_for(std::min<Duration>(5ms, end - now_));
        return done();
    }

    void pump() {
        for (int from = 0; from < 2; ++from) {
            while (auto output = ends_[from].association.poll()) note(from, std::move(*output));
        }
    }

    void deliver(int to, const ByteBuffer& packet) {
        ends_[to].association.receive(packet, now_);
        pump();
    }

private:
    End make(AssociationOptions options, Role role) {
        options.role = role;
        return {.association = Association(options, random_, now_)};
    }

    void step() {
        for (auto& end : ends_) {
            if (end.association.deadline() <= now_) end.association.advance(now_);
        }
        pump();
        while (!flying_.empty() && flying_.begin()->first <= now_) {
            auto [to, bytes] = std::move(flying_.begin()->second);
            flying_.erase(flying_.begin());
            deliver(to, bytes);
        }
    }

    void note(int from, Output output) {
        auto& end = ends_[from];
        std::visit(
            overload{[&](SctpPacket& packet) { send(from, packet.bytes); },
                     [&](Established&) { end.established = true; },
                     [&](ChannelOpened& opened) { end.opened.push_back(opened); },
                     [&](MessageArrived& message) { end.messages.push_back(std::move(message)); },
                     [&](ChannelClosed& closed) { end.closed.push_back(closed.id); },
                     [&](Aborted& aborted) { end.ended = aborted.reason; }},
            output);
    }

    void send(int from, const ByteBuffer& bytes) {
        if (watch) watch(bytes, from);
        const auto number = sent();
        ++ends_[from].packets;
        if (loses && loses(number, from)) return;
        if (random_.chance(policy_.loss)) return;
        fly(from, bytes);
        if (random_.chance(policy_.duplication)) fly(from, bytes);
    }

    void fly(int from, const ByteBuffer& bytes) {
        const auto jitter = policy_.jitter.count() > 0
                                ? Duration(static_cast<std::int64_t>(random_.below(
                                      static_cast<std::uint64_t>(policy_.jitter.count()))))
                                : Duration::zero();
        flying_.emplace(now_ + policy_.delay + jitter, std::pair(1 - from, bytes));
    }

    PipePolicy policy_;
    Random random_;
    Moment now_{1h};
    std::multimap<Moment, std::pair<int, ByteBuffer>> flying_;
    End ends_[2];
};

}  // namespace salon::sctp::testing_pipe
