// The DTLS settings every link of one certificate shares. Inside `crypto` only.
#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/handle.h"
#include "crypto/certificate.h"
#include "crypto/digest.h"

namespace salon::crypto {

/// What one link's callbacks ask it: reached through SSL_get_app_data.
class PeerCheck {
public:
    explicit PeerCheck(std::vector<Fingerprint> announced) : announced_(std::move(announced)) {}

    /// Whether `certificate` has one of the announced fingerprints of the strongest hash announced
    /// (RFC 8122 §5). Remembers a refusal.
    bool accepts(const x509_st* certificate);
    bool refused() const { return refused_; }

private:
    std::vector<Fingerprint> announced_;
    bool refused_ = false;
};

ByteBuffer certificate_digest(const x509_st* certificate, Hash hash);

/// DTLS 1.2, forward secrecy only, our certificate, SRTP profiles; the peer must show a
/// certificate, and the link's PeerCheck decides on it.
Handle<ssl_ctx_st, free_context> make_dtls_context(evp_pkey_st* key, x509_st* certificate);

}  // namespace salon::crypto
