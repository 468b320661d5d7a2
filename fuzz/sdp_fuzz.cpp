// Any text as an offer: it is read, answered or refused, and what we write can be read again.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "sdp/answer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace salon;
    using namespace salon::sdp;
    const auto text = as_text(Bytes(bytes, size));
    const auto offer = parse(text);
    if (!offer) return 0;
    check(parse(write(*offer)).has_value());

    const LocalTransport local{.ufrag = "ours",
                               .pwd = "our-password-of-24-chars",
                               .fingerprint = "sha-256 01:23",
                               .cname = "salon",
                               .stream_id = "voice",
                               .audio_ssrc = 1,
                               .video_ssrc = 2,
                               .video_rtx_ssrc = 3};
    const auto reply = answer(*offer, {}, local);
    if (!reply) return 0;
    check(reply->description.media.size() == offer->media.size());
    const auto again = parse(write(reply->description));
    check(again.has_value() && again->media.size() == offer->media.size());
    return 0;
}
