#include "critic/eyes.h"

#include <functional>

#include "base/log.h"
#include "media/image_file.h"

namespace salon::critic {
namespace {

constexpr ImageLimits limits{
    .bytes_max = 12 * 1024 * 1024, .pixels_max = 40'000'000, .side_max = 16'384};
constexpr int look_side_max = 640;  // More pixels tell a critic nothing new.

void look(std::optional<Shown>& shown, const vision::FaceFinder* faces) {
    if (!shown || shown->looked) return;
    shown->looked = true;
    const auto decoded = decode_image(*shown->file, limits);
    if (!decoded) {
        log(LogLevel::Debug, "critic", "cannot look: {}", to_string(decoded.error()));
        return;
    }
    const auto picture = fit_within(*decoded, look_side_max);
    shown->seen = Seen{.findings = vision::look_at(picture, faces),
                       .width = picture.width,
                       .picture = shown->picture};
}

void remember_one(std::optional<Shown>& mine, const std::optional<Shown>& looked) {
    if (mine && looked && mine->picture == looked->picture) mine = looked;
}

}  // namespace

Sight View::sight() const {
    return {.artwork = artwork ? artwork->seen : std::nullopt,
            .camera = camera ? camera->seen : std::nullopt};
}

void Eyes::show(std::optional<Shown>& place, ByteBuffer file) {
    const auto picture = std::hash<std::string_view>()(as_text(file));
    if (place && place->picture == picture) return;
    place = Shown{.file = std::make_shared<const ByteBuffer>(std::move(file)),
                  .picture = picture,
                  .seen = std::nullopt};
}

void Eyes::remember(const View& looked) {
    remember_one(view_.artwork, looked.artwork);
    remember_one(view_.camera, looked.camera);
}

View looked_at(View view, const vision::FaceFinder* faces) {
    look(view.artwork, faces);
    look(view.camera, faces);
    return view;
}

}  // namespace salon::critic
