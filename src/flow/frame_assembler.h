// Puts VP8 frames together and gives them in an order that decodes (RFC 7741).
//   in   the packets of one stream, first hand or repaired, in any order
//   out  complete frames, each decodable after those given before; what to ask of the sender
//
// A frame is out with its last packet: nothing waits for the next one. What is missing is asked for
// by NACK. When a gap is older than max(2 round trips, 200 ms) and no frame behind it decodes
// without it, the picture is lost: nothing is given but the next key frame, which is asked for
// until it comes. On its session's strand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/media_time.h"
#include "base/time.h"
#include "flow/key_frame_requests.h"
#include "flow/nack_ledger.h"
#include "rtp/sequence.h"
#include "rtp/vp8.h"

namespace salon::flow {

struct VideoFrame {
    ByteBuffer bytes{};
    bool key_frame = false;
    MediaTime time{.ticks = 0, .rate = 90'000};
};
/// To be asked for in a generic NACK.
struct PacketsMissing {
    std::vector<rtp::Sequence> sequences{};
};
/// To be asked for in a PLI.
struct KeyFrameMissing {};

using AssemblerOutput = std::variant<VideoFrame, PacketsMissing, KeyFrameMissing>;

struct FrameAssemblerPolicy {
    bool nack = true;  ///< Whether the peer answers NACKs; else every loss waits for a key frame.
    NackPolicy nacks{};
    Duration gap_patience_min = std::chrono::milliseconds(200);  ///< Or two round trips.
    Duration key_frame_every = std::chrono::seconds(1);
    std::size_t packets_max = 1024;  ///< Of incomplete frames; then the oldest go.
    std::size_t bytes_max =
        std::size_t{4} * 1024 * 1024;  ///< Of frames that wait; then the oldest go.
};

struct FrameAssemblerStats {
    std::uint64_t frames = 0;          ///< Given.
    std::uint64_t key_frames = 0;      ///< Among them.
    std::uint64_t frames_dropped = 0;  ///< Complete, but of no use: their reference was lost.
    std::uint64_t late = 0;            ///< Packets of frames given or given up already.
    std::uint64_t malformed = 0;       ///< Packets whose descriptor is broken.
    std::uint64_t asked = 0;           ///< Sequence numbers in NACKs.
    std::uint64_t key_frames_asked = 0;
    std::uint64_t pictures_lost = 0;  ///< How often only a key frame could help.
};

/// A packet as it came or as it was before it was lost.
struct VideoPacket {
    rtp::Sequence sequence{};
    std::int64_t timestamp = 0;  ///< Unwrapped, 90,000 a second.
    bool marker = false;
    Bytes payload{};  ///< Empty in packets that only pad.
};

class FrameAssembler {
public:
    explicit FrameAssembler(FrameAssemblerPolicy policy);

    void receive(const VideoPacket& packet, Moment now);
    void advance(Moment now);
    std::optional<AssemblerOutput> poll();
    Moment deadline() const;

    /// The decoder or somebody new wants one. What comes until then is given all the same.
    void request_key_frame(Moment now);
    void set_round_trip(Duration length);

    const FrameAssemblerStats& stats() const { return stats_; }

private:
    struct Piece {
        std::int64_t timestamp = 0;
        bool marker = false;
        bool reached = false;  // Everything from its frame's first packet to here is present.
        rtp::Vp8Descriptor descriptor{};
        ByteBuffer data{};  // Empty: a packet that only pads.
        Moment arrived{};
    };
    struct Whole {
        VideoFrame frame{};
        rtp::Vp8Descriptor descriptor{};
        rtp::Sequence last{};
        Moment arrived{};
    };
    using Pieces = std::map<rtp::Sequence, Piece>;
    using Wholes = std::map<rtp::Sequence, Whole>;

    static bool starts_key_frame(const Piece& piece);
    bool knows(rtp::Sequence sequence) const;
    void insert(rtp::Sequence sequence, Piece piece);
    void reach(Pieces::iterator piece);
    void assemble(Pieces::iterator last);

    void give_what_decodes(Moment now);
    void move_frontier();
    bool give_next();
    bool give_key_frame();
    bool give_independent();
    bool decodes_after_gap(const rtp::Vp8Descriptor& descriptor) const;
    void give(Wholes::iterator whole);
    void lose_picture(Moment now);
    void lose_everything(Moment now);
    void drop_before(rtp::Sequence sequence);
    void drop_useless();
    void drop_older_than(Moment moment);
    void keep_limits(Moment now);
    std::optional<Moment> gap_since() const;
    Duration gap_patience() const;

    FrameAssemblerPolicy policy_;
    FrameAssemblerStats stats_;
    NackLedger nacks_;
    KeyFrameRequests key_frames_;
    Duration round_trip_{0};

    Pieces pieces_;                           // Of incomplete frames; at most packets_max.
    Wholes wholes_;                           // Complete frames that wait, by their first packet.
    std::size_t bytes_ = 0;                   // In pieces_ and wholes_; at most bytes_max.
    std::optional<rtp::Sequence> expected_;   // Follows the last packet given.
    std::optional<rtp::Sequence> frontier_;   // The first from there that has not come.
    std::optional<std::uint8_t> base_index_;  // TL0PICIDX of the last base-layer frame given.
    int layers_whole_ = 0;                    // Temporal layers up to here miss no frame.
    bool lost_ = true;                        // Only a key frame can go on from here.
    std::deque<VideoFrame> frames_;           // Emptied by poll after every call.
    Moment now_ = Moment::min();
};

}  // namespace salon::flow
