// What the critic keeps of conversations that may go on over another connection.
//
// Told the time. Bounded: the oldest leaves first, and after two hours a handle is worth nothing.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "base/random.h"
#include "base/time.h"
#include "critic/conversation.h"

namespace salon::critic {

class HandleStore {
public:
    static constexpr std::size_t kept_max = 256;  ///< Handles.
    static constexpr Duration lifetime = 2h;

    explicit HandleStore(Random random) : random_(random) {}

    /// The handle with which `mind` comes back.
    std::string keep(Mind mind, Moment now);
    /// A newer one stands for it.
    void forget(const std::string& handle);
    /// Nothing for an unknown or an expired handle.
    std::optional<Mind> find(const std::string& handle, Moment now) const;

private:
    struct Kept {
        std::string handle;
        Mind mind;
        Moment until{};
    };

    Random random_;
    std::deque<Kept> kept_;
};

}  // namespace salon::critic
