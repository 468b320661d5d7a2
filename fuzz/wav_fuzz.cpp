// Any bytes as a WAV file: what is read is whole frames, and can be written and read again.
#include "media/wav.h"

#include "base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace salon;
    const auto sound = decode_wav(Bytes(data, size));
    if (!sound) {
        check(!to_string(sound.error()).empty());
        return 0;
    }
    check(sound->channels > 0 && sound->channels <= 8 && sound->samples.size() <= size / 2);
    check(sound->samples.size() == sound->frames() * static_cast<std::size_t>(sound->channels));
    const auto again = decode_wav(encode_wav(sound->view()));
    check(again && again->samples == sound->samples && again->rate == sound->rate);
    return 0;
}
