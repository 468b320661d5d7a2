#include "peer/parts.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/overload.h"
#include "base/take_front.h"
#include "peer/media_source.h"
#include "peer/packet_kind.h"
#include "rtp/rtcp.h"

namespace salon::peer {

namespace {

constexpr Duration roaming_silence = 100ms;        // Of the path in use, which carries 20 ms audio.
constexpr std::size_t datagram_received_min = 12;  // An RTP header; nothing of ours is shorter.

secure::Role role_of(sdp::Setup ours) {
    return ours == sdp::Setup::Passive ? secure::Role::Passive : secure::Role::Active;
}

sctp::Role sctp_role_of(sdp::Setup ours) {
    return ours == sdp::Setup::Passive ? sctp::Role::Server : sctp::Role::Client;
}

std::optional<TextChannel> text_channel_of(const sdp::Answer& answer) {
    const auto* plan = answer.plan(sdp::MediaKind::Data);
    if (plan == nullptr) return std::nullopt;
    return TextChannel(*plan);
}

bool has_media(const sdp::Answer& answer) {
    return answer.plan(sdp::MediaKind::Audio) != nullptr ||
           answer.plan(sdp::MediaKind::Video) != nullptr;
}

}  // namespace

Peer::Parts::Parts(Agreement agreement, const PeerOptions& options, Random random, Moment now)
    : options_(options),
      agreement_(std::move(agreement)),
      random_(random),
      answered_at_(now),
      give_up_at_(now + options.handshake_patience),
      ice_(options_, {.ufrag = agreement_.local.ufrag, .pwd = agreement_.local.pwd},
           agreement_.answer.remote, random_.fork(), now),
      texts_(text_channel_of(agreement_.answer)),
      traffic_({.media = agreement_.answer.media,
                .cname = agreement_.local.cname,
                .ntp_at_zero = options.ntp_at_zero},
               random_.fork()) {
    gather(now);
}

void Peer::Parts::receive(MutableBytes datagram, Path from, Moment now) {
    ++stats_.datagrams_received;
    if (closed_) {
        ++stats_.dropped.after_close;
        return;
    }
    sort(datagram, from, now);
    gather(now);
}

void Peer::Parts::sort(MutableBytes datagram, Path from, Moment now) {
    if (datagram.size() < datagram_received_min || datagram.size() > datagram_received_max) {
        ++stats_.dropped.size;
        return;
    }
    const auto kind = packet_kind(datagram);
    if (kind == PacketKind::Stun) return ice_.receive(datagram, from, now);
    if (kind == PacketKind::Unknown) {
        ++stats_.dropped.kind;
        return;
    }
    const bool media = kind == PacketKind::Media;
    if (!ice_.trusts(from) && !(media && connected() && has_moved(from, now))) {
        ++stats_.dropped.untrusted;
    } else if (media) {
        if (receive_media(datagram, now)) follow(from, now);
    } else if (link_) {
        link_->receive(datagram, now);
    }
}

/// When a NAT forgets the peer's address, its media goes on from another one, and the next check
/// may be seconds away. What opens with the call's keys is the peer's; but as long as the path in
/// use lives, somebody may only be repeating it from elsewhere.
bool Peer::Parts::has_moved(const Path& to, Moment now) const {
    return to == roaming_ || now >= heard_at_ + roaming_silence;
}

/// Genuine media came by `path`. Where the peer sends it is where the peer is, also when it has yet
/// to nominate that path.
void Peer::Parts::follow(const Path& path, Moment now) {
    if (ice_.path() == path) {
        heard_at_ = now;
        roaming_.reset();
    } else if (has_moved(path, now)) {
        roaming_ = path;
        ice_.roamed(path, now);
    }
}

/// Whether it was genuine.
bool Peer::Parts::receive_media(MutableBytes packet, Moment now) {
    if (!srtp_) {
        ++stats_.dropped.early;
        return false;
    }
    const bool rtcp = rtp::is_rtcp(packet);
    const auto opened = rtcp ? srtp_->unprotect_rtcp(packet) : srtp_->unprotect(packet);
    if (!opened) {
        ++stats_.dropped.unprotect;
        return false;
    }
    if (!rtcp) note_source(*opened);
    rtcp ? traffic_.receive_rtcp(*opened, now) : traffic_.receive_rtp(*opened, now);
    return true;
}

void Peer::Parts::note_source(Bytes packet) {
    const auto ssrc = media_source(packet);
    if (!ssrc || sources_.size() == sources_told_max) return;
    if (std::ranges::find(sources_, *ssrc) != sources_.end()) return;
    sources_.push_back(*ssrc);
    emit(SourceProven{*ssrc});
}

void Peer::Parts::advance(Moment now) {
    if (closed_) return;
    ice_.advance(now);
    if (link_) link_->advance(now);
    if (texts_) texts_->advance(now);
    traffic_.advance(now);
    if (now >= give_up_at_) ending_ = CloseReason::HandshakeTimeout;
    gather(now);
}

std::optional<Output> Peer::Parts::poll() {
    if (outputs_.empty()) return std::nullopt;
    auto output = std::move(outputs_.front());
    outputs_.pop_front();
    if (std::holds_alternative<Datagram>(output)) ++stats_.datagrams_sent;
    return output;
}

Moment Peer::Parts::deadline() const {
    if (closed_) return never;
    return std::min({give_up_at_, ice_.deadline(), link_ ? link_->deadline() : never,
                     texts_ ? texts_->deadline() : never, traffic_.deadline()});
}

void Peer::Parts::send_audio(const EncodedAudio& audio, Moment now) {
    if (!connected()) return;
    traffic_.send_audio(audio, now);
    gather(now);
}

void Peer::Parts::send_video(const EncodedPicture& picture, Moment now) {
    if (!connected()) return;
    traffic_.send_video(picture, now);
    gather(now);
}

void Peer::Parts::send_text(std::string text, Moment now) {
    if (closed_ || !texts_) return;
    texts_->send(std::move(text), now);
    gather(now);
}

void Peer::Parts::request_key_frame(Moment now) {
    if (!connected()) return;
    traffic_.request_key_frame(now);
    gather(now);
}

void Peer::Parts::close(Moment now) {
    if (closed_) return;
    if (connected_) {
        traffic_.say_goodbye();
        if (texts_) texts_->close(now);
        gather_traffic();
        gather_texts();
    }
    if (link_) link_->close();
    ending_ = CloseReason::LocalClose;
    gather(now);
}

void Peer::Parts::add_local(const ice::LocalCandidate& candidate, Moment now) {
    if (closed_) return;
    options_.candidates.push_back(candidate);
    if (ice_.add_local(candidate, now)) {
        auto told = to_sdp(candidate);
        agreement_.local.candidates.push_back(told);
        told.ufrag = agreement_.local.ufrag;
        emit(CandidateFound{sdp::write_candidate(told)});
    }
    gather(now);
}

void Peer::Parts::end_of_candidates(Moment) {
    if (closed_ || agreement_.local.end_of_candidates) return;
    agreement_.local.end_of_candidates = true;
    emit(CandidateFound{});
}

void Peer::Parts::remove_leg(Leg leg, Moment now) {
    if (closed_) return;
    ice_.remove_leg(leg, now);
    gather(now);
}

void Peer::Parts::add_remote(const sdp::Candidate& candidate, Moment now) {
    if (closed_) return;
    ice_.add_remote(candidate, now);
    gather(now);
}

void Peer::Parts::agree_anew(Agreement agreement, bool restarts, Moment now) {
    if (closed_) return;
    agreement_ = std::move(agreement);
    if (restarts) {
        const ice::Credentials local{.ufrag = agreement_.local.ufrag, .pwd = agreement_.local.pwd};
        ice_.restart(local, agreement_.answer.remote, now);
    }
    gather(now);
}

void Peer::Parts::gather(Moment now) {
    bool more = true;
    while (more) {  // One part's word may be another's news: data from DTLS is SCTP's packet.
        more = gather_ice(now);
        more = gather_secure(now) || more;
        more = gather_texts() || more;
        more = gather_traffic() || more;
    }
    if (ending_ && !closed_) end(*ending_);
    check_consistent();
}

bool Peer::Parts::gather_ice(Moment now) {
    auto output = ice_.poll();
    if (!output) return false;
    take(std::move(*output), now);
    return true;
}

bool Peer::Parts::gather_secure(Moment now) {
    auto output = link_ ? link_->poll() : std::nullopt;
    if (!output) return false;
    take(std::move(*output), now);
    return true;
}

bool Peer::Parts::gather_texts() {
    bool any = false;
    while (auto output = texts_ ? texts_->poll() : std::nullopt) {
        take(std::move(*output));
        any = true;
    }
    return any;
}

bool Peer::Parts::gather_traffic() {
    bool any = false;
    while (auto output = traffic_.poll()) {
        take(std::move(*output));
        any = true;
    }
    return any;
}

void Peer::Parts::take(ice::Output output, Moment now) {
    std::visit(overload{[&](Datagram& datagram) { emit(std::move(datagram)); },
                        [&](ice::PathValid&) { start_handshake(now); },
                        [&](ice::PathSelected&) { heard_at_ = now; },  // Its media may be late.
                        [&](ice::Failed& failed) {
                            const bool came = failed.reason == ice::FailReason::ConsentLost;
                            ending_ =
                                came ? CloseReason::ConsentLost : CloseReason::HandshakeTimeout;
                        }},
               output);
}

void Peer::Parts::take(secure::Output output, Moment now) {
    std::visit(
        overload{[&](secure::SecureDatagram& datagram) { send_to_peer(std::move(datagram.bytes)); },
                 [&](secure::SecureConnected& link) { handshake_done(link, now); },
                 [&](secure::ApplicationData& data) {
                     if (texts_) texts_->receive(data.bytes, now);
                 },
                 [&](secure::SecureClosed&) {
                     if (!ending_) ending_ = CloseReason::PeerClosed;
                 },
                 [&](secure::SecureFailed& failed) {
                     const bool late = failed.reason == secure::SecureFailure::TimedOut;
                     ending_ = late ? CloseReason::HandshakeTimeout : CloseReason::SecureFailed;
                 }},
        output);
}

void Peer::Parts::take(TextChannel::Output output) {
    std::visit(overload{[&](sctp::SctpPacket& packet) { link_->send(packet.bytes); },
                        [&](ChannelOpened& opened) { emit(std::move(opened)); },
                        [&](TextArrived& text) { emit(std::move(text)); },
                        [&](TextChannel::Ended&) {
                            if (!ending_) ending_ = CloseReason::PeerClosed;
                        }},
               output);
}

void Peer::Parts::take(Traffic::Output output) {
    std::visit(overload{[&](Traffic::RtpPacket& packet) {
                            if (srtp_ && srtp_->protect(packet.bytes)) {
                                send_to_peer(std::move(packet.bytes));
                            }
                        },
                        [&](Traffic::RtcpPacket& packet) {
                            if (srtp_ && srtp_->protect_rtcp(packet.bytes)) {
                                send_to_peer(std::move(packet.bytes));
                            }
                        },
                        [&](auto& event) { emit(std::move(event)); }},
               output);
}

void Peer::Parts::start_handshake(Moment now) {
    if (link_) return;
    link_.emplace(secure::SecureOptions{.certificate = *options_.certificate,
                                        .role = role_of(agreement_.answer.remote.setup),
                                        .peer = agreement_.remote_fingerprints,
                                        .patience = options_.handshake_patience},
                  now);
}

void Peer::Parts::handshake_done(const secure::SecureConnected& link, Moment now) {
    if (has_media(agreement_.answer) && !link.profile) {
        ending_ = CloseReason::SecureFailed;
        return;
    }
    if (link.profile) srtp_.emplace(link_->srtp());
    connected_ = true;
    give_up_at_ = never;
    stats_.handshake_time = now - answered_at_;
    emit(Connected{});
    traffic_.start(now);
    if (texts_) texts_->connect(sctp_role_of(agreement_.answer.remote.setup), random_, now);
}

void Peer::Parts::end(CloseReason reason) {
    closed_ = true;
    emit(Closed{reason});
}

void Peer::Parts::send_to_peer(ByteBuffer bytes) {
    if (const auto path = ice_.path()) {
        emit(Datagram{.bytes = std::move(bytes), .to = path->remote, .leg = path->leg});
    };
}

void Peer::Parts::emit(Output output) {
    const bool last_word = std::holds_alternative<Closed>(output);
    if (outputs_.size() < outputs_queued_max || last_word) outputs_.push_back(std::move(output));
}

PeerStats Peer::Parts::stats() const {
    auto all = stats_;
    traffic_.add_to(all);
    if (texts_) {
        all.texts_received = texts_->received();
        all.texts_sent = texts_->sent();
        all.texts_dropped = texts_->dropped();
    }
    return all;
}

void Peer::Parts::check_consistent() const {
#ifndef NDEBUG
    check(!connected_ || (link_ && give_up_at_ == never));
    check(!srtp_ || connected_);
    check(!closed_ || deadline() == never);
    check(outputs_.size() <= outputs_queued_max + 1);
#endif
}

}  // namespace salon::peer
