// Who we are towards a WebRTC peer: a self-signed P-256 certificate with its private key. The
// session description carries its fingerprint, and that is all the trust there is (RFC 8827 §6.5).
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/handle.h"
#include "crypto/digest.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY, X509 and SSL_CTX, kept out of the house's headers.
struct x509_st;
struct ssl_ctx_st;

namespace salon::crypto {

void free_key(evp_pkey_st* key);
void free_x509(x509_st* certificate);
void free_context(ssl_ctx_st* context);

/// Make one for the process and renew it daily; every DtlsLink made from it must end before it.
///
/// Thread  any, once made: links on several threads may share one
class Certificate {
public:
    static Certificate self_signed();

    const Fingerprint& fingerprint() const { return fingerprint_; }
    /// "sha-256 4A:AD:…", the value of an SDP `a=fingerprint` line.
    std::string fingerprint_text() const;

    /// The DTLS settings and key all links of this certificate share.
    ssl_ctx_st* context() const { return context_.get(); }

private:
    Certificate() = default;

    Handle<evp_pkey_st, free_key> key_;
    Handle<x509_st, free_x509> certificate_;
    Handle<ssl_ctx_st, free_context> context_;
    Fingerprint fingerprint_;
};

}  // namespace salon::crypto
