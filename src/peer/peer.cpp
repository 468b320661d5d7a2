#include "peer/peer.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "peer/parts.h"
#include "peer/reach.h"

namespace salon::peer {

namespace {

constexpr std::size_t ufrag_letters = 16;  // 95 bits: nobody guesses where to knock.
constexpr std::size_t pwd_letters = 24;

sdp::Abilities abilities_of(const PeerOptions& options) {
    return {.audio = options.audio,
            .video = options.video,
            .data = options.data,
            .direction = options.direction};
}

sdp::LocalTransport local_transport(const PeerOptions& options, Random& random) {
    return {.ufrag = random.letters(ufrag_letters),
            .pwd = random.letters(pwd_letters),
            .fingerprint = options.certificate->fingerprint_text(),
            .setup = options.setup,
            .lite = options.ice == Ice::Lite,
            .candidates = told_candidates(options),
            .end_of_candidates = !options.more_candidates,
            .cname = random.letters(16),
            .stream_id = random.letters(16),
            .audio_ssrc = random.u32(),
            .video_ssrc = random.u32(),
            .video_rtx_ssrc = random.u32(),
            .session_id = random() >> 2};  // RFC 8829 §5.2.1: 62 bits will do.
}

/// Fingerprints by hashes that prove something (RFC 8122 §5).
std::vector<crypto::Fingerprint> strong(const std::vector<sdp::Fingerprint>& announced) {
    std::vector<crypto::Fingerprint> kept;
    for (const auto& fingerprint : announced) {
        const auto hash = crypto::fingerprint_hash(fingerprint.hash);
        if (hash) kept.push_back({.hash = *hash, .digest = fingerprint.bytes});
    }
    return kept;
}

Result<Agreement, sdp::OfferError> agree(sdp::Answer answer, sdp::LocalTransport local) {
    Agreement agreement{.answer = std::move(answer),
                        .text = {},
                        .local = std::move(local),
                        .remote_fingerprints = {}};
    agreement.text = sdp::write(agreement.answer.description);
    agreement.remote_fingerprints = strong(agreement.answer.remote.fingerprints);
    if (agreement.remote_fingerprints.empty()) {
        return fail(sdp::OfferError{.kind = sdp::OfferError::Kind::NoFingerprint, .track = {}});
    }
    return agreement;
}

/// Whether the same DTLS association and the same streams serve both.
bool same_call(const Agreement& before, const Agreement& after) {
    const auto same_section = [](const sdp::MediaPlan& a, const sdp::MediaPlan& b) {
        return a.mid == b.mid && a.kind == b.kind && a.direction == b.direction &&
               a.opus_pt == b.opus_pt && a.vp8_pt == b.vp8_pt && a.vp8_rtx_pt == b.vp8_rtx_pt &&
               a.extensions == b.extensions;
    };
    return before.answer.remote.setup == after.answer.remote.setup &&
           before.remote_fingerprints == after.remote_fingerprints &&
           std::ranges::equal(before.answer.media, after.answer.media, same_section);
}

bool sends(const sdp::Answer& answer, sdp::MediaKind kind) {
    const auto* plan = answer.plan(kind);
    return plan != nullptr && sdp::sends(plan->direction);
}

}  // namespace

std::string_view to_string(CloseReason reason) {
    switch (reason) {
        case CloseReason::LocalClose:
            return "closed here";
        case CloseReason::PeerClosed:
            return "closed by the peer";
        case CloseReason::HandshakeTimeout:
            return "the peer did not connect in time";
        case CloseReason::ConsentLost:
            return "the peer fell silent";
        case CloseReason::SecureFailed:
            return "the secure handshake failed";
    }
    return "unknown";
}

Result<Peer, sdp::OfferError> Peer::answer(std::string_view offer, const PeerOptions& options,
                                           Random random, Moment now) {
    check(options.certificate != nullptr);
    const auto local = local_transport(options, random);
    auto answer = sdp::answer(offer, abilities_of(options), local);
    if (!answer) return fail(answer.error());

    auto agreement = agree(std::move(*answer), local);
    if (!agreement) return fail(agreement.error());
    return Peer(std::make_unique<Parts>(std::move(*agreement), options, random.fork(), now));
}

Peer::Peer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Peer::Peer(Peer&&) noexcept = default;
Peer& Peer::operator=(Peer&&) noexcept = default;
Peer::~Peer() = default;

const std::string& Peer::answer_text() const { return parts_->agreement().text; }
const std::string& Peer::local_ufrag() const { return parts_->agreement().local.ufrag; }
bool Peer::connected() const { return parts_->connected(); }
bool Peer::closed() const { return parts_->closed(); }
bool Peer::trusts(const Path& path) const { return parts_->trusts(path); }
bool Peer::sends_audio() const { return sends(parts_->agreement().answer, sdp::MediaKind::Audio); }
bool Peer::sends_video() const { return sends(parts_->agreement().answer, sdp::MediaKind::Video); }

void Peer::receive(MutableBytes datagram, Path from, Moment now) {
    parts_->receive(datagram, from, now);
}
void Peer::advance(Moment now) { parts_->advance(now); }
std::optional<Output> Peer::poll() { return parts_->poll(); }
Moment Peer::deadline() const { return parts_->deadline(); }

Result<void, sdp::OfferError> Peer::restart(std::string_view offer, Moment now) {
    const auto& before = parts_->agreement();
    const auto& options = parts_->options();
    auto local = before.local;
    ++local.version;
    local.setup = before.answer.remote.setup;
    auto answer = sdp::answer(offer, abilities_of(options), local);
    if (!answer) return fail(answer.error());
    const bool restarts = answer->remote.ufrag != before.answer.remote.ufrag;
    if (restarts) {  // Our credentials were not the answer's business: written anew.
        local.ufrag = parts_->draw(ufrag_letters);
        local.pwd = parts_->draw(pwd_letters);
        answer = sdp::answer(offer, abilities_of(options), local);
    }
    auto after = agree(std::move(*answer), std::move(local));
    if (!after) return fail(after.error());
    if (!same_call(before, *after)) {
        return fail(sdp::OfferError{.kind = sdp::OfferError::Kind::AnotherCall, .track = {}});
    }
    parts_->agree_anew(std::move(*after), restarts, now);
    return {};
}

Result<void, ParseError> Peer::add_candidate(std::string_view line, Moment now) {
    return sdp::parse_candidate(line).map(
        [&](const sdp::Candidate& candidate) { parts_->add_remote(candidate, now); });
}
void Peer::add_local(const ice::LocalCandidate& candidate, Moment now) {
    parts_->add_local(candidate, now);
}
void Peer::end_of_candidates(Moment now) { parts_->end_of_candidates(now); }
void Peer::remove_leg(Leg leg, Moment now) { parts_->remove_leg(leg, now); }

void Peer::send_audio(const EncodedAudio& audio, Moment now) { parts_->send_audio(audio, now); }
void Peer::send_video(const EncodedPicture& picture, Moment now) {
    parts_->send_video(picture, now);
}
void Peer::send_text(std::string text, Moment now) { parts_->send_text(std::move(text), now); }
void Peer::request_key_frame(Moment now) { parts_->request_key_frame(now); }
std::int64_t Peer::video_bitrate() const { return parts_->traffic().video_bitrate(); }
void Peer::close(Moment now) { parts_->close(now); }
PeerStats Peer::stats() const { return parts_->stats(); }

}  // namespace salon::peer
