// Turns a path into a private one: DTLS 1.2 handshake with retransmission in the engine's own time,
// the peer's fingerprint, keys for SRTP, and application data (SCTP) under DTLS.
//
//   in   DTLS datagrams (secure::is_dtls) from addresses ICE trusts; data to send
//   out  DTLS datagrams; SecureConnected once; ApplicationData; SecureClosed or SecureFailed at
//   last
//
// Make it when the path is valid (ice::PathValid): an active link's ClientHello is ready to poll at
// once. Sans-IO, on its session's strand.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "crypto/dtls_link.h"
#include "secure/srtp_profile.h"
#include "secure/srtp_session.h"

namespace salon::secure {

enum class Role { Active, Passive };  ///< SDP's a=setup: the active side is the DTLS client.

struct SecureOptions {
    const crypto::Certificate& certificate;  ///< Must outlive the link.
    Role role = Role::Active;
    std::vector<crypto::Fingerprint> peer;  ///< From its description; must not be empty.
    Duration retransmit_first = std::chrono::milliseconds(100);  ///< Then doubling
    Duration retransmit_max = std::chrono::milliseconds(1600);   ///< up to this: 12 times in all.
    Duration patience = std::chrono::seconds(15);                ///< For the whole handshake.
};

struct SecureDatagram {
    ByteBuffer bytes;
};

/// The peer is who its description says. `srtp()` works from now on if there is a profile; a peer
/// that only wants data channels may come without.
struct SecureConnected {
    std::optional<SrtpProfile> profile;
};

struct ApplicationData {
    ByteBuffer bytes;
};

/// The link ended by a close_notify.
struct SecureClosed {};

enum class SecureFailure { WrongFingerprint, TimedOut, Protocol };
std::string_view to_string(SecureFailure failure);

struct SecureFailed {
    SecureFailure reason;
};

using Output =
    std::variant<SecureDatagram, SecureConnected, ApplicationData, SecureClosed, SecureFailed>;

/// Whether a datagram's first byte says DTLS (RFC 7983).
inline bool is_dtls(Bytes datagram) {
    return !datagram.empty() && datagram[0] >= 20 && datagram[0] <= 63;
}

class SecureLink {
public:
    static constexpr std::size_t outputs_max = 512;  ///< Unpolled; further data is dropped.

    SecureLink(SecureOptions options, Moment now);

    void receive(Bytes datagram, Moment now);
    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const;

    /// One DTLS record of application data: never split. False, and nothing is sent, when not
    /// connected or `data` is empty or beyond crypto::DtlsLink::data_size_max.
    bool send(Bytes data);
    /// Tells the peer goodbye (close_notify), if connected. SecureClosed follows.
    void close();

    bool connected() const { return phase_ == Phase::Connected; }
    /// A session with this link's keys. Only after SecureConnected with a profile, and only once:
    /// two senders under one key would repeat key stream.
    SrtpSession srtp() const;

private:
    enum class Phase { Handshaking, Connected, Over };

    void follow(Moment now);
    bool take_datagrams();
    void end(Output last_word);
    std::optional<SrtpProfile> profile() const;

    SecureOptions options_;
    crypto::DtlsLink dtls_;
    Phase phase_ = Phase::Handshaking;
    Duration pause_;
    Moment retransmit_at_ = never;
    Moment give_up_at_;
    std::deque<Output> outputs_;
};

}  // namespace salon::secure
