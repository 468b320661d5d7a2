// VP8 in RTP (RFC 7741): the payload descriptor, cutting frames into packets, and what the frame's
// own first bytes tell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"

namespace salon::rtp {

/// What stands in front of a packet's piece of a frame.
struct Vp8Descriptor {
    bool non_reference = false;  ///< No other frame needs this one.
    bool partition_start = false;
    std::uint8_t partition = 0;
    std::optional<std::uint16_t> picture_id{};      ///< 7 or 15 bits.
    std::optional<std::uint8_t> tl0_index{};        ///< TL0PICIDX: counts base-layer frames.
    std::optional<std::uint8_t> temporal_layer{};   ///< TID.
    bool layer_sync = false;                        ///< Y: needs the base layer only.
    std::optional<std::uint8_t> key_frame_index{};  ///< KEYIDX.
    friend bool operator==(const Vp8Descriptor&, const Vp8Descriptor&) = default;

    /// Whether the packet is the first of its frame.
    bool starts_frame() const { return partition_start && partition == 0; }
};

/// Points into the payload it was parsed from.
struct Vp8Payload {
    Vp8Descriptor descriptor{};
    Bytes data{};
};

Result<Vp8Payload, ParseError> parse_vp8(Bytes payload);
/// Picture ids are written with 15 bits.
void write_vp8_descriptor(ByteWriter& out, const Vp8Descriptor& descriptor);

/// The numbers of the frames we send. They go on across encoder restarts and changes of source,
/// because receivers freeze on a step back.
class Vp8Numbers {
public:
    explicit Vp8Numbers(Random& random);

    std::uint16_t picture_id() const { return picture_id_; }
    std::uint8_t tl0_index() const { return tl0_index_; }
    /// To the next frame; both wrap.
    void advance();

private:
    std::uint16_t picture_id_;
    std::uint8_t tl0_index_;
};

/// Cuts `frame` into payloads of at most `payload_max` bytes, descriptor included, whose sizes
/// differ by one byte at most. The last is to be sent with the marker set.
std::vector<ByteBuffer> packetise_vp8(Bytes frame, const Vp8Numbers& numbers,
                                      std::size_t payload_max);

bool is_vp8_key_frame(Bytes frame);

struct Vp8Size {
    int width = 0;
    int height = 0;
    friend bool operator==(const Vp8Size&, const Vp8Size&) = default;
};

/// From the header of a key frame (RFC 6386 §9.1); nothing for other frames and broken headers.
std::optional<Vp8Size> vp8_key_frame_size(Bytes frame);

}  // namespace salon::rtp
