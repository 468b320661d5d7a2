// Keeps what providers gave until shortly before it expires. The key is a digest of who asked for
// what, salted for this process: from it nobody learns a secret.
//
// Told the time; any thread.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "turn/ice_server.h"

namespace salon::credentials {

class Cache {
public:
    static constexpr std::size_t entries_max = 256;  ///< The one that expires first leaves.

    /// A good credential outlives a call's start: a tenth of its life, at most a minute, is left.
    static constexpr Duration reserve_max = 60s;

    std::optional<turn::RtcConfiguration> find(const ByteBuffer& key, Moment now);
    void keep(const ByteBuffer& key, const turn::RtcConfiguration& configuration, Duration ttl,
              Moment now);

    /// The key for a question: the same parts give the same key, in this process only.
    static ByteBuffer key_of(const std::vector<std::string>& parts);

private:
    struct Entry {
        turn::RtcConfiguration configuration;
        Moment until{};
    };

    void forget_old(Moment now);

    std::mutex mutex_;
    std::map<ByteBuffer, Entry> entries_;
};

}  // namespace salon::credentials
