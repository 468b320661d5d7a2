// Drives a whole peer with op-codes: datagrams of all kinds, plain and under the call's own keys,
// commands, and time that passes. The other end is a simulated browser that shook hands before.
//
//   op │ argument        each op is one byte; bytes are a length byte and as many bytes
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/check.h"
#include "peer/peer.h"
#include "world/browser.h"

namespace {

using namespace salon;

constexpr Moment start{1h};
TransportAddress home_of(std::uint16_t port) {
    return {.ip = IpAddress::v4(0xc0000201), .port = static_cast<std::uint16_t>(5000 + port)};
}

const crypto::Certificate& certificate() {
    static const auto made = crypto::Certificate::self_signed();
    return made;
}

class FuzzedCall {
public:
    explicit FuzzedCall(std::uint8_t setup)
        : browser_(certificate(), {}, Random(7)), peer_(answered(browser_, setup)) {
        check(browser_.accept(peer_.answer_text(), now_));
        for (int rounds = 0; rounds < 200 && !peer_.connected(); ++rounds) pass(10ms);
        check(peer_.connected());
    }

    void obey(std::uint8_t op, ByteReader& in) {
        switch (op % 12) {
            case 0:
                return pass(Duration(std::int64_t{in.u8()} * 4'000));
            case 1:
                return pass(Duration(std::int64_t{in.u8()} * 500'000));
            case 2:
                return give(bytes(in), home_of(1));
            case 3:
                return give(bytes(in), home_of(2));
            case 4:
                return browser_.say_rtp(media(in));
            case 5:
                return browser_.say_rtcp(bytes(in));
            case 6:
                return browser_.say_data(bytes(in), now_);
            case 7:
                return damage(in.u8(), in.u8());
            case 8:
                return peer_.send_audio({.bytes = bytes(in)}, now_);
            case 9:
                return peer_.send_video({.bytes = bytes(in), .keyframe = true}, now_);
            case 10:
                return peer_.send_text(std::string(as_text(bytes(in))), now_);
            default:
                return rare(in.u8());
        }
    }

    /// Both ends run until nothing more happens at this moment.
    void settle() {
        for (int rounds = 0; rounds < 20; ++rounds) {
            while (auto output = browser_.poll()) {
                if (auto* datagram = std::get_if<Datagram>(&*output)) {
                    last_ = datagram->bytes;
                    give(std::move(datagram->bytes), home_of(1));
                }
            }
            if (!drain_peer()) return;
        }
    }

private:
    static peer::Peer answered(const testing_world::SimulatedBrowser& browser, std::uint8_t setup) {
        const peer::PeerOptions options{
            .certificate = &certificate(),
            .candidates = {{.address = home_of(3)}},
            .setup = setup % 2 == 0 ? sdp::Setup::Active : sdp::Setup::Passive};
        auto peer = peer::Peer::answer(browser.offer(), options, Random(8), start);
        check(peer.has_value());
        return std::move(*peer);
    }

    static ByteBuffer bytes(ByteReader& in) {
        const auto size = std::min<std::size_t>(in.u8(), in.left());
        return to_buffer(in.take(size));
    }

    /// A packet that belongs to a section, so that what is behind the sorting is reached, too.
    static ByteBuffer media(ByteReader& in) {
        constexpr auto types = std::to_array<std::uint8_t>({111, 96, 97, 63});
        const auto kind = in.u8();
        ByteWriter out;
        out.u8(0x80).u8(types[kind % types.size()] | (kind & 0x80));
        out.u16(in.u16()).u32(in.u16()).u32(1 + kind % types.size());
        return out.bytes(bytes(in)).take();
    }

    void rare(std::uint8_t which) {
        if (which == 0) peer_.close(now_);
        if (which == 1) browser_.close(now_);
        if (which == 2) peer_.request_key_frame(now_);
        if (which == 3) browser_.request_key_frame(now_);
        if (which == 4) browser_.send_text("text", now_);
    }

    void give(ByteBuffer datagram, TransportAddress from) { peer_.receive(datagram, {from}, now_); }

    void damage(std::uint8_t at, std::uint8_t with) {
        auto datagram = last_;
        if (!datagram.empty()) datagram[at % datagram.size()] ^= with;
        give(std::move(datagram), home_of(1));
    }

    void pass(Duration length) {
        const auto end = now_ + length;
        settle();
        for (int steps = 0; steps < 2'000; ++steps) {
            const auto next = std::min(peer_.deadline(), browser_.deadline());
            if (next > end) break;
            now_ = std::max(now_, next);
            peer_.advance(now_);
            check(peer_.deadline() > now_ || steps < 1'000);  // A deadline must move.
            browser_.advance(now_);
            settle();
        }
        now_ = end;
    }

    bool drain_peer() {
        bool any = false;
        while (auto output = peer_.poll()) {
            check(endings_ == 0 || std::holds_alternative<Datagram>(*output));
            endings_ += std::holds_alternative<peer::Closed>(*output);
            auto* datagram = std::get_if<Datagram>(&*output);
            if (!datagram) continue;
            check(datagram->bytes.size() <= datagram_size_max);
            any = true;
            if (datagram->to == home_of(1)) {
                browser_.receive(datagram->bytes, {home_of(3)}, now_);
            }
        }
        return any;
    }

    Moment now_ = start;
    testing_world::SimulatedBrowser browser_;
    peer::Peer peer_;
    ByteBuffer last_;
    int endings_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteReader in(Bytes(data, size));
    FuzzedCall call(in.u8());
    for (int ops = 0; ops < 200 && in.left() > 0; ++ops) {
        call.obey(in.u8(), in);
        call.settle();
    }
    return 0;
}
