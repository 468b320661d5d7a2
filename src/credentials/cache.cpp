#include "credentials/cache.h"

#include <algorithm>
#include <string_view>

#include "crypto/digest.h"
#include "crypto/random_seed.h"

namespace salon::credentials {

std::optional<turn::RtcConfiguration> Cache::find(const ByteBuffer& key, Moment now) {
    const std::scoped_lock lock(mutex_);
    forget_old(now);
    const auto found = entries_.find(key);
    if (found == entries_.end()) return std::nullopt;
    return found->second.configuration;
}

void Cache::keep(const ByteBuffer& key, const turn::RtcConfiguration& configuration, Duration ttl,
                 Moment now) {
    const std::scoped_lock lock(mutex_);
    forget_old(now);
    const auto reserve = std::min(ttl / 10, reserve_max);
    entries_[key] = {.configuration = configuration, .until = now + ttl - reserve};
    if (entries_.size() <= entries_max) return;
    const auto sooner = [](const auto& a, const auto& b) {
        return a.second.until < b.second.until;
    };
    entries_.erase(std::ranges::min_element(entries_, sooner));
}

void Cache::forget_old(Moment now) {
    std::erase_if(entries_, [now](const auto& entry) { return entry.second.until <= now; });
}

ByteBuffer Cache::key_of(const std::vector<std::string>& parts) {
    static const auto salt = crypto::random_seed();
    ByteBuffer bytes;
    const auto add = [&](std::string_view text) {
        bytes.insert(bytes.end(), text.begin(), text.end());
        bytes.push_back(0);
    };
    for (const auto number : salt) add(std::to_string(number));
    for (const auto& part : parts) add(part);
    auto key = crypto::digest(crypto::Hash::Sha256, bytes);
    std::ranges::fill(bytes, std::uint8_t{0});
    return key;
}

}  // namespace salon::credentials
