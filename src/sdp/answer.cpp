#include "sdp/answer.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"
#include "sdp/media_answer.h"

namespace salon::sdp {
namespace {

OfferError error_of(SdpError error) {
    using enum OfferError::Kind;
    return {.kind = error == SdpError::TooLarge ? TooLarge : NotSdp, .track = {}};
}

bool able(const Abilities& abilities, MediaKind kind) {
    switch (kind) {
        case MediaKind::Audio:
            return abilities.audio;
        case MediaKind::Video:
            return abilities.video;
        case MediaKind::Data:
            return abilities.data;
        case MediaKind::Other:
            return false;
    }
    return false;
}

bool is_track(const MediaSection& section) {
    return section.kind == MediaKind::Audio || section.kind == MediaKind::Video;
}

// RFC 8842 §5.3: the offer usually leaves the choice to us.
Setup our_setup(const Transport& offered, Setup wanted) {
    if (offered.setup == Setup::Active) return Setup::Passive;
    if (offered.setup == Setup::Passive) return Setup::Active;
    return wanted;
}

class Answering {
public:
    Answering(const SessionDescription& offer, const Abilities& abilities,
              const LocalTransport& local)
        : offer_(offer), abilities_(abilities), local_(local) {}

    Result<Answer, OfferError> run() {
        answer_.description.session_id = std::to_string(local_.session_id);
        answer_.description.version = local_.version;
        answer_.description.ice_lite = local_.lite;
        answer_.description.extmap_allow_mixed = offer_.extmap_allow_mixed;
        for (const auto& section : offer_.media) {
            if (const auto error = add(section)) return fail(*error);
        }
        if (unwanted_ && !takes_a_track()) {
            return fail(OfferError{OfferError::Kind::UnsupportedTracks, unwanted_->media});
        }
        if (answer_.media.empty()) return fail(OfferError{OfferError::Kind::NoMedia, {}});
        return std::move(answer_);
    }

private:
    std::optional<OfferError> add(const MediaSection& offered) {
        if (offered.rejected()) return reject(offered);
        if (!able(abilities_, offered.kind) && is_track(offered) && !unwanted_)
            unwanted_ = &offered;
        if (!wanted(offered) || !bundled(offered)) return reject(offered);
        return accept(offered);
    }

    bool takes_a_track() const {
        return answer_.plan(MediaKind::Audio) || answer_.plan(MediaKind::Video);
    }

    // One of each kind, and only what we are able to serve.
    bool wanted(const MediaSection& offered) const {
        return able(abilities_, offered.kind) && !answer_.plan(offered.kind);
    }

    // One transport carries all; without BUNDLE only the first section gets it.
    bool bundled(const MediaSection& offered) const {
        if (answer_.media.empty()) return true;
        const auto in_group = [&](const std::string& mid) {
            return !mid.empty() && std::ranges::find(offer_.bundle, mid) != offer_.bundle.end();
        };
        return in_group(answer_.media.front().mid) && in_group(offered.mid);
    }

    std::optional<OfferError> reject(const MediaSection& offered) {
        answer_.description.media.push_back(rejected_section(offered));
        return std::nullopt;
    }

    std::optional<OfferError> accept(const MediaSection& offered) {
        using enum OfferError::Kind;
        const auto wrong = [&](OfferError::Kind kind) { return OfferError{kind, offered.media}; };
        if (answer_.media.empty()) {
            if (const auto kind = take_transport(offered)) return wrong(*kind);
        }
        auto answered = offered.kind == MediaKind::Data
                            ? data_section(offered, local_)
                            : track_section(offered, abilities_.direction, local_);
        if (!answered) return wrong(NoCommonCodec);
        if (is_track(offered) && !offered.rtcp_mux) return wrong(NoRtcpMux);
        tell_transport(answered->section.transport);
        const bool grouped = std::ranges::find(offer_.bundle, offered.mid) != offer_.bundle.end();
        if (grouped) answer_.description.bundle.push_back(offered.mid);
        answer_.description.media.push_back(std::move(answered->section));
        answer_.media.push_back(std::move(answered->plan));
        return std::nullopt;
    }

