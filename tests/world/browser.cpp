#include "world/browser.h"

#include <algorithm>

#include "base/overload.h"
#include "base/take_front.h"
#include "peer/packet_kind.h"
#include "peer/reach.h"
#include "rtp/rtcp.h"

namespace salon::testing_world {

namespace {

OfferWords words_of(const crypto::Certificate& certificate, const BrowserOptions& options,
                    Random& random) {
    return {.ufrag = random.letters(4),
            .pwd = random.letters(24),
            .fingerprint = certificate.fingerprint_text(),
            .audio = options.audio,
            .video = options.video,
            .data = options.data,
            .receives_only = options.receives_only,
            .video_first = options.video_first,
            .audio_ssrc = options.audio_ssrc ? *options.audio_ssrc : random.u32(),
            .video_ssrc = random.u32(),
            .video_rtx_ssrc = random.u32()};
}

std::vector<crypto::Fingerprint> fingerprints_of(const sdp::Transport& transport) {
    std::vector<crypto::Fingerprint> all;
    for (const auto& fingerprint : transport.fingerprints) {
        const auto hash = crypto::fingerprint_hash(fingerprint.hash);
        if (hash) all.push_back({.hash = *hash, .digest = fingerprint.bytes});
    }
    return all;
}

/// RFC 9143 §7.3.1: the first section that was not rejected tells the transport of all; null when
/// all were.
const sdp::Transport* transport_of(const sdp::SessionDescription& answer) {
    const auto taken = std::ranges::find_if_not(answer.media, &sdp::MediaSection::rejected);
    return taken == answer.media.end() ? nullptr : &taken->transport;
}

}  // namespace

SimulatedBrowser::SimulatedBrowser(const crypto::Certificate& certificate, BrowserOptions options,
                                   Random random)
    : certificate_(certificate),
      options_(options),
      random_(random),
      words_(words_of(certificate, options, random_)),
      offer_(offer_text(words_)) {}

bool SimulatedBrowser::accept(std::string_view answer, Moment now) {
    const auto parsed = sdp::parse(answer);
    const auto* transport = parsed ? transport_of(*parsed) : nullptr;
    if (!transport || fingerprints_of(*transport).empty()) return false;
    server_ = *transport;
    if (restarting_) {
        restarting_ = false;
        ice_->restart({.ufrag = words_.ufrag, .pwd = words_.pwd},
                      {.ufrag = server_.ufrag, .pwd = server_.pwd}, now);
    } else {
        begin(*parsed, now);
    }
    for (const auto& candidate : server_.candidates) {
        add_candidate(sdp::write_candidate(candidate), now);
    }
    return true;
}

void SimulatedBrowser::begin(const sdp::SessionDescription& answer, Moment now) {
    ice_.emplace(ice::AgentOptions{.local = {.ufrag = words_.ufrag, .pwd = words_.pwd},
                                   .role = ice::Role::Controlling,
                                   .policy = {.consent_every = 2500ms}},  // Chromium's.
                 random_.fork(), now);
    for (const auto& candidate : options_.candidates) ice_->add_local(candidate, now);
    if (options_.candidates.empty()) {  // Who knows nothing of his network shares the server's.
        for (const auto& theirs : server_.candidates) {
            if (theirs.address()) ice_->add_local({.address = *theirs.address()}, now);
        }
    }
    ice_->set_remote({.ufrag = server_.ufrag, .pwd = server_.pwd}, now);
    plans_ = plans_of_offerer(answer, words_);
    traffic_.emplace(peer::TrafficOptions{.media = plans_, .cname = "browser"}, random_.fork());
}

const std::string& SimulatedBrowser::restart(Moment) {
    words_.ufrag = random_.letters(4);
    words_.pwd = random_.letters(24);
    restarting_ = true;
    return offer_ = offer_text(words_);
}

void SimulatedBrowser::add_candidate(std::string_view line, Moment now) {
    const auto candidate = sdp::parse_candidate(line);
    if (!ice_ || !candidate || !candidate->address()) return;
    if (candidate->protocol != sdp::CandidateProtocol::Udp) return;
    ice_->add_remote({.address = *candidate->address(), .priority = candidate->priority}, now);
    gather(now);
}

void SimulatedBrowser::add_local(const ice::LocalCandidate& candidate, Moment now) {
    options_.candidates.push_back(candidate);
    words_.candidates.push_back(sdp::write_candidate(peer::to_sdp(candidate)));
    if (ice_) ice_->add_local(candidate, now);
    auto told = peer::to_sdp(candidate);
    told.ufrag = words_.ufrag;
    outputs_.push_back(peer::CandidateFound{sdp::write_candidate(told)});
    gather(now);
}

void SimulatedBrowser::receive(MutableBytes datagram, Path from, Moment now) {
    if (!ice_ || closed_) return;
    const auto kind = peer::packet_kind(datagram);
    if (kind == peer::PacketKind::Stun) ice_->receive(datagram, from, now);
    if (kind == peer::PacketKind::Dtls && link_) link_->receive(datagram, now);
    if (kind == peer::PacketKind::Media) receive_media(datagram, now);
    gather(now);
}

void SimulatedBrowser::receive_media(MutableBytes packet, Moment now) {
    if (!srtp_) return;
    if (!rtp::is_rtcp(packet)) {
        if (const auto open = srtp_->unprotect(packet)) traffic_->receive_rtp(*open, now);
    } else if (const auto open = srtp_->unprotect_rtcp(packet)) {
        note_feedback(*open);
        traffic_->receive_rtcp(*open, now);
    }
}

void SimulatedBrowser::note_feedback(Bytes packet) {
    const auto messages = rtp::parse_rtcp(packet);
    if (!messages) return;
    for (const auto& message : *messages) {
        if (const auto* arrivals = std::get_if<rtp::TransportFeedback>(&message)) {
            ++feedback_.transport_messages;
            for (const auto& arrival : arrivals->packets) {
                feedback_.transport_arrivals += arrival.has_value();
            }
        }
        feedback_.delay_answers += std::holds_alternative<rtp::XrDlrr>(message);
        feedback_.goodbyes += std::holds_alternative<rtp::Bye>(message);
    }
}

void SimulatedBrowser::ask_round_trip(Moment now) {
    const std::vector<rtp::Rtcp> parts{rtp::XrRrtr{
        .sender = rtp::Ssrc(words_.audio_ssrc), .ntp = rtp::NtpTime::from(now.time_since_epoch())}};
    say_rtcp(rtp::write_rtcp(parts));
}

void SimulatedBrowser::say_rtp(ByteBuffer packet) {
    if (srtp_ && srtp_->protect(packet)) send(std::move(packet));
}

void SimulatedBrowser::say_rtcp(ByteBuffer packet) {
    if (srtp_ && srtp_->protect_rtcp(packet)) send(std::move(packet));
}

void SimulatedBrowser::say_data(Bytes packet, Moment now) {
    if (link_) link_->send(packet);
    gather(now);
}

void SimulatedBrowser::advance(Moment now) {
    if (closed_) return;
    if (ice_) ice_->advance(now);
    if (link_) link_->advance(now);
    if (sctp_) sctp_->advance(now);
    if (traffic_) traffic_->advance(now);
    gather(now);
}

std::optional<SimulatedBrowser::Output> SimulatedBrowser::poll() { return take_front(outputs_); }

Moment SimulatedBrowser::deadline() const {
    if (closed_) return never;
    return std::min({ice_ ? ice_->deadline() : never, link_ ? link_->deadline() : never,
                     sctp_ ? sctp_->deadline() : never, traffic_ ? traffic_->deadline() : never});
}

void SimulatedBrowser::send_audio(const EncodedAudio& audio, Moment now) {
    if (!connected_ || closed_) return;
    traffic_->send_audio(audio, now);
    gather(now);
}

void SimulatedBrowser::send_video(const EncodedPicture& picture, Moment now) {
    if (!connected_ || closed_) return;
    traffic_->send_video(picture, now);
    gather(now);
}

void SimulatedBrowser::send_text(std::string_view text, Moment now) {
    if (!text_ || closed_) return;
    static_cast<void>(sctp_->send(*text_, sctp::MessageKind::Text, as_bytes(text), now));
    gather(now);
}

void SimulatedBrowser::request_key_frame(Moment now) {
    if (!connected_ || closed_) return;
    traffic_->request_key_frame(now);
    gather(now);
}

void SimulatedBrowser::close(Moment now) {
    if (closed_) return;
    if (link_) link_->close();
    gather(now);
    end(peer::CloseReason::LocalClose);
}

peer::PeerStats SimulatedBrowser::stats() const {
    peer::PeerStats all;
    if (traffic_) traffic_->add_to(all);
    return all;
}

void SimulatedBrowser::gather(Moment now) {
    while (gather_once(now)) {
    }
}

bool SimulatedBrowser::gather_once(Moment now) {
    bool any = false;
    const auto take_one = [&](auto& part, auto... rest) {
        auto output = part ? part->poll() : std::nullopt;
        if (!output) return;
        take(std::move(*output), rest...);
        any = true;
    };
    take_one(ice_, now);
    take_one(link_, now);
    take_one(sctp_);
    take_one(traffic_);
    return any;
}

void SimulatedBrowser::take(ice::Output output, Moment now) {
    std::visit(overload{[&](Datagram& datagram) { outputs_.push_back(std::move(datagram)); },
                        [&](ice::PathValid&) { start_handshake(now); }, [&](ice::PathSelected&) {},
                        [&](ice::Failed&) { end(peer::CloseReason::ConsentLost); }},
               output);
}

void SimulatedBrowser::start_handshake(Moment now) {
    if (link_) return;
    const bool active = server_.setup == sdp::Setup::Passive;
    link_.emplace(
        secure::SecureOptions{.certificate = certificate_,
                              .role = active ? secure::Role::Active : secure::Role::Passive,
                              .peer = fingerprints_of(server_)},
        now);
}

void SimulatedBrowser::take(secure::Output output, Moment now) {
    std::visit(overload{[&](secure::SecureDatagram& datagram) { send(std::move(datagram.bytes)); },
                        [&](secure::SecureConnected&) { connect(now); },
                        [&](secure::ApplicationData& data) {
                            if (sctp_) sctp_->receive(data.bytes, now);
                        },
                        [&](secure::SecureClosed&) { end(peer::CloseReason::PeerClosed); },
                        [&](secure::SecureFailed&) { end(peer::CloseReason::SecureFailed); }},
               output);
}

void SimulatedBrowser::take(sctp::Output output) {
    std::visit(
        overload{[&](sctp::SctpPacket& packet) { link_->send(packet.bytes); },
                 [&](sctp::ChannelOpened& opened) {
                     outputs_.push_back(peer::ChannelOpened{opened.channel.label});
                 },
                 [&](sctp::MessageArrived& message) {
                     outputs_.push_back(peer::TextArrived{std::string(as_text(message.bytes))});
                 },
                 [](auto&) {}},
        output);
}

void SimulatedBrowser::take(peer::Traffic::Output output) {
    std::visit(
        overload{[&](peer::Traffic::RtpPacket& packet) { say_rtp(with_mid(packet.bytes)); },
                 [&](peer::Traffic::RtcpPacket& packet) { say_rtcp(std::move(packet.bytes)); },
                 [&](auto& event) { outputs_.push_back(std::move(event)); }},
        output);
}

ByteBuffer SimulatedBrowser::with_mid(Bytes packet) {
    const auto view = rtp::parse_packet(packet);
    if (!view) return to_buffer(packet);
    const auto type = view->header.payload_type.value();
    const auto plan = std::ranges::find_if(plans_, [type](const sdp::MediaPlan& one) {
        return one.opus_pt == type || one.vp8_pt == type || one.vp8_rtx_pt == type;
    });
    if (plan == plans_.end()) return to_buffer(packet);

    auto extensions = view->extensions;
    if (plan->extensions.mid) {
        extensions.add({.id = *plan->extensions.mid, .value = as_bytes(plan->mid)});
    }
    return rtp::write_packet(view->header, extensions, view->payload);
}

void SimulatedBrowser::send(ByteBuffer bytes) {
    const auto path = ice_->path();
    if (!path) return;
    outputs_.push_back(Datagram{.bytes = std::move(bytes), .to = path->remote, .leg = path->leg});
}

void SimulatedBrowser::connect(Moment now) {
    connected_ = true;
    if (options_.audio || options_.video) srtp_.emplace(link_->srtp());
    outputs_.push_back(peer::Connected{});
    traffic_->start(now);
    if (!options_.data) return;
    const bool active = server_.setup == sdp::Setup::Passive;
    sctp_.emplace(
        sctp::AssociationOptions{.role = active ? sctp::Role::Client : sctp::Role::Server}, random_,
        now);
    if (const auto id = sctp_->open({.label = "text"}, now)) text_ = *id;
}

void SimulatedBrowser::end(peer::CloseReason reason) {
    if (closed_) return;
    closed_ = true;
    outputs_.push_back(peer::Closed{reason});
}

namespace {
std::optional<std::uint8_t> extension_id(const sdp::MediaSection& section, std::string_view uri) {
    for (const auto& extension : section.extensions) {
        if (extension.uri == uri) return static_cast<std::uint8_t>(extension.id);
    }
    return std::nullopt;
}

void read_codecs(const sdp::MediaSection& section, sdp::MediaPlan& plan) {
    for (const auto& codec : section.codecs) {
        const auto type = static_cast<std::uint8_t>(codec.payload_type);
        if (codec.is("rtx")) plan.vp8_rtx_pt = type;
        if (codec.is("opus")) plan.opus_pt = type;
        if (codec.is("vp8")) plan.vp8_pt = type;
        plan.feedback.nack |= codec.has_feedback("nack");
        plan.feedback.pli |= codec.has_feedback("nack pli");
        plan.feedback.fir |= codec.has_feedback("ccm fir");
        plan.feedback.transport_cc |= codec.has_feedback("transport-cc");
    }
}

}  // namespace

std::vector<sdp::MediaPlan> plans_of_offerer(const sdp::SessionDescription& answer,
                                             const OfferWords& words) {
    std::vector<sdp::MediaPlan> plans;
    for (const auto& section : answer.media) {
        if (section.rejected()) continue;
        sdp::MediaPlan plan;
        plan.mid = section.mid;
        plan.kind = section.kind;
        plan.direction = sdp::mirrored(section.direction);
        read_codecs(section, plan);
        if (!section.sources.empty()) plan.remote_ssrc = section.sources.front().ssrc;
        for (const auto& group : section.groups) {
            if (group.semantics == "FID" && group.ssrcs.size() == 2) {
                plan.remote_ssrc = group.ssrcs[0];
                plan.remote_rtx_ssrc = group.ssrcs[1];
            }
        }
        const bool is_audio = section.kind == sdp::MediaKind::Audio;
        plan.local_ssrc = is_audio ? words.audio_ssrc : words.video_ssrc;
        plan.local_rtx_ssrc = is_audio ? 0 : words.video_rtx_ssrc;
        plan.extensions = {
            .mid = extension_id(section, "urn:ietf:params:rtp-hdrext:sdes:mid"),
            .transport_cc = extension_id(section,
                                         "http://www.ietf.org/id/"
                                         "draft-holmer-rmcat-transport-wide-cc-extensions-01"),
            .abs_send_time =
                extension_id(section, "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"),
            .audio_level = extension_id(section, "urn:ietf:params:rtp-hdrext:ssrc-audio-level")};
        plan.rtcp_rsize = section.rtcp_rsize;
        plan.xr = section.receiver_rtt;
        plans.push_back(plan);
    }
    return plans;
}

}  // namespace salon::testing_world
