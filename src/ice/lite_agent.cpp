#include "ice/lite_agent.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/take_front.h"

namespace salon::ice {

using stun::Class;

LiteAgent::LiteAgent(LiteAgentOptions options, Moment now)
    : options_(std::move(options)),
      responder_(options_.local),
      check_deadline_(now + options_.check_patience) {
    check(options_.addresses_max >= 1);
}

/// RFC 8445 §4: a lite agent has host candidates only.
bool LiteAgent::add_local(const LocalCandidate& candidate, Moment) const {
    return candidate.kind == CandidateKind::Host;
}

void LiteAgent::remove_leg(Leg leg, Moment now) {
    std::erase_if(paths_, [leg](const Heard& heard) { return heard.path.leg == leg; });
    if (paths_.empty()) {
        selected_.reset();
        check_deadline_ = std::max(check_deadline_, now + options_.check_patience);
    } else if (selected_ && !trusts(*selected_)) {
        select(freshest()->path);
    }
}

void LiteAgent::restart(Credentials local, const Credentials& remote, Moment) {
    former_.emplace(std::move(responder_));
    responder_ = Responder(std::move(local));
    responder_.set_remote(remote.ufrag);
    nominated_ = false;
}

void LiteAgent::receive(Bytes datagram, const Path& from, Moment now) {
    if (failed_) return;
    const auto received = stun::parse(datagram);
    if (!received || received->message.kind != Class::Request ||
        received->message.method != stun::binding_method) {
        ++dropped_;
        return;
    }
    const auto& username = received->message.username;
    const bool is_former = former_ && username && former_->meant_by(*username);
    auto& responder = is_former ? *former_ : responder_;
    const auto check = responder.receive(*received, datagram, from, now);
    if (!check) return;
    if (check->request.controlled) return responder.refuse_role(*check, now);  // We always are.
    responder.accept(*check);
    accept(*check, is_former, now);
}

void LiteAgent::accept(const Check& check, bool is_former, Moment now) {
    note_path(check.from, now);
    if (!check.request.use_candidate || (is_former && nominated_)) return;
    nominated_ = nominated_ || !is_former;
    select(check.from);  // Every time: the newest wins.
}

void LiteAgent::note_path(const Path& path, Moment now) {
    const auto known = std::find_if(paths_.begin(), paths_.end(),
                                    [&](const Heard& heard) { return heard.path == path; });
    if (known != paths_.end()) {
        known->at = now;
        return;
    }
    if (paths_.size() == options_.addresses_max) {
        const auto keep = [this](const Heard& heard) { return heard.path == selected_; };
        const auto silent_longest = std::min_element(
            paths_.begin(), paths_.end(), [&](const Heard& left, const Heard& right) {
                return std::pair(keep(left), left.at) < std::pair(keep(right), right.at);
            });
        paths_.erase(silent_longest);
    }
    came_ = true;
    paths_.push_back({.path = path, .at = now});
    outputs_.emplace_back(PathValid{path});
}

void LiteAgent::roamed(const Path& path, Moment now) {
    if (failed_ || !selected_) return;
    if (!trusts(path)) {
        note_path(path, now - options_.consent_patience + options_.roaming_patience);
    }
    select(path);
}

void LiteAgent::select(const Path& path) {
    if (selected_ == path) return;
    selected_ = path;
    outputs_.emplace_back(PathSelected{path});
}

void LiteAgent::advance(Moment now) {
    if (failed_) return;
    if (paths_.empty()) {
        if (now >= check_deadline_) fail(came_ ? FailReason::ConsentLost : FailReason::NoCheck);
        return;
    }
    std::erase_if(paths_,
                  [&](const Heard& heard) { return now >= heard.at + options_.consent_patience; });
    if (paths_.empty()) {
        fail(FailReason::ConsentLost);
    } else if (selected_ && !trusts(*selected_)) {
        select(freshest()->path);  // The nominated path went silent, another one is alive.
    }
}

void LiteAgent::fail(FailReason reason) {
    failed_ = true;
    selected_.reset();
    outputs_.emplace_back(Failed{reason});
}

std::optional<Output> LiteAgent::poll() {
    if (auto reply = responder_.poll()) return std::move(*reply);
    if (auto reply = former_ ? former_->poll() : std::nullopt) return std::move(*reply);
    return take_front(outputs_);
}

Moment LiteAgent::deadline() const {
    if (failed_) return never;
    if (paths_.empty()) return check_deadline_;
    const auto first_to_expire = std::min_element(
        paths_.begin(), paths_.end(), [](const Heard& a, const Heard& b) { return a.at < b.at; });
    return first_to_expire->at + options_.consent_patience;
}

bool LiteAgent::trusts(const Path& path) const {
    return std::any_of(paths_.begin(), paths_.end(),
                       [&](const Heard& heard) { return heard.path == path; });
}

std::optional<Path> LiteAgent::path() const {
    if (selected_) return selected_;
    if (paths_.empty()) return std::nullopt;
    return freshest()->path;
}

AgentStats LiteAgent::stats() const {
    AgentStats all{.datagrams_dropped = dropped_};
    responder_.add_to(all);
    if (former_) former_->add_to(all);
    return all;
}

std::vector<LiteAgent::Heard>::const_iterator LiteAgent::freshest() const {
    return std::max_element(paths_.begin(), paths_.end(),
                            [](const Heard& a, const Heard& b) { return a.at < b.at; });
}

}  // namespace salon::ice
