// The assembler against a sender of VP8 behind a lossy network that answers NACKs and PLIs, for
// many seeds: what comes out must decode, whatever was lost.
#include <map>
#include <optional>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "flow/frame_assembler.h"
#include "world/link.h"
#include "world/start.h"
#include "world/world.h"

namespace salon::flow {
namespace {

constexpr Duration frame_every = 33'333us;

struct Sent {
    std::int64_t sequence = 0;
    std::int64_t timestamp = 0;
    bool marker = false;
    ByteBuffer payload{};
};

struct Frame {
    ByteBuffer bytes{};
    bool key = false;
    int layer = 0;
    std::vector<std::int64_t> needs{};  ///< Frames that must have been decoded before.
};

/// Encodes noise with the references of libvpx's two temporal layers, or with none.
class Camera {
public:
    Camera(Random& random, bool layers) : random_(random), layers_(layers), numbers_(random) {}

    std::vector<Sent> capture() {
        const auto number = static_cast<std::int64_t>(frames.size());
        Frame frame{.bytes = ByteBuffer(1 + random_.below(5000)), .key = key_wanted_};
        random_.fill(frame.bytes);
        frame.bytes[0] = static_cast<std::uint8_t>((frame.bytes[0] & 0xFE) | (frame.key ? 0 : 1));
        if (frame.key) since_key_ = 0;
        frame.layer = layers_ && since_key_ % 2 == 1 ? 1 : 0;
        const bool sync = frame.layer == 1 && since_key_ % 8 == 1;
        if (!frame.key) {
            frame.needs.push_back(*base_);
            if (frame.layer == 1 && !sync) frame.needs.push_back(*upper_);
        }
        if (frame.layer == 0) ++base_index_;
        auto packets = cut(frame, number, sync);
        (frame.layer == 0 ? base_ : upper_) = number;
        key_wanted_ = false;
        ++since_key_;
        frames.push_back(std::move(frame));
        return packets;
    }
    void want_key_frame() { key_wanted_ = true; }

    std::vector<Frame> frames;

private:
    std::vector<Sent> cut(const Frame& frame, std::int64_t number, bool sync) {
        std::vector<Sent> packets;
        for (const auto& cut : rtp::packetise_vp8(frame.bytes, numbers_, 1100)) {
            const auto payload = rtp::parse_vp8(cut);
            auto descriptor = payload->descriptor;
            descriptor.tl0_index = base_index_;
            descriptor.temporal_layer = static_cast<std::uint8_t>(frame.layer);
            descriptor.layer_sync = sync;
            ByteWriter out;
            write_vp8_descriptor(out, descriptor);
            packets.push_back({.sequence = next_++,
                               .timestamp = number * 3000,
                               .payload = out.bytes(payload->data).take()});
        }
        packets.back().marker = true;
        numbers_.advance();
        return packets;
    }

    Random& random_;
    bool layers_;
    rtp::Vp8Numbers numbers_;
    bool key_wanted_ = true;
    int since_key_ = 0;
    std::optional<std::int64_t> base_, upper_;
    std::uint8_t base_index_ = 0;
    std::int64_t next_ = 65'500;
};

/// A call of one direction: camera, network, assembler, and a decoder that checks what it is given.
class Call {
public:
    Call(std::uint64_t seed, bool layers, testing_world::LinkPolicy policy)
        : random_(seed), camera_(random_, layers), link_(policy), back_({.delay = policy.delay}) {
        assembler_.set_round_trip(2 * policy.delay);
    }

    void run(int frames) {
        for (int i = 0; i < frames; ++i) {
            const auto now = start + i * frame_every;
            live_until(now);
            for (auto& packet : camera_.capture()) {
                send(packet, now);
                sent_.emplace(packet.sequence, std::move(packet));
            }
        }
        live_until(start + frames * frame_every + 5s);
    }

    std::size_t given = 0;
    std::size_t keys_asked = 0;
    const FrameAssemblerStats& stats() const { return assembler_.stats(); }

private:
    void send(const Sent& packet, Moment now) {
        for (const auto moment : link_.carry(packet.payload.size(), now, random_)) {
            arrivals_.emplace(moment, packet.sequence);
        }
    }

