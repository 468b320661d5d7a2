// Whose media it may be that comes from an address nobody knows: the lines of all loops, by the
// SSRCs that each has opened packets of.
//
//   in   SSRCs that lines have seen proven; the SSRC of a stray packet
//   out  the lines that may open it
//
// A NAT that forgets gives a caller a new address in mid-call, and the next check that would prove
// it is up to 2.5 s away. An SSRC proves nothing: the line decides, by opening the packet.
//
// Two calls may have one SSRC, by chance or by malice. Then each is asked, and none can take the
// other's packets from it: who was there first stays, and a further one is not noted.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "base/time.h"

namespace salon::session {

class PeerLine;

class Sources {
public:
    static constexpr std::size_t lines_each_max =
        4;  ///< Of one SSRC; further ones wait for checks.
    /// Packets of one SSRC from unknown addresses that are looked into. The first that opens makes
    /// its address known, and so ends the need.
    static constexpr int strays_a_second_max = 100;

    struct Owner {
        std::size_t exchange = 0;
        std::weak_ptr<PeerLine> line;
    };

    /// `line` has opened a packet of `ssrc`'s. What a line notes is bounded by its peer:
    /// peer::sources_told_max.
    ///
    /// Thread  any
    void note(std::uint32_t ssrc, std::size_t exchange, const std::shared_ptr<PeerLine>& line);
    /// Thread  any
    void forget(const std::shared_ptr<PeerLine>& line);
    /// Who may open a stray packet of `ssrc`'s; nobody when there were too many of them of late.
    ///
    /// Thread  any
    std::vector<Owner> take_stray(std::uint32_t ssrc, Moment now);

private:
    struct Source {
        std::vector<Owner> owners;  // 1 to lines_each_max.
        Moment second_began = Moment::min();
        int strays = 0;  // In this second.
    };

    std::mutex mutex_;
    std::unordered_map<std::uint32_t, Source> by_ssrc_;
};

}  // namespace salon::session
