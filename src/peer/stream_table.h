// Which section of the offer an RTP packet belongs to (RFC 8843 §9.2).
//   in   packets of one BUNDLE
//   out  audio or video: by SSRC, else by MID, else by a payload type only one section has
//
// What MID or payload type told is learnt by SSRC, because browsers stop sending the MID.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "rtp/packet.h"
#include "sdp/answer.h"

namespace salon::peer {

class StreamTable {
public:
    static constexpr std::size_t streams_max = 32;  ///< Further ones are sorted, but not learnt.

    explicit StreamTable(const std::vector<sdp::MediaPlan>& media);

    /// The section's kind; nothing for a packet that is nobody's.
    std::optional<sdp::MediaKind> sort(const rtp::PacketView& packet);

    /// The packet's number for transport-cc, whether we know its stream or not: what goes
    /// unreported reads as loss over there.
    std::optional<std::uint16_t> transport_sequence(const rtp::PacketView& packet) const;
    /// Gives a packet of ours its number; false when it has no room for one.
    bool number(MutableBytes packet, std::uint16_t transport_sequence) const;

private:
    struct Section {
        sdp::MediaKind kind;
        std::string mid;
        std::optional<std::uint8_t> mid_id;
        std::vector<std::uint8_t> payload_types;
    };

    const Section* by_mid(const rtp::PacketView& packet) const;
    const Section* by_payload_type(const rtp::PacketView& packet) const;

    std::vector<Section> sections_;
    std::vector<std::uint8_t> transport_cc_ids_;
    std::map<rtp::Ssrc, sdp::MediaKind> streams_;  // At most streams_max.
};

}  // namespace salon::peer