    void live_until(Moment end) {
        for (;;) {
            const auto arrival = arrivals_.empty() ? never : arrivals_.begin()->first;
            const auto request = requests_.empty() ? never : requests_.begin()->first;
            const auto now = std::min({arrival, request, assembler_.deadline()});
            if (now > end) return;
            if (now == request) {
                answer(requests_.begin()->second, now);
                requests_.erase(requests_.begin());
            } else if (now == arrival) {
                const auto& packet = sent_.at(arrivals_.begin()->second);
                assembler_.receive({.sequence = rtp::Sequence(packet.sequence),
                                    .timestamp = packet.timestamp,
                                    .marker = packet.marker,
                                    .payload = packet.payload},
                                   now);
                arrivals_.erase(arrivals_.begin());
            } else {
                assembler_.advance(now);
            }
            collect(now);
        }
    }

    // What was missing is sent again; nothing missing means that a key frame is.
    void answer(const std::vector<rtp::Sequence>& missing, Moment now) {
        if (missing.empty()) camera_.want_key_frame();
        for (const auto sequence : missing) send(sent_.at(sequence.value()), now);
    }

    void collect(Moment now) {
        while (auto output = assembler_.poll()) {
            if (const auto* frame = std::get_if<VideoFrame>(&*output)) {
                decode(*frame);
                continue;
            }
            auto* missing = std::get_if<PacketsMissing>(&*output);
            if (!missing) ++keys_asked;
            for (const auto moment : back_.carry(50, now, random_)) {
                requests_.emplace(moment,
                                  missing ? missing->sequences : std::vector<rtp::Sequence>());
            }
        }
        ASSERT_GT(assembler_.deadline(), now) << "what is due has been taken";
    }

    void decode(const VideoFrame& frame) {
        ++given;
        const auto number = frame.time.ticks / 3000;
        const auto& original = camera_.frames.at(static_cast<std::size_t>(number));
        ASSERT_EQ(frame.bytes, original.bytes);
        ASSERT_EQ(frame.key_frame, original.key);
        ASSERT_GT(number, last_given_) << "in order, each once";
        last_given_ = number;
        for (const auto needed : original.needs) {
            ASSERT_TRUE(decoded_.contains(needed)) << number << " needs " << needed;
        }
        decoded_.insert(number);
    }

    Random random_;
    Camera camera_;
    testing_world::Link link_, back_;
    FrameAssembler assembler_{{}};
    std::map<std::int64_t, Sent> sent_;
    std::multimap<Moment, std::int64_t> arrivals_;
    std::multimap<Moment, std::vector<rtp::Sequence>> requests_;
    std::set<std::int64_t> decoded_;
    std::int64_t last_given_ = -1;
};

class OnAnyNetwork : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(FrameAssembler, OnAnyNetwork, testing::Bool(), [](const auto& layers) {
    return layers.param ? "TwoTemporalLayers" : "OneLayer";
});

TEST_P(OnAnyNetwork, GivesEveryFrameWhenNothingIsLost) {
    Call call(1, GetParam(), {.delay = 30ms, .reordering = 0.02});
    call.run(300);
    EXPECT_EQ(call.given, 300U);
    EXPECT_EQ(call.stats().pictures_lost, 0U);
}

TEST_P(OnAnyNetwork, GivesOnlyWhatDecodesAndGoesOnAfterEveryLoss) {
    for (const auto seed : testing_world::seeds(60)) {
        SCOPED_TRACE(seed);
        Random random(seed);
        Call call(seed, GetParam(),
                  {.delay = Duration(static_cast<std::int64_t>(random.below(150'000))),
                   .jitter = Duration(static_cast<std::int64_t>(random.below(50'000))),
                   .loss = random.unit() * 0.1,
                   .duplication = random.unit() * 0.1,
                   .reordering = random.unit() * 0.1});
        call.run(300);
        ASSERT_GE(call.given, 60U) << "it went on";
        if (HasFatalFailure()) return;
    }
}

TEST_P(OnAnyNetwork, RepairsAUsualLossWithoutAnyKeyFrame) {
    std::size_t given = 0;
    for (const auto seed : testing_world::seeds(20)) {
        SCOPED_TRACE(seed);
        Call call(seed, GetParam(), {.delay = 20ms, .loss = 0.03});
        call.run(300);
        given += call.given;
        if (HasFatalFailure()) return;
    }
    EXPECT_GE(given, 20 * 300 * 98 / 100U);
}

}  // namespace
}  // namespace salon::flow
