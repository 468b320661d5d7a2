#include "ice/responder.h"

#include "base/check.h"
#include "base/take_front.h"

namespace salon::ice {

Responder::Responder(Credentials ours) : ours_(std::move(ours)), key_(as_bytes(ours_.pwd)) {
    check(ours_.ufrag.size() >= 4 && ours_.pwd.size() >= 22);  // RFC 8839 §5.4
}

bool Responder::meant_by(std::string_view username) const {
    const auto colon = username.find(':');
    return colon != std::string_view::npos && username.substr(0, colon) == ours_.ufrag;
}

std::optional<Check> Responder::receive(const stun::Received& received, Bytes datagram,
                                        const Path& from, Moment now) {
    const auto& request = received.message;
    Check check{.request = request, .size = datagram.size(), .from = from};
    const auto is_peer = [this](std::string_view username) {
        return !remote_ufrag_ || username.substr(username.find(':') + 1) == *remote_ufrag_;
    };
    if (!request.username || !received.integrity_at || !received.has_fingerprint) {
        refuse(check, 400, nullptr, now);  // RFC 8445 §7.1: a check has all three.
    } else if (!meant_by(*request.username) || !is_peer(*request.username) ||
               !stun::has_integrity(datagram, received, key_)) {
        refuse(check, 401, nullptr, now);
    } else if (!received.not_understood.empty()) {
        refuse(check, 420, &received.not_understood, now);
    } else {
        return check;
    }
    return std::nullopt;
}

void Responder::refuse(const Check& check, int code,
                       const std::vector<std::uint16_t>* not_understood, Moment now) {
    ++refused_;
    if (now - refusals_since_ >= std::chrono::seconds(1)) {
        refusals_since_ = now;
        refusals_ = 0;
    }
    if (refusals_ == refusals_a_second_max) return;
    ++refusals_;
    stun::Message response{.kind = stun::Class::Error, .transaction = check.request.transaction};
    response.error = stun::ErrorCode{.code = code, .reason = {}};
    if (not_understood != nullptr) response.unknown_attributes = *not_understood;
    // Who has not shown our password gets no proof of it either (RFC 8489 §9.1.3).
    const bool stranger = code == 400 || code == 401;
    reply(check, response, stranger ? nullptr : &key_);
}

void Responder::accept(const Check& check) {
    ++answered_;
    stun::Message response{.kind = stun::Class::Success, .transaction = check.request.transaction};
    response.mapped_address = check.from.remote;
    reply(check, response, &key_);
}

void Responder::reply(const Check& check, const stun::Message& response,
                      const stun::IntegrityKey* key) {
    auto bytes = stun::write(response, key);
    if (bytes.size() > check.size) return;
    replies_.push_back({.bytes = std::move(bytes), .to = check.from.remote, .leg = check.from.leg});
}

std::optional<Datagram> Responder::poll() { return take_front(replies_); }

void Responder::add_to(AgentStats& stats) const {
    stats.checks_answered += answered_;
    stats.checks_refused += refused_;
}

}  // namespace salon::ice
