// The offer of a simulated browser: what Chromium 156 sends, without the codecs nobody takes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace salon::testing_world {

struct OfferWords {
    std::string ufrag;
    std::string pwd;
    std::string fingerprint;  ///< "sha-256 AB:…".
    bool audio = true;
    bool video = true;
    bool data = true;
    bool receives_only = false;             ///< No microphone, no camera.
    bool video_first = false;               ///< Of the sections; otherwise sound is.
    std::vector<std::string> candidates{};  ///< Lines, known so far.
    std::uint32_t audio_ssrc = 0;
    std::uint32_t video_ssrc = 0;
    std::uint32_t video_rtx_ssrc = 0;
};

std::string offer_text(const OfferWords& words);

}  // namespace salon::testing_world
