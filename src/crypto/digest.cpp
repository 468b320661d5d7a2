#include "crypto/digest.h"

#include <algorithm>
#include <cctype>

#include <openssl/evp.h>

#include "base/check.h"

namespace salon::crypto {
namespace {

const EVP_MD* method(Hash hash) {
    switch (hash) {
        case Hash::Md5:
            return EVP_md5();
        case Hash::Sha1:
            return EVP_sha1();
        case Hash::Sha256:
            return EVP_sha256();
        case Hash::Sha384:
            return EVP_sha384();
        case Hash::Sha512:
            return EVP_sha512();
    }
    check(false);
    return nullptr;
}

}  // namespace

ByteBuffer digest(Hash hash, Bytes bytes) {
    ByteBuffer out(EVP_MAX_MD_SIZE);
    unsigned int size = 0;
    check(EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, method(hash), nullptr) == 1);
    out.resize(size);
    return out;
}

std::optional<Hash> fingerprint_hash(std::string_view name) {
    const auto is = [name](std::string_view known) {
        return std::equal(name.begin(), name.end(), known.begin(), known.end(),
                          [](unsigned char a, char b) { return std::tolower(a) == b; });
    };
    if (is("sha-256")) return Hash::Sha256;
    if (is("sha-384")) return Hash::Sha384;
    if (is("sha-512")) return Hash::Sha512;
    return std::nullopt;
}

}  // namespace salon::crypto
