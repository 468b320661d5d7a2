#include "crypto/dtls_link.h"

#include <array>
#include <string_view>
#include <utility>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/time.h>

#include "base/check.h"
#include "base/take_front.h"
#include "crypto/datagram_bio.h"
#include "crypto/dtls_context.h"

// The alarm below is a pointer into the SSL object only before 3.2 (docs/notes/dtls.md).
static_assert(OPENSSL_VERSION_MAJOR == 3 && OPENSSL_VERSION_MINOR < 2);

namespace salon::crypto {
namespace {

constexpr std::size_t plaintexts_queued_max = 256;

/// OpenSSL's own alarm must never ring: an hour is longer than any handshake we wait for.
unsigned int no_alarm(SSL*, unsigned int) { return 3'600'000'000; }

}  // namespace

struct DtlsLink::Wire {
    PeerCheck peer;
    DatagramWire datagrams;
    DtlsState state = DtlsState::Handshaking;
    std::deque<ByteBuffer> data{};
};

void free_ssl(ssl_st* ssl) { SSL_free(ssl); }

DtlsLink::DtlsLink(const Certificate& certificate, DtlsRole role, std::vector<Fingerprint> peer)
    : wire_(new Wire{
          .peer = PeerCheck(std::move(peer)),
          .datagrams = {.mtu = handshake_datagram_max, .queued_max = datagrams_queued_max}}),
      ssl_(SSL_new(certificate.context())) {
    auto* ssl = ssl_.get();
    check(ssl != nullptr);
    auto* bio = make_datagram_bio(wire_->datagrams);
    SSL_set_bio(ssl, bio, bio);
    SSL_set_app_data(ssl, &wire_->peer);
    check(SSL_set_mtu(ssl, handshake_datagram_max) != 0);
    DTLS_set_timer_cb(ssl, no_alarm);
    if (role == DtlsRole::Server) {
        SSL_set_accept_state(ssl);
    } else {
        SSL_set_connect_state(ssl);
        shake_hands();
    }
}

DtlsLink::DtlsLink(DtlsLink&&) noexcept = default;
DtlsLink& DtlsLink::operator=(DtlsLink&& other) noexcept {
    ssl_ = std::move(other.ssl_);  // First: the SSL object points to the wire it leaves.
    wire_ = std::move(other.wire_);
    return *this;
}
DtlsLink::~DtlsLink() = default;

void DtlsLink::receive(Bytes datagram) {
    wire_->datagrams.arriving = datagram;
    if (wire_->state == DtlsState::Handshaking) shake_hands();
    if (wire_->state == DtlsState::Connected) read_data();
    wire_->datagrams.arriving = {};
}

void DtlsLink::shake_hands() {
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl_.get());
    if (result == 1) {
        wire_->state = DtlsState::Connected;
    } else {
        settle(result);
    }
}

void DtlsLink::read_data() {
    std::array<std::uint8_t, data_size_max> buffer{};
    while (wire_->state == DtlsState::Connected) {
        ERR_clear_error();
        const int result = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
        if (result <= 0) {
            settle(result);
            return;
        }
        const auto plain = Bytes(buffer).first(static_cast<std::size_t>(result));
        if (wire_->data.size() < plaintexts_queued_max) wire_->data.push_back(to_buffer(plain));
    }
}

/// After OpenSSL did not get on: is it waiting, or over?
void DtlsLink::settle(int result) {
    switch (SSL_get_error(ssl_.get(), result)) {
        case SSL_ERROR_WANT_READ:
            return;
        case SSL_ERROR_ZERO_RETURN:
            wire_->state = DtlsState::Closed;
            return;
        default:
            wire_->state = wire_->peer.refused() ? DtlsState::WrongFingerprint : DtlsState::Broken;
    }
}

bool DtlsLink::awaits_answer() const {
    timeval left{};
    return wire_->state == DtlsState::Handshaking && DTLSv1_get_timeout(ssl_.get(), &left) == 1;
}

void DtlsLink::retransmit() {
    if (!awaits_answer()) return;
    check(wire_->datagrams.alarm != nullptr);
    *wire_->datagrams.alarm = {.tv_sec = 1, .tv_usec = 0};  // Long ago: the alarm rings now.
    ERR_clear_error();
    // Gives up by itself after 12 times in a row.
    if (DTLSv1_handle_timeout(ssl_.get()) < 0) wire_->state = DtlsState::Broken;
}

bool DtlsLink::send(Bytes data) {
    if (wire_->state != DtlsState::Connected) return false;
    if (data.empty() || data.size() > data_size_max) return false;
    ERR_clear_error();
    return SSL_write(ssl_.get(), data.data(), static_cast<int>(data.size())) > 0;
}

void DtlsLink::close() {
    if (wire_->state == DtlsState::Connected) {
        ERR_clear_error();
        SSL_shutdown(ssl_.get());
    }
    if (wire_->state == DtlsState::Handshaking || wire_->state == DtlsState::Connected) {
        wire_->state = DtlsState::Closed;
    }
}

DtlsState DtlsLink::state() const { return wire_->state; }
std::optional<ByteBuffer> DtlsLink::take_datagram() { return take_front(wire_->datagrams.leaving); }
std::optional<ByteBuffer> DtlsLink::take_data() { return take_front(wire_->data); }

std::optional<std::uint16_t> DtlsLink::srtp_profile() const {
    const auto* profile = SSL_get_selected_srtp_profile(ssl_.get());
    if (profile == nullptr) return std::nullopt;
    return static_cast<std::uint16_t>(profile->id);
}

ByteBuffer DtlsLink::export_srtp_keys(std::size_t size) const {
    static constexpr std::string_view label = "EXTRACTOR-dtls_srtp";
    check(wire_->state == DtlsState::Connected);
    ByteBuffer keys(size);
    check(SSL_export_keying_material(ssl_.get(), keys.data(), size, label.data(), label.size(),
                                     nullptr, 0, 0) == 1);
    return keys;
}

}  // namespace salon::crypto
