// What all callers of one critic share: its hearing, its knowledge of faces, its voice. Each is
// loaded once, and the critic lives without the first two.
#pragma once

#include <filesystem>
#include <memory>

#include "speech/voice.h"
#include "speech/voice_activity.h"
#include "vision/face_finder.h"

namespace salon::critic {

struct Faculties {
    speech::SileroModel hearing;                      ///< None: loudness has to do.
    std::shared_ptr<const vision::FaceFinder> faces;  ///< None: no face is found.
    speech::Voice voice;

    /// Loads what is there and logs what is missing.
    ///
    /// Thread  any; blocks for about 200 ms
    static Faculties load(const speech::SpeechFiles& files = speech::SpeechFiles::standard(),
                          const std::filesystem::path& cascade = vision::face_cascade_path);
};

}  // namespace salon::critic
