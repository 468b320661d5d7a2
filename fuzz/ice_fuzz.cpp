// A conversation with an ICE-lite agent. Each step is a byte: time passes, or a datagram arrives
// from one of a few addresses; with the top bit set it is given a right integrity and fingerprint.
#include <cstdlib>

#include "ice/lite_agent.h"

using namespace salon;

namespace {

const stun::IntegrityKey& key() {
    static const stun::IntegrityKey made(as_bytes("our-password-of-24-chars"));
    return made;
}

/// What `bytes` say, as the peer would have sealed it.
ByteBuffer sealed(Bytes bytes) {
    auto received = stun::parse(bytes);
    if (!received) return to_buffer(bytes);
    received->message.username = "ours:theirs";
    return stun::write(received->message, &key());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* start, std::size_t size) {
    Moment now{1h};
    ice::LiteAgent agent({.local = {.ufrag = "ours", .pwd = "our-password-of-24-chars"}}, now);
    ByteReader in(Bytes(start, size));
    while (in.left() > 0) {
        const auto step = in.u8();
        if (step < 0x20) {
            now += std::chrono::milliseconds(step * step * 40);
            agent.advance(now);
        } else {
            const auto bytes = in.take(std::min<std::size_t>(in.left(), in.u8()));
            const auto port = static_cast<std::uint16_t>(step & 0x0F);
            const TransportAddress from{IpAddress::v4(0xC0000201), port};
            const auto datagram = (step & 0x80) != 0 ? sealed(bytes) : to_buffer(bytes);
            agent.receive(datagram, {from}, now);
            while (const auto output = agent.poll()) {
                const auto* reply = std::get_if<Datagram>(&*output);
                if (reply != nullptr && reply->bytes.size() > datagram.size()) std::abort();
            }
        }
        while (agent.poll()) {
        }
        if (agent.deadline() <= now) std::abort();  // advance() leaves nothing due behind.
    }
    return 0;
}
