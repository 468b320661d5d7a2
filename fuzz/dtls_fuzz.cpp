// Datagrams into a SecureLink: before, between and after the flights of a real handshake. The input
// is a row of [length of two bytes, datagram]; length 0xFFFF lets the two real sides exchange one
// round, any other length above 0xF000 lets time pass.
#include <cstdlib>

#include "secure/secure_link.h"

using namespace salon;

namespace {

/// Takes everything `from` wants to say; gives it to `to` if there is one.
void carry(secure::SecureLink& from, secure::SecureLink* to, Moment now) {
    while (const auto output = from.poll()) {
        const auto* datagram = std::get_if<secure::SecureDatagram>(&*output);
        if (datagram != nullptr && to != nullptr) to->receive(datagram->bytes, now);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* start, std::size_t size) {
    static const auto certificate = crypto::Certificate::self_signed();
    static const std::vector peer{certificate.fingerprint()};
    Moment now{1h};
    ByteReader in(Bytes(start, size));
    const auto role = (in.u8() & 1) != 0 ? secure::Role::Active : secure::Role::Passive;
    const auto other = role == secure::Role::Active ? secure::Role::Passive : secure::Role::Active;
    secure::SecureLink target({.certificate = certificate, .role = role, .peer = peer}, now);
    secure::SecureLink helper({.certificate = certificate, .role = other, .peer = peer}, now);
    while (in.left() > 0) {
        const std::size_t length = in.u16();
        if (length == 0xFFFF) {
            carry(helper, &target, now);
            carry(target, &helper, now);
        } else if (length > 0xF000) {
            now += std::chrono::milliseconds(length - 0xF000);
            target.advance(now);
            helper.advance(now);
        } else {
            target.receive(in.take(std::min(length, in.left())), now);
        }
        if (target.connected()) target.send(as_bytes("data"));
        carry(target, nullptr, now);
        if (target.deadline() <= now) std::abort();
    }
    target.close();
    return 0;
}