    // RFC 9143 §7.3.2: the first section of the group that we do not reject tells the transport of
    // all. Where only one that we reject has any (RFC 8829 §5.2.1, "max-bundle"), we believe that.
    const Transport& transport_of_all(const MediaSection& accepted) const {
        const MediaSection* rejected = nullptr;
        for (const auto& mid : offer_.bundle) {
            const auto section = std::ranges::find(offer_.media, mid, &MediaSection::mid);
            if (section == offer_.media.end() || section->transport.ufrag.empty()) continue;
            if (!section->rejected() && able(abilities_, section->kind)) return section->transport;
            if (!rejected) rejected = &*section;
        }
        return rejected ? rejected->transport : accepted.transport;
    }

    std::optional<OfferError::Kind> take_transport(const MediaSection& accepted) {
        const auto& theirs = transport_of_all(accepted);
        if (theirs.ufrag.empty() || theirs.pwd.empty()) return OfferError::Kind::NoIceCredentials;
        const auto& prints =
            theirs.fingerprints.empty() ? accepted.transport.fingerprints : theirs.fingerprints;
        if (prints.empty()) return OfferError::Kind::NoFingerprint;
        answer_.remote = {.lite = offer_.ice_lite,
                          .ufrag = theirs.ufrag,
                          .pwd = theirs.pwd,
                          .fingerprints = prints,
                          .setup = our_setup(theirs, local_.setup),
                          .candidates = theirs.candidates};
        std::erase_if(answer_.remote.candidates,
                      [](const Candidate& candidate) { return candidate.component != 1; });
        return std::nullopt;
    }

    // Credentials in every section, as libwebrtc writes them; candidates in the first.
    void tell_transport(Transport& ours) const {
        auto print = parse_fingerprint(local_.fingerprint);
        check(print.has_value());
        ours.ufrag = local_.ufrag;
        ours.pwd = local_.pwd;
        ours.fingerprints = {std::move(*print)};
        ours.setup = answer_.remote.setup;
        if (!answer_.media.empty()) return;
        ours.candidates = local_.candidates;
        ours.end_of_candidates = local_.end_of_candidates;
    }

    const SessionDescription& offer_;
    const Abilities& abilities_;
    const LocalTransport& local_;
    Answer answer_;
    const MediaSection* unwanted_ = nullptr;  // The first track of a kind that we do not carry.
};

}  // namespace

const MediaPlan* Answer::plan(MediaKind kind) const {
    const auto found = std::ranges::find(media, kind, &MediaPlan::kind);
    return found == media.end() ? nullptr : &*found;
}

std::string to_string(const OfferError& error) {
    switch (error.kind) {
        case OfferError::Kind::NotSdp:
            return "The offer is not a session description; send RTCPeerConnection's SDP.";
        case OfferError::Kind::TooLarge:
            return "The offer is larger than 256 KiB; offer fewer tracks and codecs.";
        case OfferError::Kind::NoMedia:
            return "The offer has nothing we can serve; add a track or a data channel to it.";
        case OfferError::Kind::NoIceCredentials:
            return "The offer has no ICE credentials (a=ice-ufrag, a=ice-pwd); send it unchanged.";
        case OfferError::Kind::NoFingerprint:
            return "The offer has no certificate fingerprint (a=fingerprint); send it unchanged.";
        case OfferError::Kind::NoRtcpMux:
            return fmt::format("The {} section lacks a=rtcp-mux; use rtcpMuxPolicy \"require\".",
                               error.track);
        case OfferError::Kind::UnsupportedTracks:
            return fmt::format("This stream carries no {}; offer a track of its modality.",
                               error.track);
        case OfferError::Kind::NoCommonCodec:
            return fmt::format("The {} section has no codec we know; offer Opus and VP8.",
                               error.track);
        case OfferError::Kind::AnotherCall:
            return "The offer is for another call than the running one: tracks, certificate or "
                   "roles differ. Restart ICE on the same RTCPeerConnection, or begin a new call.";
    }
    return "The offer cannot be answered.";
}

Result<Answer, OfferError> answer(const SessionDescription& offer, const Abilities& abilities,
                                  const LocalTransport& local) {
    return Answering(offer, abilities, local).run();
}

Result<Answer, OfferError> answer(std::string_view offer, const Abilities& abilities,
                                  const LocalTransport& local) {
    const auto description = parse(offer);
    if (!description) return fail(error_of(description.error()));
    return answer(*description, abilities, local);
}

}  // namespace salon::sdp
