// What OpenSSL reads from and writes to: one datagram at a time in each direction, never merged,
// never split. Also holds on to OpenSSL's retransmission timer, so that time can be ours (see
// docs/notes/dtls.md). Inside `crypto` only.
#pragma once

#include <deque>

#include "base/bytes.h"

struct bio_st;  // OpenSSL's BIO.
struct timeval;

namespace salon::crypto {

struct DatagramWire {
    std::size_t mtu;         // Told to OpenSSL when it asks.
    std::size_t queued_max;  // Further datagrams are dropped, as UDP would.
    Bytes arriving{};        // The datagram OpenSSL may read; empty when it was.
    std::deque<ByteBuffer> leaving{};
    timeval* alarm = nullptr;  // Inside the SSL object; when it would retransmit.
};

/// A BIO on `wire`, which must outlive its use. The caller owns it, or hands it to SSL_set_bio.
bio_st* make_datagram_bio(DatagramWire& wire);

}  // namespace salon::crypto
