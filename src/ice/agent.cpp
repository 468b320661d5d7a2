#include "ice/agent.h"

#include <algorithm>

#include "base/check.h"
#include "base/take_front.h"

namespace salon::ice {

Agent::Agent(AgentOptions options, Random random, Moment now)
    : filter_(options.filter),
      ground_{.policy = options.policy,
              .role = options.role,
              .tie_breaker = random(),
              .random = random.fork()},
      give_up_at_(now + options.policy.patience) {
    current_ = std::make_unique<Generation>(ground_, std::move(options.local));
}

bool Agent::add_local(const LocalCandidate& candidate, Moment now) {
    if (!admits(filter_, candidate.kind)) return false;
    const auto same = [&](const Base& base) {
        return base.leg == candidate.leg &&
               base.address.ip.is_v4() == candidate.address.ip.is_v4() &&
               base.address.ip.scope() == candidate.address.ip.scope();
    };
    if (std::ranges::any_of(ground_.bases, same)) return true;  // RFC 8445 §6.1.2.4: redundant.
    const Base base{.leg = candidate.leg,
                    .transport = candidate.transport,
                    .address = candidate.address,
                    .rank = candidate.rank,
                    .priority = candidate.priority()};
    ground_.bases.push_back(base);
    if (failed_) return true;
    current_->add_base(base);
    settle(now);
    return true;
}

void Agent::remove_leg(Leg leg, Moment now) {
    const bool had_path = path().has_value();
    std::erase_if(ground_.bases, [leg](const Base& base) { return base.leg == leg; });
    current_->remove_leg(leg);
    if (former_) former_->remove_leg(leg);
    if (had_path && !path()) {  // The peer is as alive as it was.
        leg_lost_ = true;
        give_up_at_ = now + ground_.policy.consent_patience;
    }
    settle(now);
}

void Agent::set_remote(Credentials remote, Moment now) {
    current_->set_remote(std::move(remote));
    settle(now);
}

void Agent::add_remote(const RemoteCandidate& candidate, Moment now) {
    current_->add_remote(candidate);
    settle(now);
}

void Agent::restart(Credentials local, Credentials remote, Moment now) {
    if (failed_) return;
    if (!former_ || current_->path()) former_ = std::move(current_);
    former_->retire();
    current_ = std::make_unique<Generation>(ground_, std::move(local));
    current_->set_remote(std::move(remote));
    give_up_at_ = now + ground_.policy.patience;
    settle(now);
}

void Agent::receive(Bytes datagram, const Path& from, Moment now) {
    if (failed_) return;
    const auto received = stun::parse(datagram);
    const bool usable = received && received->message.method == stun::binding_method &&
                        received->message.kind != stun::Class::Indication &&
                        ground_.base(from) != nullptr;
    if (!usable) {
        ++dropped_;
        return;
    }
    const auto& message = received->message;
    if (message.kind == stun::Class::Request) {
        const bool is_former = former_ && message.username && former_->meant_by(*message.username);
        (is_former ? *former_ : *current_).request(*received, datagram, from, now);
    } else if (current_->asked(message.transaction)) {
        current_->response(*received, datagram, from, now);
    } else if (former_ && former_->asked(message.transaction)) {
        former_->response(*received, datagram, from, now);
    } else {
        ++dropped_;
    }
    settle(now);
}

void Agent::roamed(const Path& path, Moment now) {
    if (failed_) return;
    current_->roamed(path);
    settle(now);
}

void Agent::advance(Moment now) {
    if (!failed_) settle(now);
}

/// What became due by what just happened, and what it says.
void Agent::settle(Moment now) {
    if (failed_) return;
    current_->advance(now);
    if (former_) former_->advance(now);
    while (auto output = former_ ? former_->poll() : std::nullopt) {
        outputs_.push_back(std::move(*output));
    }
    while (auto output = current_->poll()) outputs_.push_back(std::move(*output));
    if (current_->selected()) former_.reset();
    if (path()) leg_lost_ = false;
    if (path() || (hopes() && now < give_up_at_)) return;
    failed_ = true;
    const bool never_worked = !current_->ever_valid() && !former_;
    outputs_.emplace_back(Failed{never_worked ? FailReason::NoCheck : FailReason::ConsentLost});
}

std::optional<Output> Agent::poll() { return take_front(outputs_); }

Moment Agent::deadline() const {
    if (failed_) return never;
    return std::min({current_->deadline(), former_ ? former_->deadline() : never,
                     !path() && hopes() ? give_up_at_ : never});
}

bool Agent::trusts(const Path& path) const {
    return !failed_ && (current_->trusts(path) || (former_ && former_->trusts(path)));
}

std::optional<Path> Agent::path() const {
    if (failed_) return std::nullopt;
    if (former_ && !current_->selected()) {
        if (auto path = former_->path()) return path;
    }
    return current_->path();
}

AgentStats Agent::stats() const {
    AgentStats all{.datagrams_dropped = dropped_};
    current_->add_to(all);
    if (former_) former_->add_to(all);
    return all;
}

}  // namespace salon::ice
