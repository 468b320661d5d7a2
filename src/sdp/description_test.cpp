#include "sdp/description.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sdp/sample_for_test.h"

namespace salon::sdp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

SessionDescription read(const std::string& text) {
    auto description = parse(text);
    EXPECT_TRUE(description);
    return description.value_or(SessionDescription{});
}

std::string with_audio(const std::string& lines) {
    return "v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n" +
           lines;
}

TEST(Description, ReadsChromium) {
    const auto offer = read(sample("chromium_audio_video_data.sdp"));
    EXPECT_THAT(offer.bundle, ElementsAre("0", "1", "2"));
    EXPECT_TRUE(offer.extmap_allow_mixed);
    ASSERT_EQ(offer.media.size(), 3u);
    const auto& audio = offer.media[0];
    EXPECT_EQ(audio.kind, MediaKind::Audio);
    EXPECT_EQ(audio.mid, "0");
    EXPECT_EQ(audio.transport.ufrag, "pC5X");
    EXPECT_EQ(audio.transport.setup, Setup::ActPass);
    EXPECT_EQ(audio.transport.fingerprints.front().bytes.size(), 32u);
    EXPECT_EQ(audio.transport.candidates.size(), 4u);
    EXPECT_TRUE(audio.rtcp_mux && audio.rtcp_rsize && audio.receiver_rtt);
    EXPECT_TRUE(audio.codecs.front().is("opus"));
    EXPECT_EQ(audio.codecs.front().channels, 2);
    EXPECT_EQ(audio.codecs.front().parameter("useinbandfec"), "1");
    const auto& video = offer.media[1];
    EXPECT_EQ(video.codecs.size(), 23u);
    EXPECT_EQ(video.codecs[1].parameter("apt"), "96");
    EXPECT_THAT(video.codecs[0].feedback,
                ElementsAre("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"));
    EXPECT_THAT(video.groups.front().ssrcs, ElementsAre(1062417220u, 2283227269u));
    EXPECT_EQ(video.sources.front().cname, "wze5M79epbWxTpTh");
    EXPECT_EQ(offer.media[2].kind, MediaKind::Data);
    EXPECT_EQ(offer.media[2].sctp_port, 5000);
    EXPECT_EQ(offer.media[2].message_size_max, 262144u);
}

TEST(Description, HandsFirefoxsSessionLevelDownToEachSection) {
    for (const auto& section : read(sample("firefox_audio_video_data.sdp")).media) {
        ASSERT_EQ(section.transport.fingerprints.size(), 1u);
        EXPECT_EQ(section.transport.fingerprints.front().bytes.front(), 0x0A);
        EXPECT_EQ(section.direction, Direction::SendReceive);
    }
}

TEST(Description, KnowsBundledPortZeroFromRejected) {
    const auto offer = read(sample("firefox_max_bundle.sdp"));
    ASSERT_EQ(offer.media.size(), 3u);
    EXPECT_EQ(offer.media[1].port, 0);
    EXPECT_FALSE(offer.media[1].rejected());
    EXPECT_TRUE(read("v=0\r\nm=audio 0 UDP/TLS/RTP/SAVPF 0\r\n").media[0].rejected());
}

TEST(Description, ReadsFirefoxsOneWayExtensions) {
    const auto offer = read(sample("firefox_audio_data.sdp"));
    const auto& extensions = offer.media[0].extensions;
    ASSERT_GE(extensions.size(), 2u);
    EXPECT_EQ(extensions[1].id, 2);
    EXPECT_EQ(extensions[1].direction, Direction::ReceiveOnly);
}

TEST(Description, TakesASectionsOwnWordOverTheSessions) {
    const auto offer = read(
        "v=0\na=recvonly\na=setup:actpass\na=ice-ufrag:sess\n"
        "m=audio 9 UDP/TLS/RTP/SAVPF 0\na=inactive\na=setup:active\n"
        "m=audio 9 UDP/TLS/RTP/SAVPF 0\na=ice-ufrag:own\n");
    EXPECT_EQ(offer.media[0].direction, Direction::Inactive);
    EXPECT_EQ(offer.media[0].transport.setup, Setup::Active);
    EXPECT_EQ(offer.media[0].transport.ufrag, "sess");
    EXPECT_EQ(offer.media[1].direction, Direction::ReceiveOnly);
    EXPECT_EQ(offer.media[1].transport.setup, Setup::ActPass);
    EXPECT_EQ(offer.media[1].transport.ufrag, "own");
}

