// One DTLS 1.2 connection over datagrams, by OpenSSL, without sockets and without OpenSSL's clock.
//
//   in   datagrams from the peer; data to send; the word that a retransmission is due
//   out  datagrams for the peer; data from it; keys for SRTP (RFC 5764)
//
// `secure` owns the timing. How the retransmission works in virtual time: docs/notes/dtls.md.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/handle.h"
#include "base/result.h"
#include "crypto/certificate.h"
#include "crypto/digest.h"

struct ssl_st;  // OpenSSL's SSL.

namespace salon::crypto {

void free_ssl(ssl_st* ssl);

enum class DtlsRole { Client, Server };

enum class DtlsState {
    Handshaking,
    Connected,
    Closed,            ///< By a close_notify, theirs or ours.
    WrongFingerprint,  ///< The peer's certificate is not the announced one; no keys exist.
    Broken,            ///< Any other fatal alert or protocol error.
};

/// Thread  one owner; nothing blocks
class DtlsLink {
public:
    static constexpr std::size_t handshake_datagram_max = 1200;
    static constexpr std::size_t data_size_max = 16384;       ///< One DTLS record.
    static constexpr std::size_t datagrams_queued_max = 256;  ///< Newest are dropped, as UDP would.

    /// A client writes its ClientHello at once. The peer must show a certificate that has one of
    /// `peer`'s fingerprints, of the strongest hash among them (RFC 8122 §5).
    DtlsLink(const Certificate& certificate, DtlsRole role, std::vector<Fingerprint> peer);

    DtlsLink(DtlsLink&&) noexcept;
    DtlsLink& operator=(DtlsLink&& other) noexcept;
    ~DtlsLink();

    void receive(Bytes datagram);
    /// Sends the last flight again, with new record numbers.
    void retransmit();
    /// True while we wait for an answer and would retransmit without one.
    bool awaits_answer() const;

    /// False, and nothing is sent, unless connected and `data` has 1 to data_size_max bytes.
    bool send(Bytes data);
    /// Sends close_notify when connected. Nothing leaves afterwards.
    void close();

    DtlsState state() const;
    std::optional<ByteBuffer> take_datagram();
    std::optional<ByteBuffer> take_data();

    /// The IANA number of the SRTP profile agreed on; nothing if there was none (RFC 5764 §4.1.2).
    std::optional<std::uint16_t> srtp_profile() const;
    /// Keying material under "EXTRACTOR-dtls_srtp". Only while connected.
    ByteBuffer export_srtp_keys(std::size_t size) const;

private:
    struct Wire;  // What OpenSSL points back to; on the heap so that a link can move.

    void shake_hands();
    void read_data();
    void settle(int result);

    std::unique_ptr<Wire> wire_;
    Handle<ssl_st, free_ssl> ssl_;
};

}  // namespace salon::crypto
