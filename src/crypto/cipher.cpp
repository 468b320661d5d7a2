#include "crypto/cipher.h"

#include <algorithm>

#include <openssl/evp.h>

#include "base/check.h"

namespace salon::crypto {
namespace {

int size_of(Bytes bytes) { return static_cast<int>(bytes.size()); }

/// Feeds `text` through the cipher in place.
void update(EVP_CIPHER_CTX* context, MutableBytes text) {
    int written = 0;
    check(EVP_CipherUpdate(context, text.data(), &written, text.data(), size_of(text)) == 1);
}

/// Feeds bytes that the tag covers but nobody encrypts.
void cover(EVP_CIPHER_CTX* context, Bytes bytes) {
    if (bytes.empty()) return;
    int written = 0;
    check(EVP_CipherUpdate(context, nullptr, &written, bytes.data(), size_of(bytes)) == 1);
}

CipherHandle prepare(const EVP_CIPHER* cipher, Bytes key, int encrypt) {
    CipherHandle context(EVP_CIPHER_CTX_new());
    check(EVP_CipherInit_ex(context.get(), cipher, nullptr, key.data(), nullptr, encrypt) == 1);
    return context;
}

void begin(EVP_CIPHER_CTX* context, Bytes nonce) {
    check(EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, nonce.data(), -1) == 1);
}

}  // namespace

void free_cipher(evp_cipher_ctx_st* context) { EVP_CIPHER_CTX_free(context); }

AesCounter::AesCounter(Bytes key) {
    check(key.size() == 16 || key.size() == 32);
    context_ = prepare(key.size() == 16 ? EVP_aes_128_ctr() : EVP_aes_256_ctr(), key, 1);
}

void AesCounter::apply(const std::array<std::uint8_t, 16>& counter, MutableBytes text) const {
    if (text.empty()) return;
    begin(context_.get(), counter);
    update(context_.get(), text);
}

AesGcm::AesGcm(Bytes key, Use use) {
    check(key.size() == 16 || key.size() == 32);
    context_ = prepare(key.size() == 16 ? EVP_aes_128_gcm() : EVP_aes_256_gcm(), key,
                       use == Use::Seal ? 1 : 0);
}

void AesGcm::seal(const Nonce& nonce, Bytes header, Bytes trailer, MutableBytes text,
                  MutableBytes tag) const {
    check(tag.size() == tag_size);
    begin(context_.get(), nonce);
    cover(context_.get(), header);
    cover(context_.get(), trailer);
    if (!text.empty()) update(context_.get(), text);
    int written = 0;
    check(EVP_CipherFinal_ex(context_.get(), tag.data(), &written) == 1);
    check(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, tag.data()) == 1);
}

bool AesGcm::open(const Nonce& nonce, Bytes header, Bytes trailer, MutableBytes text,
                  Bytes tag) const {
    if (tag.size() != tag_size) return false;
    std::array<std::uint8_t, tag_size> expected{};
    std::copy(tag.begin(), tag.end(), expected.begin());
    begin(context_.get(), nonce);
    cover(context_.get(), header);
    cover(context_.get(), trailer);
    if (!text.empty()) update(context_.get(), text);
    EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_SET_TAG, tag_size, expected.data());
    int written = 0;
    std::array<std::uint8_t, tag_size> rest{};
    if (EVP_CipherFinal_ex(context_.get(), rest.data(), &written) == 1) return true;
    if (!text.empty()) {  // The key stream once more gives the encrypted text back.
        begin(context_.get(), nonce);
        update(context_.get(), text);
    }
    return false;
}

}  // namespace salon::crypto
