#include "sdp/answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sdp/sample_for_test.h"

namespace salon::sdp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const std::string print = "sha-256 01:23:45:67";

LocalTransport our_end() {
    return {.ufrag = "ours",
            .pwd = "our-password-of-24-chars",
            .fingerprint = print,
            .candidates = {{.priority = 2130706431, .host = "192.0.2.9", .port = 7860}},
            .cname = "salon",
            .stream_id = "voice",
            .audio_ssrc = 1001,
            .video_ssrc = 2001,
            .video_rtx_ssrc = 2002};
}

Answer answered(std::string_view offer, const Abilities& abilities = {}) {
    auto result = answer(offer, abilities, our_end());
    EXPECT_TRUE(result) << to_string(result.error());
    return result.value_or(Answer{});
}

OfferError refused(std::string_view offer, const Abilities& abilities = {}) {
    const auto result = answer(offer, abilities, our_end());
    EXPECT_FALSE(result);
    return result ? OfferError{} : result.error();
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

// A small offer whose lines can be varied.
const std::string session =
    "v=0\r\no=- 7 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE a v\r\n"
    "a=ice-ufrag:them\r\na=ice-pwd:their-password\r\na=fingerprint:sha-256 AA:BB\r\n";
const std::string audio =
    "m=audio 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:a\r\na=rtcp-mux\r\na=rtpmap:96 opus/48000/2\r\n";
const std::string video =
    "m=video 9 UDP/TLS/RTP/SAVPF 97\r\na=mid:v\r\na=rtcp-mux\r\na=rtpmap:97 VP8/90000\r\n";
const std::string data =
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:d\r\na=sctp-port:5000\r\n";

TEST(Answer, TakesOpusAndVp8OfChromium) {
    const auto result = answered(sample("chromium_audio_video_data.sdp"));
    ASSERT_THAT(result.media, SizeIs(3));
    const auto& sound = *result.plan(MediaKind::Audio);
    EXPECT_EQ(sound.mid, "0");
    EXPECT_EQ(sound.opus_pt, 111);
    EXPECT_EQ(sound.direction, Direction::SendReceive);
    EXPECT_EQ(sound.remote_ssrc, 4013258791u);
    EXPECT_EQ(sound.extensions,
              (ExtensionIds{.mid = 4, .transport_cc = 3, .abs_send_time = 2, .audio_level = 1}));
    EXPECT_TRUE(sound.rtcp_rsize && sound.xr);
    EXPECT_EQ(sound.feedback, (Feedback{.transport_cc = true}));

    const auto& picture = *result.plan(MediaKind::Video);
    EXPECT_EQ(picture.vp8_pt, 96);
    EXPECT_EQ(picture.vp8_rtx_pt, 97);
    EXPECT_EQ(picture.remote_ssrc, 1062417220u);
    EXPECT_EQ(picture.remote_rtx_ssrc, 2283227269u);
    EXPECT_EQ(picture.local_ssrc, 2001u);
    EXPECT_EQ(picture.local_rtx_ssrc, 2002u);
    EXPECT_EQ(picture.feedback,
              (Feedback{.nack = true, .pli = true, .fir = true, .transport_cc = true}));
    EXPECT_EQ(picture.extensions.audio_level, std::nullopt);

    const auto& channel = *result.plan(MediaKind::Data);
    EXPECT_EQ(channel.sctp_port, 5000);
    EXPECT_EQ(channel.message_size_max, 262144u);
    EXPECT_EQ(result.remote.ufrag, "pC5X");
    EXPECT_EQ(result.remote.setup, Setup::Active);
}

TEST(Answer, TakesSafarisVp8WhereverItIs) {
    const auto result = answered(sample("safari_audio_video_data.sdp"));
    EXPECT_EQ(result.plan(MediaKind::Video)->vp8_pt, 100);
    EXPECT_EQ(result.plan(MediaKind::Video)->vp8_rtx_pt, 101);
    EXPECT_EQ(result.plan(MediaKind::Audio)->opus_pt, 111);
}

TEST(Answer, TakesFirefoxWithAndWithoutItsCandidates) {
    for (const auto* name : {"firefox_audio_video_data.sdp", "firefox_before_gathering.sdp",
                             "firefox_max_bundle.sdp"}) {
        const auto result = answered(sample(name));
        ASSERT_THAT(result.media, SizeIs(3)) << name;
        EXPECT_EQ(result.plan(MediaKind::Audio)->opus_pt, 109);
        EXPECT_EQ(result.plan(MediaKind::Video)->vp8_pt, 120);
        EXPECT_EQ(result.plan(MediaKind::Video)->vp8_rtx_pt, 124);
        EXPECT_THAT(result.description.bundle, ElementsAre("0", "1", "2"));
        for (const auto& candidate : result.remote.candidates) EXPECT_EQ(candidate.component, 1);
    }
}

TEST(Answer, IsWrittenAsBrowsersWantIt) {
    const auto text = write(answered(sample("chromium_audio_video_data.sdp")).description);
    EXPECT_THAT(text, HasSubstr("a=group:BUNDLE 0 1 2\r\n"));
    EXPECT_THAT(text, HasSubstr("a=ice-lite\r\n"));
    EXPECT_THAT(text, HasSubstr("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"));
    EXPECT_THAT(text, HasSubstr("a=fmtp:111 minptime=10;useinbandfec=1\r\n"));
    EXPECT_THAT(text, HasSubstr("m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n"));
    EXPECT_THAT(text, HasSubstr("a=fmtp:97 apt=96\r\n"));
    EXPECT_THAT(text, HasSubstr("a=setup:active\r\n"));
    EXPECT_THAT(text, HasSubstr("a=msid:voice voice-audio\r\n"));
    EXPECT_THAT(text, HasSubstr("a=msid:voice voice-video\r\n"));
    EXPECT_THAT(text, HasSubstr("a=ssrc-group:FID 2001 2002\r\n"));
    EXPECT_THAT(text, HasSubstr("a=ssrc:2002 cname:salon\r\n"));
    EXPECT_THAT(text, HasSubstr("a=rtcp-xr:rcvr-rtt=all\r\n"));
    EXPECT_THAT(text, HasSubstr("a=candidate:1 1 udp 2130706431 192.0.2.9 7860 typ host\r\n"));
    EXPECT_THAT(text, HasSubstr("a=end-of-candidates\r\n"));
    EXPECT_THAT(text, HasSubstr("a=sctp-port:5000\r\na=max-message-size:262144\r\n"));
    EXPECT_THAT(text, Not(HasSubstr("video-orientation")));
    EXPECT_THAT(text, Not(HasSubstr("ulpfec")));
    EXPECT_THAT(text, Not(HasSubstr("red/")));
    EXPECT_THAT(text, Not(HasSubstr("goog-remb")));
}

TEST(Answer, TellsCandidatesOnce) {
    const auto result = answered(sample("chromium_audio_video_data.sdp"));
    EXPECT_THAT(result.description.media[0].transport.candidates, SizeIs(1));
    EXPECT_THAT(result.description.media[1].transport.candidates, IsEmpty());
    EXPECT_THAT(result.description.media[1].transport.ufrag, "ours");
}

TEST(Answer, MirrorsDirections) {
    const auto direction = [](const std::string& line) {
        return answered(session + audio + line).media[0].direction;
    };
    EXPECT_EQ(direction(""), Direction::SendReceive);
    EXPECT_EQ(direction("a=sendrecv\r\n"), Direction::SendReceive);
    EXPECT_EQ(direction("a=sendonly\r\n"), Direction::ReceiveOnly);
    EXPECT_EQ(direction("a=recvonly\r\n"), Direction::SendOnly);
    EXPECT_EQ(direction("a=inactive\r\n"), Direction::Inactive);
}

TEST(Answer, GoesNoWayThatIsNotOurs) {
    const auto direction = [](Direction ours, const std::string& line) {
        return answered(session + audio + line, {.direction = ours}).media[0].direction;
    };
    EXPECT_EQ(direction(Direction::SendOnly, "a=sendrecv\r\n"), Direction::SendOnly);
    EXPECT_EQ(direction(Direction::SendOnly, "a=recvonly\r\n"), Direction::SendOnly);
    EXPECT_EQ(direction(Direction::SendOnly, "a=sendonly\r\n"), Direction::Inactive);
    EXPECT_EQ(direction(Direction::ReceiveOnly, "a=sendrecv\r\n"), Direction::ReceiveOnly);
}

TEST(Answer, NamesStreamsOnlyWhereItSends) {
    const auto silent = answered(session + audio + "a=sendonly\r\n");
    EXPECT_EQ(silent.media[0].local_ssrc, 0u);
    EXPECT_THAT(write(silent.description), Not(HasSubstr("a=msid:")));
    EXPECT_THAT(write(silent.description), Not(HasSubstr("a=ssrc:")));

    const auto speaking = answered(sample("chromium_receive_only.sdp"));
    EXPECT_EQ(speaking.plan(MediaKind::Audio)->direction, Direction::SendOnly);
    EXPECT_EQ(speaking.plan(MediaKind::Audio)->local_ssrc, 1001u);
    EXPECT_EQ(speaking.plan(MediaKind::Audio)->remote_ssrc, std::nullopt);
}

TEST(Answer, MirrorsExtensionDirectionsAndTakesEachIdOnce) {
    const auto result = answered(
        session + audio + "a=extmap:5/sendonly urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n" +
        "a=extmap:5 urn:ietf:params:rtp-hdrext:sdes:mid\r\na=extmap:6 "
        "urn:3gpp:video-orientation\r\n");
    ASSERT_THAT(result.description.media[0].extensions, SizeIs(1));
    EXPECT_EQ(result.description.media[0].extensions[0].direction, Direction::ReceiveOnly);
    EXPECT_EQ(result.media[0].extensions, (ExtensionIds{.audio_level = 5}));
}

TEST(Answer, KeepsExtensionIdsPerSection) {
    const auto result =
        answered(session + audio + "a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid\r\n" + video +
                 "a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid\r\n");
    EXPECT_EQ(result.media[0].extensions.mid, 3);
    EXPECT_EQ(result.media[1].extensions.mid, 9);
}

TEST(Answer, NeedsTheExtensionForTransportFeedback) {
    const auto result = answered(session + audio + "a=rtcp-fb:96 transport-cc\r\n");
    EXPECT_FALSE(result.media[0].feedback.transport_cc);
}

TEST(Answer, TakesTheDtlsRoleThatIsLeft) {
    const auto role = [](const std::string& line) {
        return answered(session + line + audio).remote.setup;
    };
    EXPECT_EQ(role("a=setup:actpass\r\n"), Setup::Active);
    EXPECT_EQ(role("a=setup:active\r\n"), Setup::Passive);
    EXPECT_EQ(role("a=setup:passive\r\n"), Setup::Active);
    EXPECT_EQ(role(""), Setup::Active);
}

TEST(Answer, LeavesRejectedSectionsInTheirSlots) {
    const auto text = replaced(session, "BUNDLE a v", "BUNDLE v") +
                      "m=audio 0 UDP/TLS/RTP/SAVPF 96\r\na=mid:a\r\n" + video;
    const auto result = answered(text);
    ASSERT_THAT(result.description.media, SizeIs(2));
    EXPECT_TRUE(result.description.media[0].rejected());
    EXPECT_EQ(result.description.media[0].media, "audio");
    EXPECT_THAT(result.media, SizeIs(1));
    EXPECT_THAT(result.description.bundle, ElementsAre("v"));
    EXPECT_THAT(result.description.media[1].transport.candidates, SizeIs(1));
}

TEST(Answer, RejectsTracksTooManyInTheirSlots) {
    const auto second = answered(session + audio + replaced(audio, "mid:a", "mid:v"));
    EXPECT_THAT(second.media, SizeIs(1));
    EXPECT_TRUE(second.description.media[1].rejected());

    const auto sound = answered(session + audio + video, {.video = false});
    EXPECT_THAT(sound.media, SizeIs(1));
    EXPECT_TRUE(sound.description.media[1].rejected());
    EXPECT_THAT(sound.description.bundle, ElementsAre("a"));

    const auto pictures = answered(session + audio + video, {.audio = false});
    EXPECT_THAT(pictures.media, SizeIs(1));
    EXPECT_TRUE(pictures.description.media[0].rejected());
    EXPECT_THAT(pictures.description.media[1].transport.candidates, SizeIs(1));
    EXPECT_THAT(pictures.description.bundle, ElementsAre("v"));
}

TEST(Answer, RefusesAnOfferWhoseTracksAreAllTooMany) {
    const OfferError no_video{OfferError::Kind::UnsupportedTracks, "video"};
    EXPECT_EQ(refused(session + video, {.video = false}), no_video);
    EXPECT_EQ(refused(session + video + data, {.video = false}), no_video);
    EXPECT_THAT(answered(session + replaced(data, "mid:d", "mid:a"), {.video = false}).media,
                SizeIs(1));
}

// In "max-compat" each section has a transport of its own until the answer has chosen.
TEST(Answer, TakesTheTransportOfTheFirstSectionItDoesNotReject) {
    const auto theirs = [](const Abilities& abilities) {
        return answered(session + audio + "a=ice-ufrag:ears\r\n" + video + "a=ice-ufrag:eyes\r\n",
                        abilities)
            .remote.ufrag;
    };
    EXPECT_EQ(theirs({}), "ears");
    EXPECT_EQ(theirs({.video = false}), "ears");
    EXPECT_EQ(theirs({.audio = false}), "eyes");
}

TEST(Answer, BelievesARejectedSectionWhoseTransportIsTheOnlyOne) {
    const auto bare = replaced(session, "a=ice-ufrag:them\r\na=ice-pwd:their-password\r\n", "");
    const auto result = answered(
        bare + audio + "a=ice-ufrag:ears\r\na=ice-pwd:ears-password\r\n" + video, {.audio = false});
    EXPECT_EQ(result.remote.ufrag, "ears");
    EXPECT_EQ(result.remote.pwd, "ears-password");
}

TEST(Answer, IgnoresSectionsThatAreNoTracks) {
    const auto odd = "m=text 9 UDP/TLS/RTP/SAVPF 98\r\na=mid:t\r\n";
    EXPECT_TRUE(answered(session + audio + odd).description.media[1].rejected());
    const auto without = answered(session + audio + data, {.data = false});
    EXPECT_TRUE(without.description.media[1].rejected());
}

TEST(Answer, TakesOnlyTheFirstSectionWithoutBundle) {
    const auto result = answered(replaced(session, "a=group:BUNDLE a v\r\n", "") + audio + video);
    EXPECT_THAT(result.media, SizeIs(1));
    EXPECT_TRUE(result.description.media[1].rejected());
    EXPECT_THAT(result.description.bundle, IsEmpty());
}

TEST(Answer, HasDefaultsForTheDataSection) {
    const auto only = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:a\r\n";
    EXPECT_EQ(answered(session + only).media[0].message_size_max, 65536u);
    const auto any = answered(session + only + "a=max-message-size:0\r\na=sctp-port:5001\r\n");
    EXPECT_EQ(any.media[0].message_size_max, 256u * 1024);
    EXPECT_EQ(any.media[0].sctp_port, 5001);
}

TEST(Answer, SaysWhatIsMissing) {
    using enum OfferError::Kind;
    EXPECT_EQ(refused("hello").kind, NotSdp);
    EXPECT_EQ(refused("v=0\r\n" + std::string(description_size_max, 'a')).kind, TooLarge);
    EXPECT_EQ(refused(session).kind, NoMedia);
    EXPECT_EQ(refused(replaced(session, "a=ice-pwd", "a=x") + audio).kind, NoIceCredentials);
    EXPECT_EQ(refused(replaced(session, "a=ice-ufrag", "a=x") + audio).kind, NoIceCredentials);
    EXPECT_EQ(refused(replaced(session, "a=fingerprint", "a=x") + audio).kind, NoFingerprint);
    EXPECT_EQ(refused(session + replaced(audio, "a=rtcp-mux\r\n", "")).kind, NoRtcpMux);
    EXPECT_EQ(refused(session + replaced(audio, "opus", "speex")).kind, NoCommonCodec);
}

TEST(Answer, TellsWhatToDo) {
    EXPECT_THAT(to_string({OfferError::Kind::UnsupportedTracks, "video"}), HasSubstr("video"));
    for (auto kind : {OfferError::Kind::NotSdp, OfferError::Kind::TooLarge,
                      OfferError::Kind::NoMedia, OfferError::Kind::NoIceCredentials,
                      OfferError::Kind::NoFingerprint, OfferError::Kind::NoRtcpMux,
                      OfferError::Kind::UnsupportedTracks, OfferError::Kind::NoCommonCodec}) {
        EXPECT_THAT(to_string({kind, "audio"}), testing::EndsWith("."));
    }
}

}  // namespace
}  // namespace salon::sdp
