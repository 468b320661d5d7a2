// A certificate for "localhost" and 127.0.0.1, made on the spot: for tests of TLS.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <string>

#include "base/check.h"
#include "base/handle.h"
#include "net/tls.h"

namespace salon::net {

namespace detail {

template <class Write>
std::string pem_text(Write write) {
    const Handle<BIO, BIO_free_all> into(BIO_new(BIO_s_mem()));
    check(write(into.get()) == 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(into.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

inline void add_names(X509* certificate, const char* names) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Handle<X509_EXTENSION, X509_EXTENSION_free> extension(
        X509V3_EXT_conf_nid(nullptr, &context, NID_subject_alt_name, names));
    check(X509_add_ext(certificate, extension.get(), -1) == 1);
}

}  // namespace detail

/// `names` as OpenSSL writes them: "DNS:localhost,IP:127.0.0.1".
inline TlsIdentity identity_for_test(const char* names = "DNS:localhost,IP:127.0.0.1") {
    const Handle<EVP_PKEY, EVP_PKEY_free> key(EVP_EC_gen("P-256"));
    const Handle<X509, X509_free> certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    auto* subject = X509_get_subject_name(certificate.get());
    const auto* name = reinterpret_cast<const unsigned char*>("salon test");
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, name, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    detail::add_names(certificate.get(), names);
    check(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);
    return {.certificate_pem = detail::pem_text(
                [&](BIO* into) { return PEM_write_bio_X509(into, certificate.get()); }),
            .key_pem = detail::pem_text([&](BIO* into) {
                return PEM_write_bio_PrivateKey(into, key.get(), nullptr, nullptr, 0, nullptr,
                                                nullptr);
            })};
}

}  // namespace salon::net
