// Which packet indices of one stream have been seen (RFC 3711 §3.3.2).
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace salon::secure {

class ReplayWindow {
public:
    /// How far back a packet may come late. NACK and RTX need hundreds, not RFC 3711's 64.
    static constexpr std::uint64_t size = 1024;

    /// False if `index` was noted before or is too old to tell.
    bool is_new(std::uint64_t index) const;
    void note(std::uint64_t index);
    /// The highest index noted; nothing before the first.
    std::optional<std::uint64_t> highest() const { return highest_; }

private:
    std::optional<std::uint64_t> highest_;
    std::bitset<size>
        seen_;  // Bit i % size belongs to index i, for i in (highest - size, highest].
};

}  // namespace salon::secure