TEST(Description, AppliesFeedbackForAllPayloadTypes) {
    const auto offer =
        read("v=0\nm=video 9 UDP/TLS/RTP/SAVPF 96 97\na=rtcp-fb:* nack\na=rtcp-fb:97 ccm fir\n");
    EXPECT_THAT(offer.media[0].codecs[0].feedback, ElementsAre("nack"));
    EXPECT_THAT(offer.media[0].codecs[1].feedback, ElementsAre("nack", "ccm fir"));
}

TEST(Description, SkipsWhatItDoesNotUnderstand) {
    const auto offer = read(with_audio(
        "junk\r\n\r\nz=\r\na=\r\na=extmap:15 urn:x\r\na=extmap:0 urn:x\r\na=extmap:x urn:x\r\n"
        "a=rtpmap:112 opus/48000/2\r\na=rtpmap:111 opus/48000/2\r\na=ssrc:x cname:y\r\n"
        "a=fingerprint:sha-256 ZZ\r\na=candidate:moon\r\na=setup:holdconn\r\na=x-new:1\r\n"));
    ASSERT_EQ(offer.media.size(), 1u);
    const auto& audio = offer.media[0];
    EXPECT_THAT(audio.extensions, IsEmpty());
    EXPECT_THAT(audio.sources, IsEmpty());
    EXPECT_THAT(audio.transport.fingerprints, IsEmpty());
    EXPECT_THAT(audio.transport.candidates, IsEmpty());
    EXPECT_EQ(audio.transport.setup, std::nullopt);
    ASSERT_EQ(audio.codecs.size(), 1u);
    EXPECT_TRUE(audio.codecs[0].is("OPUS"));
}

TEST(Description, IsNotJustAnyText) {
    EXPECT_EQ(parse("").error(), SdpError::NotSdp);
    EXPECT_EQ(parse("{\"sdp\":\"v=0\"}").error(), SdpError::NotSdp);
    EXPECT_EQ(parse(std::string("v=0\r\na=x\0y\r\n", 12)).error(), SdpError::NotSdp);
}

TEST(Description, HasLimits) {
    std::string longest_line = "v=0\r\n" + std::string(line_size_max, 'a');
    EXPECT_TRUE(parse(longest_line));
    EXPECT_EQ(parse(longest_line + "a").error(), SdpError::TooLarge);

    std::string largest = "v=0\r\n";
    while (largest.size() + 2 <= description_size_max) largest += "\r\n";
    EXPECT_TRUE(parse(largest));
    EXPECT_EQ(parse(largest + "\r\n").error(), SdpError::TooLarge);

    std::string sections = "v=0\r\n";
    for (std::size_t i = 0; i < media_sections_max; ++i) sections += "m=audio 9 X 0\r\n";
    EXPECT_TRUE(parse(sections));
    EXPECT_EQ(parse(sections + "m=audio 9 X 0\r\n").error(), SdpError::TooLarge);
}

TEST(Description, BoundsWhatOneSectionMayList) {
    std::string text = with_audio("");
    for (int i = 0; i < 200; ++i) {
        text += "a=ssrc:" + std::to_string(i) + " cname:x\r\na=ssrc-group:FID 1 2\r\n";
        text += "a=candidate:1 1 udp 1 192.0.2.2 9 typ host\r\na=extmap:7 urn:x\r\n";
        text += "a=fingerprint:sha-256 00\r\na=rtcp-fb:111 nack\r\n";
    }
    const auto offer = read(text);
    const auto& audio = offer.media[0];
    EXPECT_EQ(audio.sources.size(), sources_max);
    EXPECT_EQ(audio.transport.candidates.size(), candidates_max);
    EXPECT_EQ(audio.transport.fingerprints.size(), fingerprints_max);
    EXPECT_EQ(audio.extensions.size(), extensions_max);
}

