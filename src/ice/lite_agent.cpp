#include "ice/lite_agent.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/take_front.h"

namespace salon::ice {

using stun::Class;

LiteAgent::LiteAgent(LiteAgentOptions options, Moment now)
    : options_(std::move(options)),
      key_(as_bytes(options_.local_pwd)),
      check_deadline_(now + options_.check_patience) {
    check(options_.local_ufrag.size() >= 4 && options_.local_pwd.size() >= 22);  // RFC 8839 §5.4
    check(options_.addresses_max >= 1);
}

void LiteAgent::receive(Bytes datagram, const Path& from, Moment now) {
    if (failed_) return;
    const auto received = stun::parse(datagram);
    if (!received || received->message.kind != Class::Request ||
        received->message.method != stun::binding_method) {
        ++stats_.datagrams_dropped;
        return;
    }
    answer(*received, datagram, from, now);
}

void LiteAgent::answer(const stun::Received& received, Bytes datagram, const Path& from,
                       Moment now) {
    const auto& request = received.message;
    const Question question{.request = request, .size = datagram.size(), .from = from};
    if (!request.username || !received.integrity_at || !received.has_fingerprint) {
        refuse(question, 400, nullptr, now);  // RFC 8445 §7.1: a check has all three.
    } else if (!is_for_us(*request.username) || !stun::has_integrity(datagram, received, key_)) {
        refuse(question, 401, nullptr, now);
    } else if (!received.not_understood.empty()) {
        refuse(question, 420, &received.not_understood, now);
    } else if (request.controlled) {
        refuse(question, 487, nullptr, now);  // We are always controlled; one of us must not be.
    } else {
        accept(question, now);
    }
}

bool LiteAgent::is_for_us(std::string_view username) const {
    const auto colon = username.find(':');
    if (colon == std::string_view::npos) return false;
    if (username.substr(0, colon) != options_.local_ufrag) return false;
    return !remote_ufrag_ || username.substr(colon + 1) == *remote_ufrag_;
}

void LiteAgent::refuse(const Question& question, int code,
                       const std::vector<std::uint16_t>* not_understood, Moment now) {
    ++stats_.checks_refused;
    if (now - refusals_since_ >= std::chrono::seconds(1)) {
        refusals_since_ = now;
        refusals_ = 0;
    }
    if (refusals_ == refusals_a_second_max) return;
    ++refusals_;
    stun::Message response{.kind = Class::Error, .transaction = question.request.transaction};
    response.error = stun::ErrorCode{.code = code, .reason = {}};
    if (not_understood != nullptr) response.unknown_attributes = *not_understood;
    // Who has not shown our password gets no proof of it either (RFC 8489 §9.1.3).
    const bool stranger = code == 400 || code == 401;
    reply(question, response, stranger ? nullptr : &key_);
}

void LiteAgent::accept(const Question& question, Moment now) {
    ++stats_.checks_answered;
    stun::Message response{.kind = Class::Success, .transaction = question.request.transaction};
    response.mapped_address = question.from.remote;
    reply(question, response, &key_);
    note_path(question.from, now);
    if (question.request.use_candidate) select(question.from);  // Every time: the newest wins.
}

/// The sender's address may be forged: a response never has more bytes than its request.
void LiteAgent::reply(const Question& question, const stun::Message& response,
                      const stun::IntegrityKey* key) {
    auto bytes = stun::write(response, key);
    if (bytes.size() > question.size) return;
    outputs_.emplace_back(
        Datagram{.bytes = std::move(bytes), .to = question.from.remote, .leg = question.from.leg});
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
    paths_.push_back({.path = path, .at = now});
    outputs_.emplace_back(PathValid{path});
}

void LiteAgent::select(const Path& path) {
    if (selected_ == path) return;
    selected_ = path;
    outputs_.emplace_back(PathSelected{path});
}

void LiteAgent::advance(Moment now) {
    if (failed_) return;
    if (paths_.empty()) {
        if (now >= check_deadline_) fail(FailReason::NoCheck);
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

std::optional<Output> LiteAgent::poll() { return take_front(outputs_); }

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

std::vector<LiteAgent::Heard>::const_iterator LiteAgent::freshest() const {
    return std::max_element(paths_.begin(), paths_.end(),
                            [](const Heard& a, const Heard& b) { return a.at < b.at; });
}

}  // namespace salon::ice
