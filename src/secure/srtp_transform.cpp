#include "secure/srtp_transform.h"

#include <algorithm>

#include "base/check.h"

namespace salon::secure {
namespace {

using crypto::AesGcm;

constexpr std::size_t rtp_ssrc_at = 8;
constexpr std::size_t rtcp_ssrc_at = 4;
constexpr std::size_t srtcp_index_size = 4;
constexpr std::uint32_t srtcp_encrypted = 1U << 31;  // The E flag, beside the index.

std::uint32_t u32_at(Bytes bytes, std::size_t at) { return ByteReader(bytes.subspan(at, 4)).u32(); }

std::array<std::uint8_t, 4> big_endian(std::uint32_t value) {
    return {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
            static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}

/// XORs the SSRC and the 48-bit packet index into an IV, from `at` on (RFC 3711 §4.1.1, RFC 7714
/// §8.1 and §9.1).
void mix_in(MutableBytes iv, std::size_t at, std::uint32_t ssrc, std::uint64_t index) {
    for (std::size_t i = 0; i < 4; ++i) {
        iv[at + i] ^= static_cast<std::uint8_t>(ssrc >> (24 - 8 * i));
    }
    for (std::size_t i = 0; i < 6; ++i) {
        iv[at + 4 + i] ^= static_cast<std::uint8_t>(index >> (40 - 8 * i));
    }
}

}  // namespace

SrtpTransform::SrtpTransform(SrtpProfile profile, const SessionKeys& keys, Use use) {
    check(keys.salt.size() == salt_size(profile));
    std::copy(keys.salt.begin(), keys.salt.end(), salt_.begin());
    if (profile == SrtpProfile::Aes128CmSha1_80) {
        cipher_.emplace(keys.cipher);
        hmac_.emplace(keys.tag);
    } else {
        gcm_.emplace(keys.cipher, use == Use::Protect ? AesGcm::Use::Seal : AesGcm::Use::Open);
    }
}

std::array<std::uint8_t, 16> SrtpTransform::counter(std::uint32_t ssrc, std::uint64_t index) const {
    std::array<std::uint8_t, 16> iv{};
    std::copy(salt_.begin(), salt_.end(), iv.begin());
    mix_in(iv, 4, ssrc, index);
    return iv;
}

AesGcm::Nonce SrtpTransform::nonce(std::uint32_t ssrc, std::uint64_t index) const {
    AesGcm::Nonce iv{};
    std::copy_n(salt_.begin(), iv.size(), iv.begin());
    mix_in(iv, 2, ssrc, index);
    return iv;
}

/// For RTP the tag also covers the roll-over counter, which is not in the packet.
std::array<std::uint8_t, 10> SrtpTransform::short_tag(Bytes covered, std::uint32_t also) const {
    const auto suffix = big_endian(also);
    const auto full = hmac_->tag({covered, suffix});
    std::array<std::uint8_t, 10> tag{};
    std::copy_n(full.begin(), tag.size(), tag.begin());
    return tag;
}

void SrtpTransform::protect_rtp(ByteBuffer& packet, std::size_t header_size,
                                std::uint64_t index) const {
    const auto plain_size = packet.size();
    const auto ssrc = u32_at(packet, rtp_ssrc_at);
    packet.resize(plain_size + tag_size());
    const MutableBytes all(packet);
    const auto text = all.subspan(header_size, plain_size - header_size);
    const auto tag = all.subspan(plain_size);
    if (gcm_) {
        gcm_->seal(nonce(ssrc, index), all.first(header_size), {}, text, tag);
        return;
    }
    cipher_->apply(counter(ssrc, index), text);
    const auto made = short_tag(all.first(plain_size), static_cast<std::uint32_t>(index >> 16));
    std::copy(made.begin(), made.end(), tag.begin());
}

std::optional<MutableBytes> SrtpTransform::unprotect_rtp(MutableBytes packet,
                                                         std::size_t header_size,
                                                         std::uint64_t index) const {
    if (packet.size() < header_size + tag_size()) return std::nullopt;
    const auto ssrc = u32_at(packet, rtp_ssrc_at);
    const auto plain = packet.first(packet.size() - tag_size());
    const auto text = plain.subspan(header_size);
    const auto tag = packet.last(tag_size());
    if (gcm_) {
        if (!gcm_->open(nonce(ssrc, index), plain.first(header_size), {}, text, tag)) {
            return std::nullopt;
        }
        return plain;
    }
    const auto expected = short_tag(plain, static_cast<std::uint32_t>(index >> 16));
    if (!crypto::same_secret(expected, tag)) return std::nullopt;
    cipher_->apply(counter(ssrc, index), text);
    return plain;
}

void SrtpTransform::protect_rtcp(ByteBuffer& packet, std::uint32_t index) const {
    const auto plain_size = packet.size();
    const auto ssrc = u32_at(packet, rtcp_ssrc_at);
    const auto word = big_endian(srtcp_encrypted | index);
    packet.resize(plain_size + tag_size() + srtcp_index_size);
    const MutableBytes all(packet);
    const auto text = all.subspan(rtcp_head_size, plain_size - rtcp_head_size);
    const auto trailer = all.subspan(plain_size);
    if (gcm_) {
        gcm_->seal(nonce(ssrc, index), all.first(rtcp_head_size), word, text,
                   trailer.first(tag_size()));
        std::copy(word.begin(), word.end(), trailer.last(srtcp_index_size).begin());
        return;
    }
    cipher_->apply(counter(ssrc, index), text);
    const auto tag = short_tag(all.first(plain_size), srtcp_encrypted | index);
    std::copy(word.begin(), word.end(), trailer.begin());
    std::copy(tag.begin(), tag.end(), trailer.begin() + srtcp_index_size);
}

std::optional<MutableBytes> SrtpTransform::unprotect_rtcp(MutableBytes packet) const {
    const auto index = srtcp_index(packet);
    if (!index) return std::nullopt;
    const auto ssrc = u32_at(packet, rtcp_ssrc_at);
    const auto word = big_endian(srtcp_encrypted | *index);
    const auto plain = packet.first(packet.size() - tag_size() - srtcp_index_size);
    const auto trailer = packet.subspan(plain.size());
    const auto text = plain.subspan(rtcp_head_size);
    if (gcm_) {
        const auto tag = trailer.first(tag_size());
        if (!gcm_->open(nonce(ssrc, *index), plain.first(rtcp_head_size), word, text, tag)) {
            return std::nullopt;
        }
        return plain;
    }
    const auto expected = short_tag(plain, srtcp_encrypted | *index);
    if (!crypto::same_secret(expected, trailer.last(tag_size()))) return std::nullopt;
    cipher_->apply(counter(ssrc, *index), text);
    return plain;
}

std::optional<std::uint32_t> SrtpTransform::srtcp_index(Bytes packet) const {
    if (packet.size() < rtcp_head_size + srtcp_index_size + tag_size()) return std::nullopt;
    const auto from_end = srtcp_index_size + (gcm_ ? 0 : tag_size());
    const auto word = u32_at(packet, packet.size() - from_end);
    if ((word & srtcp_encrypted) == 0) return std::nullopt;
    return word & ~srtcp_encrypted;
}

}  // namespace salon::secure
