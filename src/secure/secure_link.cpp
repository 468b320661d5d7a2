#include "secure/secure_link.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/take_front.h"

namespace salon::secure {

using crypto::DtlsRole;
using crypto::DtlsState;

std::string_view to_string(SecureFailure failure) {
    switch (failure) {
        case SecureFailure::WrongFingerprint:
            return "the certificate is not the announced one";
        case SecureFailure::TimedOut:
            return "the handshake took too long";
        case SecureFailure::Protocol:
            return "the handshake failed";
    }
    return "unknown";
}

SecureLink::SecureLink(SecureOptions options, Moment now)
    : options_(std::move(options)),
      dtls_(options_.certificate,
            options_.role == Role::Active ? DtlsRole::Client : DtlsRole::Server, options_.peer),
      pause_(options_.retransmit_first),
      give_up_at_(now + options_.patience) {
    check(!options_.peer.empty());
    follow(now);
}

void SecureLink::receive(Bytes datagram, Moment now) {
    if (phase_ == Phase::Over) return;
    dtls_.receive(datagram);
    follow(now);
}

void SecureLink::advance(Moment now) {
    if (phase_ != Phase::Handshaking) return;
    if (now >= give_up_at_) {
        end(SecureFailed{SecureFailure::TimedOut});
    } else if (now >= retransmit_at_) {
        const auto pause = std::min(2 * pause_, options_.retransmit_max);
        dtls_.retransmit();
        follow(now);
        pause_ = pause;
        if (retransmit_at_ != never) retransmit_at_ = now + pause_;
    }
}

/// Takes over what the last step did: datagrams, data, and how the connection stands.
void SecureLink::follow(Moment now) {
    const bool sent = take_datagrams();
    if (phase_ == Phase::Handshaking && dtls_.state() == DtlsState::Connected) {
        phase_ = Phase::Connected;
        outputs_.emplace_back(SecureConnected{profile()});
    }
    while (auto data = dtls_.take_data()) {
        if (outputs_.size() < outputs_max) outputs_.emplace_back(ApplicationData{std::move(*data)});
    }
    switch (dtls_.state()) {
        case DtlsState::Handshaking:
        case DtlsState::Connected:
            break;
        case DtlsState::Closed:
            end(SecureClosed{});
            return;
        case DtlsState::WrongFingerprint:
            end(SecureFailed{SecureFailure::WrongFingerprint});
            return;
        case DtlsState::Broken:
            end(SecureFailed{SecureFailure::Protocol});
            return;
    }
    if (!dtls_.awaits_answer()) {
        retransmit_at_ = never;
    } else if (sent) {  // A new flight starts with the short pause again.
        pause_ = options_.retransmit_first;
        retransmit_at_ = now + pause_;
    }
}

bool SecureLink::take_datagrams() {
    bool any = false;
    while (auto datagram = dtls_.take_datagram()) {
        outputs_.emplace_back(SecureDatagram{std::move(*datagram)});
        any = true;
    }
    return any;
}

void SecureLink::end(Output last_word) {
    phase_ = Phase::Over;
    retransmit_at_ = never;
    outputs_.push_back(std::move(last_word));
}

std::optional<Output> SecureLink::poll() { return take_front(outputs_); }

Moment SecureLink::deadline() const {
    return phase_ == Phase::Handshaking ? std::min(retransmit_at_, give_up_at_) : never;
}

bool SecureLink::send(Bytes data) {
    if (phase_ != Phase::Connected || outputs_.size() >= outputs_max || !dtls_.send(data)) {
        return false;
    }
    take_datagrams();
    return true;
}

void SecureLink::close() {
    if (phase_ == Phase::Over) return;
    dtls_.close();
    take_datagrams();
    end(SecureClosed{});
}

std::optional<SrtpProfile> SecureLink::profile() const {
    const auto number = dtls_.srtp_profile();
    return number ? srtp_profile(*number) : std::nullopt;
}

SrtpSession SecureLink::srtp() const {
    const auto agreed = profile();
    check(phase_ == Phase::Connected && agreed.has_value());
    const auto material = dtls_.export_srtp_keys(exported_size(*agreed));
    return SrtpSession(split_keys(*agreed, material, options_.role == Role::Active));
}

}  // namespace salon::secure
