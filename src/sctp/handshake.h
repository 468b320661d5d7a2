// The words of the four-way handshake: INIT, INIT-ACK, COOKIE-ECHO, COOKIE-ACK (RFC 9260 §5).
//   in   the peer's INIT and INIT-ACK, our cookies as they come back
//   out  chunks that answer them, the peer's terms
//
// Nothing of a peer's INIT is kept: the cookie carries it. Both ends may begin at once (§5.2.1): we
// answer with the same tag as in our own INIT, so whichever cookie comes back first describes the
// same association. When to say what, and how often, is the association's.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "sctp/cookie.h"
#include "sctp/packet.h"

namespace salon::sctp {

class Handshake {
public:
    /// `ours` is our INIT; `seal` a number that nobody else knows.
    Handshake(const InitChunk& ours, std::uint64_t seal) : ours_(ours), seal_(seal) {}

    std::uint64_t seal() const { return seal_; }
    std::uint32_t tag() const { return ours_.tag; }
    std::uint32_t first_tsn() const { return ours_.first_tsn; }

    ByteBuffer init() const { return write_chunk(ours_); }
    /// The INIT-ACK that `theirs` deserves; empty when it makes no sense.
    ByteBuffer answer(const InitChunk& theirs) const;
    /// Takes the peer's INIT-ACK and keeps its cookie. Nothing when it breaks the rules.
    std::optional<PeerTerms> answered(const InitChunk& theirs);
    /// The peer's cookie, to be said until the peer confirms it.
    ByteBuffer echo() const { return write_chunk(OpaqueChunk{ChunkType::CookieEcho, cookie_}); }
    /// What our own cookie says; nothing when it is not ours.
    std::optional<PeerTerms> echoed(Bytes cookie) const { return read_cookie(seal_, cookie); }

    void done() { cookie_.clear(); }

private:
    InitChunk ours_;
    std::uint64_t seal_;
    ByteBuffer cookie_;  // The peer's, until it confirms it.
};

}  // namespace salon::sctp
