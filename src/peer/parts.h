// What a Peer is made of, and how its parts hand each other what arrives.
//
//   datagram → packet_kind → ice │ secure → texts │ srtp → traffic
//   outputs  ← gather: everything the parts say, in the order in which they say it
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "peer/peer.h"
#include "peer/reach.h"
#include "peer/text_channel.h"
#include "peer/traffic.h"
#include "secure/secure_link.h"
#include "secure/srtp_session.h"

namespace salon::peer {

/// What one answer settled.
struct Agreement {
    sdp::Answer answer;
    std::string text;
    sdp::LocalTransport local;
    std::vector<crypto::Fingerprint> remote_fingerprints;  ///< Not empty.
};

class Peer::Parts {
public:
    Parts(Agreement agreement, const PeerOptions& options, Random random, Moment now);

    void receive(MutableBytes datagram, Path from, Moment now);
    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const;

    void send_audio(const EncodedAudio& audio, Moment now);
    void send_video(const EncodedPicture& picture, Moment now);
    void send_text(std::string text, Moment now);
    void request_key_frame(Moment now);
    void close(Moment now);

    void add_local(const ice::LocalCandidate& candidate, Moment now);
    void add_remote(const sdp::Candidate& candidate, Moment now);
    void end_of_candidates(Moment now);
    void remove_leg(Leg leg, Moment now);
    /// The outcome of a further offer; with new credentials ICE restarts.
    void agree_anew(Agreement agreement, bool restarts, Moment now);
    std::string draw(std::size_t letters) { return random_.letters(letters); }

    const Agreement& agreement() const { return agreement_; }
    const PeerOptions& options() const { return options_; }
    const Traffic& traffic() const { return traffic_; }
    bool connected() const { return connected_ && !closed_; }
    bool closed() const { return closed_; }
    bool trusts(const Path& path) const { return ice_.trusts(path); }
    PeerStats stats() const;

private:
    void sort(MutableBytes datagram, Path from, Moment now);
    bool receive_media(MutableBytes packet, Moment now);
    void note_source(Bytes packet);
    bool has_moved(const Path& to, Moment now) const;
    void follow(const Path& path, Moment now);

    void gather(Moment now);
    bool gather_ice(Moment now);
    bool gather_secure(Moment now);
    bool gather_texts();
    bool gather_traffic();
    void take(ice::Output output, Moment now);
    void take(secure::Output output, Moment now);
    void take(TextChannel::Output output);
    void take(Traffic::Output output);

    void start_handshake(Moment now);
    void handshake_done(const secure::SecureConnected& link, Moment now);
    void end(CloseReason reason);
    void send_to_peer(ByteBuffer bytes);
    void emit(Output output);
    void check_consistent() const;

    PeerOptions options_;
    Agreement agreement_;
    Random random_;
    Moment answered_at_;
    Moment give_up_at_;  // On the handshake; never once connected.
    Reach ice_;
    std::optional<secure::SecureLink> link_;   // From the first valid path.
    std::optional<secure::SrtpSession> srtp_;  // From the handshake's end, if there is media.
    std::optional<TextChannel> texts_;         // If the offer has a data section.
    Traffic traffic_;
    std::optional<CloseReason> ending_;   // Found by a part; told when all have spoken.
    Moment heard_at_ = Moment::min();     // Media, by the path in use.
    std::optional<Path> roaming_;         // By which media came since, if by another one.
    std::vector<std::uint32_t> sources_;  // Proven, and told; at most sources_told_max.
    bool connected_ = false;
    bool closed_ = false;
    std::deque<Output> outputs_;
    PeerStats stats_;  // Of datagrams; the parts count the rest.
};

}  // namespace salon::peer