TEST(Description, ReadsBackWhatItWrote) {
    for (const auto* name :
         {"chromium_audio_video_data.sdp", "chromium_audio_data.sdp", "chromium_video_data.sdp",
          "chromium_receive_only.sdp", "chromium_before_gathering.sdp", "firefox_audio_data.sdp",
          "firefox_audio_video_data.sdp", "firefox_before_gathering.sdp", "firefox_max_bundle.sdp",
          "firefox_receive_only.sdp", "safari_audio_video_data.sdp"}) {
        const auto offer = read(sample(name));
        const auto again = read(write(offer));
        ASSERT_EQ(again.media.size(), offer.media.size()) << name;
        for (std::size_t i = 0; i < offer.media.size(); ++i) {
            EXPECT_EQ(again.media[i].codecs, offer.media[i].codecs) << name;
            EXPECT_EQ(again.media[i].extensions, offer.media[i].extensions) << name;
            EXPECT_EQ(again.media[i].transport, offer.media[i].transport) << name;
        }
        EXPECT_EQ(again, offer) << name;
    }
}

TEST(Description, IsWrittenStrictly) {
    const auto text = write(read("v=0\na=x\nm=audio 9 UDP/TLS/RTP/SAVPF 0\na=mid:0\n"));
    EXPECT_THAT(text, HasSubstr("v=0\r\no=- 0 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"));
    EXPECT_THAT(text,
                HasSubstr("m=audio 9 UDP/TLS/RTP/SAVPF 0\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\n"));
    EXPECT_THAT(text, Not(HasSubstr("a=x")));
}

TEST(Fingerprint, ReadsAndWritesTheSame) {
    const auto print = parse_fingerprint("SHA-256 0a:FF:00");
    ASSERT_TRUE(print);
    EXPECT_EQ(to_string(*print), "sha-256 0A:FF:00");
    EXPECT_EQ(parse_fingerprint("sha-256").error(), ParseError::Truncated);
    EXPECT_EQ(parse_fingerprint("sha-256 A").error(), ParseError::Malformed);
    EXPECT_EQ(parse_fingerprint("sha-256 AG").error(), ParseError::Malformed);
    EXPECT_EQ(parse_fingerprint("sha-256 AB-CD").error(), ParseError::Malformed);
    std::string longest = "sha-512 00";
    for (int i = 1; i < 64; ++i) longest += ":00";
    EXPECT_TRUE(parse_fingerprint(longest));
    EXPECT_EQ(parse_fingerprint(longest + ":00").error(), ParseError::TooLarge);
}

TEST(Direction, IsMirrored) {
    EXPECT_EQ(mirrored(Direction::SendReceive), Direction::SendReceive);
    EXPECT_EQ(mirrored(Direction::SendOnly), Direction::ReceiveOnly);
    EXPECT_EQ(mirrored(Direction::ReceiveOnly), Direction::SendOnly);
    EXPECT_EQ(mirrored(Direction::Inactive), Direction::Inactive);
    EXPECT_TRUE(sends(Direction::SendOnly));
    EXPECT_FALSE(receives(Direction::SendOnly));
}

TEST(Direction, CommonIsWhatBothAllow) {
    using enum Direction;
    for (const auto any : {SendReceive, SendOnly, ReceiveOnly, Inactive}) {
        EXPECT_EQ(common(SendReceive, any), any);
        EXPECT_EQ(common(any, SendReceive), any);
        EXPECT_EQ(common(any, any), any);
        EXPECT_EQ(common(Inactive, any), Inactive);
        EXPECT_EQ(common(any, Inactive), Inactive);
    }
    EXPECT_EQ(common(SendOnly, ReceiveOnly), Inactive);
    EXPECT_EQ(common(ReceiveOnly, SendOnly), Inactive);
}

}  // namespace
}  // namespace salon::sdp
