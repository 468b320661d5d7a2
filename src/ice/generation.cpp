#include "ice/generation.h"

#include <algorithm>

#include "base/take_front.h"

namespace salon::ice {

using State = Pair::State;

namespace {

constexpr int role_conflict = 487;

}  // namespace

const Base* Ground::base(const Path& path) const {
    const auto found = std::ranges::find_if(bases, [&](const Base& base) {
        return base.leg == path.leg && base.address.ip.is_v4() == path.remote.ip.is_v4();
    });
    return found == bases.end() ? nullptr : &*found;
}

Generation::Generation(Ground& ground, Credentials local)
    : ground_(ground), local_(std::move(local)), responder_(local_), open_(ground.policy.repeat) {}

void Generation::set_remote(Credentials remote) {
    responder_.set_remote(remote.ufrag);
    remote_key_.emplace(as_bytes(remote.pwd));
    remote_ = std::move(remote);
}

void Generation::add_remote(const RemoteCandidate& candidate) {
    if (!may_add(candidate)) return;
    named_.push_back(candidate);
    for (const auto& base : ground_.bases) pair_up(base, candidate);
}

bool Generation::may_add(const RemoteCandidate& candidate) const {
    if (named_.size() == ground_.policy.remote_max) return false;
    std::size_t at_host = 0;
    for (const auto& known : named_) {
        if (known.address == candidate.address) return false;
        at_host += known.address.ip == candidate.address.ip;
    }
    return at_host < ground_.policy.ports_per_host_max;
}

void Generation::add_base(const Base& base) {
    for (const auto& candidate : named_) pair_up(base, candidate);
}

void Generation::pair_up(const Base& base, const RemoteCandidate& candidate) {
    if (base.transport != Transport::Udp) return;  // It is the peer who opens connections.
    if (!worth_checking(candidate.address, base.address)) return;
    list_.add({.path = {.remote = candidate.address, .leg = base.leg},
               .ours = base.priority,
               .theirs = candidate.priority},
              ground_.role);
}

void Generation::remove_leg(Leg leg) {
    std::erase_if(list_.pairs(), [leg](const Pair& pair) { return pair.path.leg == leg; });
    if (selected_ && selected_->leg == leg) selected_.reset();
    if (nominating_ && nominating_->leg == leg) nominating_.reset();
}

void Generation::retire() {
    retired_ = true;
    std::erase_if(list_.pairs(), [](const Pair& pair) { return !pair.valid(); });
}

void Generation::request(const stun::Received& received, Bytes datagram, const Path& from,
                         Moment now) {
    const auto check = responder_.receive(received, datagram, from, now);
    if (!check) return;
    if (!roles_agree(check->request)) return responder_.refuse_role(*check, now);
    responder_.accept(*check);
    note(*check, now);
}

/// RFC 8445 §7.3.1.1: when both claim one role, the larger tie-breaker controls. False if it is the
/// peer who has to change.
bool Generation::roles_agree(const stun::Message& request) {
    const bool controlling = ground_.role == Role::Controlling;
    const auto& same_role = controlling ? request.controlling : request.controlled;
    if (!same_role) return true;
    const bool we_control = ground_.tie_breaker >= *same_role;
    if (we_control == controlling) return false;
    ground_.role = we_control ? Role::Controlling : Role::Controlled;
    return true;
}

void Generation::note(const Check& check, Moment now) {
    const auto* base = ground_.base(check.from);
    auto* pair = list_.find(check.from);
    if (pair == nullptr && base != nullptr && sendable(check.from.remote)) {
        pair = list_.add({.path = check.from,
                          .ours = base->priority,
                          .theirs = check.request.priority.value_or(0)},
                         ground_.role);
    }
    if (pair == nullptr) return;
    pair->heard = now;
    if (check.request.use_candidate && ground_.role == Role::Controlled) {
        pair->nomination = ++nominations_;
        if (pair->valid()) select(pair->path);
    }
    if (pair->valid() || retired_) return;
    if (pair->state == State::InProgress && open_.any(pair->path)) {
        return open_.hurry(pair->path, now);
    }
    pair->state = State::Waiting;
    list_.trigger(pair->path);
}

void Generation::roamed(const Path& path) {
    const auto* base = ground_.base(path);
    if (base == nullptr || !sendable(path.remote)) return;
    auto* pair = list_.find(path);
    if (pair != nullptr && pair->valid()) {
        if (ground_.role == Role::Controlled) select(path);  // Controlling, we say where.
        return;
    }
    if (pair == nullptr) {
        pair = list_.add({.path = path, .ours = base->priority}, ground_.role);
        if (pair != nullptr) list_.trigger(path);
    }
    if (pair != nullptr) pair->roamed = true;
}

void Generation::response(const stun::Received& received, Bytes datagram, const Path& from,
                          Moment now) {
    if (!remote_key_ || !received.has_fingerprint ||
        !stun::has_integrity(datagram, received, *remote_key_)) {
        ++dropped_;
        return;
    }
    const auto check = open_.take(received.message.transaction);
    if (!check) return;
    const auto& error = received.message.error;
    if (received.message.kind == stun::Class::Error) {
        refused(*check, error ? error->code : 0);
    } else if (check->path != from) {
        refused(*check, 0);  // RFC 8445 §7.2.5.2.1: there and back by one way.
    } else {
        worked(*check, now);
    }
}

void Generation::refused(const OpenCheck& check, int code) {
    auto* pair = list_.find(check.path);
    if (nominating_ == check.path) nominating_.reset();
    if (pair == nullptr) return;
    if (code != role_conflict) {
        pair->state = State::Failed;
        return;
    }
    if (ground_.role == check.role) {  // §7.2.5.1
        const bool controlled = check.role == Role::Controlled;
        ground_.role = controlled ? Role::Controlling : Role::Controlled;
        ground_.tie_breaker = ground_.random();
    }
    if (!pair->valid()) pair->state = State::Waiting;
    list_.trigger(pair->path);
}

void Generation::worked(const OpenCheck& check, Moment now) {
    auto* pair = list_.find(check.path);
    if (pair == nullptr) return;
    pair->heard = now;
    if (!pair->valid()) {
        pair->state = State::Valid;
        pair->check_due = now + ground_.policy.consent_every;
        first_valid_at_ = std::min(first_valid_at_, now);
        outputs_.emplace_back(PathValid{pair->path});
    }
    if (ground_.role == Role::Controlling) {
        if (!check.nominates) return;
        if (nominating_ == check.path) nominating_.reset();
        if (check.repeats) select(pair->path);
        return;
    }
    const auto* current = selected_ ? list_.find(*selected_) : nullptr;
    const auto newest = current != nullptr ? current->nomination : 0;
    if (pair->nomination > newest || pair->roamed) select(pair->path);
    pair->roamed = false;
}

void Generation::select(const Path& path) {
    if (selected_ == path) return;
    selected_ = path;
    outputs_.emplace_back(PathSelected{path});
}

void Generation::advance(Moment now) {
    expire(now);
    if (!remote_) return;
    repeat(now);
    nominate(now);
    avoid_silence(now);
    keep_consent(now);
    check_next(now);
}

/// RFC 7675: thirty seconds without a sign of life, and there is no consent any more.
void Generation::expire(Moment now) {
    for (auto& pair : list_.pairs()) {
        if (pair.heard == Moment::min()) continue;
        if (now < pair.heard + ground_.policy.consent_patience) continue;
        pair.heard = Moment::min();
        if (!pair.valid()) continue;
        pair.state = State::Failed;
        open_.forget(pair.path);
        if (nominating_ == pair.path) nominating_.reset();
        if (selected_ == pair.path) selected_.reset();
    }
}

void Generation::repeat(Moment now) {
    while (const auto* check = open_.repeat_due(now)) {
        const auto* pair = list_.find(check->path);
        if (pair == nullptr || !spend(*pair)) continue;
        outputs_.emplace_back(
            Datagram{.bytes = check->bytes, .to = check->path.remote, .leg = check->path.leg});
    }
    while (const auto check = open_.take_given_up(now)) {
        auto* pair = list_.find(check->path);
        if (nominating_ == check->path) nominating_.reset();
        if (check->repeats && pair != nullptr) pair->state = State::Failed;
    }
}

void Generation::check_next(Moment now) {
    if (now < next_check_) return;
    auto* pair = list_.take_next(ground_.role);
    if (pair == nullptr) return;
    next_check_ = now + ground_.policy.pace;
    check_path(*pair, true, now);
}

void Generation::keep_consent(Moment now) {
    for (auto& pair : list_.pairs()) {
        if (!pair.valid() || pair.check_due > now) continue;
        const auto every = static_cast<double>(ground_.policy.consent_every.count());
        const auto length = every * (0.8 + 0.4 * ground_.random.unit());
        pair.check_due = now + Duration(static_cast<Duration::rep>(length));
        check_path(pair, false, now);
    }
}

void Generation::check_path(Pair& pair, bool repeats, Moment now) {
    if (!spend(pair)) {
        pair.state = State::Failed;
        return;
    }
    const auto* base = ground_.base(pair.path);
    const bool controlling = ground_.role == Role::Controlling;
    OpenCheck check{.transaction = stun::marked_transaction(local_.ufrag, ground_.random),
                    .path = pair.path,
                    .role = ground_.role,
                    .nominates = controlling && (repeats ? nominating_ : selected_) == pair.path,
                    .repeats = repeats};
    stun::Message request{.transaction = check.transaction};
    request.username = remote_->ufrag + ":" + local_.ufrag;
    request.priority =
        candidate_priority(CandidateKind::PeerReflexive, base->transport, base->rank);
    (controlling ? request.controlling : request.controlled) = ground_.tie_breaker;
    request.use_candidate = check.nominates;
    check.bytes = stun::write(request, &*remote_key_);
    outputs_.emplace_back(
        Datagram{.bytes = check.bytes, .to = pair.path.remote, .leg = pair.path.leg});
    open_.add(std::move(check), now);
    ++checks_sent_;
    if (!pair.valid()) pair.state = State::InProgress;
}

/// A peer that names addresses makes us knock there: only so often.
bool Generation::spend(const Pair& pair) {
    if (pair.valid()) return true;
    if (unproven_ == ground_.policy.unproven_max) return false;
    ++unproven_;
    return true;
}

/// RFC 8445 §8.1.1: once the best that can be had is known, or has had time to show. Later only a
/// better pair, or a livelier one (avoid_silence), is nominated.
void Generation::nominate(Moment now) {
    if (ground_.role != Role::Controlling || nominating_ || retired_) return;
    const auto* best = list_.best_valid(ground_.role);
    if (best == nullptr || best->path == selected_) return;
    if (now >= best->heard + ground_.policy.silence) return;
    const auto* current = selected_ ? list_.find(*selected_) : nullptr;
    if (current != nullptr && current->priority(ground_.role) >= best->priority(ground_.role)) {
        return;
    }
    const bool waiting = now < first_valid_at_ + ground_.policy.grace;
    if (waiting && list_.better_is_open(*best, ground_.role)) return;
    nominating_ = best->path;
    list_.trigger(best->path);
}

/// The selected path has gone quiet and another one has not.
void Generation::avoid_silence(Moment now) {
    const auto* current = selected_ ? list_.find(*selected_) : nullptr;
    if (current != nullptr && now < current->heard + ground_.policy.silence) return;
    if (current == nullptr && !selected_ && nominations_ == 0) return;
    const auto* other = freshest(now);
    if (other == nullptr || other->path == selected_ || nominating_ == other->path) return;
    if (ground_.role == Role::Controlled) return select(other->path);
    nominating_ = other->path;
    list_.trigger(other->path);
}

Pair* Generation::freshest(Moment now) {
    Pair* best = nullptr;
    for (auto& pair : list_.pairs()) {
        if (!pair.valid() || now >= pair.heard + ground_.policy.silence) continue;
        if (best == nullptr || pair.heard > best->heard) best = &pair;
    }
    return best;
}

std::optional<Output> Generation::poll() {
    if (auto reply = responder_.poll()) return std::move(*reply);
    return take_front(outputs_);
}

Moment Generation::deadline() const {
    auto due = never;
    for (const auto& pair : list_.pairs()) {
        if (pair.heard != Moment::min()) {
            due = std::min(due, pair.heard + ground_.policy.consent_patience);
        }
        if (remote_ && pair.valid()) due = std::min(due, pair.check_due);
    }
    if (!remote_) return due;
    if (list_.any_to_check()) due = std::min(due, next_check_);
    return std::min(due, open_.deadline());
}

bool Generation::trusts(const Path& path) const {
    const auto* pair = list_.find(path);
    return pair != nullptr && pair->heard != Moment::min();
}

std::optional<Path> Generation::path() const {
    if (selected_) return selected_;
    const Pair* best = nullptr;
    for (const auto& pair : list_.pairs()) {
        if (!pair.valid()) continue;
        if (best == nullptr || pair.priority(ground_.role) > best->priority(ground_.role)) {
            best = &pair;
        }
    }
    if (best == nullptr) return std::nullopt;
    return best->path;
}

void Generation::add_to(AgentStats& stats) const {
    responder_.add_to(stats);
    stats.checks_sent += checks_sent_;
    stats.datagrams_dropped += dropped_;
}

}  // namespace salon::ice
