#include "rtp/opus.h"

#include <array>

namespace salon::rtp {
namespace {

// RFC 6716 §3.1, table 2.
Duration frame_length(std::uint8_t config) {
    if (config < 12) return std::array{10ms, 20ms, 40ms, 60ms}[config & 3U];  // SILK
    if (config < 16) return config & 1 ? 20ms : 10ms;                         // Hybrid
    return Duration(2500) * (1 << (config & 3));                              // CELT
}

// |  config   |s| c |   and for c = 3  |v|p|     M     |
std::optional<int> frame_count(Bytes packet) {
    switch (packet[0] & 3) {
        case 0:
            return 1;
        case 1:
            return 2;
        case 2:
            return packet.size() < 2 ? std::nullopt : std::optional(2);
        default:
            return packet.size() < 2 ? std::nullopt : std::optional(packet[1] & 0x3F);
    }
}

}  // namespace

std::optional<Duration> opus_duration(Bytes packet) {
    if (packet.empty()) return std::nullopt;
    const auto frames = frame_count(packet);
    if (!frames || *frames == 0) return std::nullopt;
    const auto length = frame_length(packet[0] >> 3) * *frames;
    if (length > 120ms) return std::nullopt;
    return length;
}

}  // namespace salon::rtp
