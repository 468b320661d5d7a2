#include "critic/faculties.h"

#include "base/log.h"

namespace salon::critic {

Faculties Faculties::load(const speech::SpeechFiles& files, const std::filesystem::path& cascade) {
    Faculties faculties;
    if (auto hearing = speech::load_silero(files)) {
        faculties.hearing = *hearing;
    } else {
        log(LogLevel::Warning, "critic", "hears by loudness only: {}", hearing.error().what);
    }
    if (auto faces = vision::FaceFinder::open(cascade)) {
        faculties.faces = std::make_shared<const vision::FaceFinder>(std::move(*faces));
    } else {
        log(LogLevel::Warning, "critic", "knows no faces: {}: {}", cascade.string(),
            vision::to_string(faces.error()));
    }
    return faculties;
}

}  // namespace salon::critic
