#include "crypto/certificate.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "base/check.h"
#include "crypto/dtls_context.h"

namespace salon::crypto {
namespace {

/// A certificate nobody checks the dates of (RFC 8827 trusts the fingerprint alone), so it needs no
/// clock: it is valid from long ago to RFC 5280's "no well-defined end".
Handle<X509, free_x509> sign_self(EVP_PKEY* key) {
    Handle<X509, free_x509> certificate(X509_new());
    auto* x509 = certificate.get();
    std::uint64_t serial = 0;
    check(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1);
    bool fine = X509_set_version(x509, X509_VERSION_3) == 1;
    fine = fine && ASN1_INTEGER_set_uint64(X509_get_serialNumber(x509), serial >> 1) == 1;
    fine = fine && ASN1_TIME_set_string(X509_getm_notBefore(x509), "20200101000000Z") == 1;
    fine = fine && ASN1_TIME_set_string(X509_getm_notAfter(x509), "99991231235959Z") == 1;
    const auto* name = reinterpret_cast<const unsigned char*>("WebRTC");
    auto* subject = X509_get_subject_name(x509);
    fine = fine && X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, name, -1, -1, 0) == 1;
    fine = fine && X509_set_issuer_name(x509, subject) == 1;
    fine = fine && X509_set_pubkey(x509, key) == 1;
    check(fine && X509_sign(x509, key, EVP_sha256()) > 0);
    return certificate;
}

}  // namespace

void free_key(evp_pkey_st* key) { EVP_PKEY_free(key); }
void free_x509(x509_st* certificate) { X509_free(certificate); }
void free_context(ssl_ctx_st* context) { SSL_CTX_free(context); }

Certificate Certificate::self_signed() {
    Certificate made;
    made.key_.reset(EVP_EC_gen("P-256"));
    check(made.key_ != nullptr);
    made.certificate_ = sign_self(made.key_.get());
    made.fingerprint_ = {.hash = Hash::Sha256,
                         .digest = certificate_digest(made.certificate_.get(), Hash::Sha256)};
    made.context_ = make_dtls_context(made.key_.get(), made.certificate_.get());
    return made;
}

std::string Certificate::fingerprint_text() const {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string text = "sha-256 ";
    for (const auto byte : fingerprint_.digest) {
        if (text.back() != ' ') text += ':';
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

}  // namespace salon::crypto
