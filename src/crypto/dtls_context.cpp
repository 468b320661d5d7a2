#include "crypto/dtls_context.h"

#include <algorithm>

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "base/check.h"

namespace salon::crypto {
namespace {

constexpr auto ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-RSA-AES256-GCM-SHA384";
constexpr auto srtp_profiles = "SRTP_AEAD_AES_128_GCM:SRTP_AEAD_AES_256_GCM:SRTP_AES128_CM_SHA1_80";
constexpr long certificates_size_max = 16'384;  // WebRTC peers show one, self-signed.

int verify(X509_STORE_CTX* store, void*) {
    const auto* ssl = static_cast<const SSL*>(
        X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto* peer = static_cast<PeerCheck*>(SSL_get_app_data(ssl));
    if (peer->accepts(X509_STORE_CTX_get0_cert(store))) return 1;
    X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
    return 0;
}

}  // namespace

bool PeerCheck::accepts(const x509_st* certificate) {
    const auto weaker = [](const Fingerprint& a, const Fingerprint& b) { return a.hash < b.hash; };
    const auto strongest = std::max_element(announced_.begin(), announced_.end(), weaker);
    const bool known =
        certificate != nullptr && strongest != announced_.end() &&
        strongest->hash >= Hash::Sha256 &&
        std::find(announced_.begin(), announced_.end(),
                  Fingerprint{.hash = strongest->hash,
                              .digest = certificate_digest(certificate, strongest->hash)}) !=
            announced_.end();
    refused_ = refused_ || !known;
    return known;
}

ByteBuffer certificate_digest(const x509_st* certificate, Hash hash) {
    unsigned char* der = nullptr;
    const int size = i2d_X509(certificate, &der);
    check(size > 0);
    auto out = digest(hash, Bytes(der, static_cast<std::size_t>(size)));
    OPENSSL_free(der);
    return out;
}

Handle<ssl_ctx_st, free_context> make_dtls_context(evp_pkey_st* key, x509_st* certificate) {
    Handle<ssl_ctx_st, free_context> context(SSL_CTX_new(DTLS_method()));
    auto* ctx = context.get();
    check(ctx != nullptr);
    bool fine = SSL_CTX_set_min_proto_version(ctx, DTLS1_2_VERSION) == 1;
    fine = fine && SSL_CTX_set_max_proto_version(ctx, DTLS1_2_VERSION) == 1;
    fine = fine && SSL_CTX_set_cipher_list(ctx, ciphers) == 1;
    fine = fine && SSL_CTX_set1_groups_list(ctx, "X25519:P-256") == 1;
    fine = fine && SSL_CTX_use_certificate(ctx, certificate) == 1;
    fine = fine && SSL_CTX_use_PrivateKey(ctx, key) == 1;
    fine = fine && SSL_CTX_set_tlsext_use_srtp(ctx, srtp_profiles) == 0;  // 0 is success here.
    check(fine);
    SSL_CTX_set_options(ctx, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION |
                                 SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_max_cert_list(ctx, certificates_size_max);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_cert_verify_callback(ctx, verify, nullptr);
    return context;
}

}  // namespace salon::crypto
