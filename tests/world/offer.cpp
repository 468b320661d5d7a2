#include "world/offer.h"

#include <fmt/format.h>

namespace salon::testing_world {

namespace {

std::string transport_lines(const OfferWords& words, int mid) {
    std::string candidates;
    for (const auto& line : words.candidates) candidates += "a=" + line + "\r\n";
    return candidates + fmt::format(
                            "c=IN IP4 0.0.0.0\r\n"
                            "a=ice-ufrag:{}\r\na=ice-pwd:{}\r\na=ice-options:trickle\r\n"
                            "a=fingerprint:{}\r\na=setup:actpass\r\na=mid:{}\r\n",
                            words.ufrag, words.pwd, words.fingerprint, mid);
}

std::string direction_lines(const OfferWords& words, const char* track) {
    if (words.receives_only) return "a=recvonly\r\na=rtcp-mux\r\na=rtcp-rsize\r\n";
    return fmt::format("a=sendrecv\r\na=msid:stream {}\r\na=rtcp-mux\r\na=rtcp-rsize\r\n", track);
}

std::string audio_lines(const OfferWords& words, int mid) {
    auto text = "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 0\r\n" + transport_lines(words, mid) +
                "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n"
                "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n"
                "a=extmap:3 http://www.ietf.org/id/"
                "draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"
                "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n" +
                direction_lines(words, "microphone") +
                "a=rtcp-xr:rcvr-rtt=all\r\n"
                "a=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\n"
                "a=fmtp:111 minptime=10;useinbandfec=1\r\n"
                "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n"
                "a=rtpmap:0 PCMU/8000\r\n";
    if (!words.receives_only) {
        text += fmt::format("a=ssrc:{0} cname:browser\r\na=ssrc:{0} msid:stream microphone\r\n",
                            words.audio_ssrc);
    }
    return text;
}

std::string video_lines(const OfferWords& words, int mid) {
    auto text = "m=video 9 UDP/TLS/RTP/SAVPF 96 97 103 104\r\n" + transport_lines(words, mid) +
                "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n"
                "a=extmap:13 urn:3gpp:video-orientation\r\n"
                "a=extmap:3 http://www.ietf.org/id/"
                "draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"
                "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n" +
                direction_lines(words, "camera") +
                "a=rtcp-xr:rcvr-rtt=all\r\n"
                "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 goog-remb\r\na=rtcp-fb:96 transport-cc\r\n"
                "a=rtcp-fb:96 ccm fir\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\n"
                "a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n"
                "a=rtpmap:103 H264/90000\r\na=rtcp-fb:103 nack pli\r\n"
                "a=fmtp:103 level-asymmetry-allowed=1;packetization-mode=1;"
                "profile-level-id=42001f\r\n"
                "a=rtpmap:104 rtx/90000\r\na=fmtp:104 apt=103\r\n";
    if (!words.receives_only) {
        text += fmt::format(
            "a=ssrc-group:FID {0} {1}\r\n"
            "a=ssrc:{0} cname:browser\r\na=ssrc:{0} msid:stream camera\r\n"
            "a=ssrc:{1} cname:browser\r\na=ssrc:{1} msid:stream camera\r\n",
            words.video_ssrc, words.video_rtx_ssrc);
    }
    return text;
}

std::string data_lines(const OfferWords& words, int mid) {
    return "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n" + transport_lines(words, mid) +
           "a=sctp-port:5000\r\na=max-message-size:262144\r\n";
}

}  // namespace

std::string offer_text(const OfferWords& words) {
    std::string sections;
    std::string bundle;
    int mid = 0;
    const auto add = [&](auto lines) {
        bundle += fmt::format(" {}", mid);
        sections += lines(words, mid++);
    };
    if (words.video && words.video_first) add(video_lines);
    if (words.audio) add(audio_lines);
    if (words.video && !words.video_first) add(video_lines);
    if (words.data) add(data_lines);
    return fmt::format(
               "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
               "a=group:BUNDLE{}\r\na=extmap-allow-mixed\r\na=msid-semantic: WMS stream\r\n",
               bundle) +
           sections;
}

}  // namespace salon::testing_world
