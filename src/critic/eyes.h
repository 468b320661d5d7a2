// Looks at the newest artwork and the newest camera picture of one caller.
//
//   in   picture files as they arrive
//   out  what is seen in them, measured once for each picture
//
// Showing is cheap and keeps the bytes; looking is heavy and happens on a pool, on a copy.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/bytes.h"
#include "critic/brain.h"
#include "vision/face_finder.h"

namespace salon::critic {

/// A picture file somebody showed. Cheap to copy.
struct Shown {
    std::shared_ptr<const ByteBuffer> file;
    std::uint64_t picture = 0;  ///< The same number is the same file.
    std::optional<Seen> seen;   ///< Once it was looked at; a broken file stays unseen.
    bool looked = false;
};

struct View {
    std::optional<Shown> artwork;
    std::optional<Shown> camera;

    Sight sight() const;
};

class Eyes {
public:
    /// Keeps `file`; the one before is forgotten. The same artwork again changes nothing.
    void show_artwork(ByteBuffer file) { show(view_.artwork, std::move(file)); }
    void show_camera(ByteBuffer file) { show(view_.camera, std::move(file)); }

    const View& view() const { return view_; }
    /// Remembers what was looked at, unless a newer picture came meanwhile.
    void remember(const View& looked);

private:
    static void show(std::optional<Shown>& place, ByteBuffer file);

    View view_;
};

/// `view` with everything in it looked at.
///
/// Errors  a file that is no picture, or too large a one, is not seen
/// Thread  any; blocks for up to a second for the largest pictures: pool
View looked_at(View view, const vision::FaceFinder* faces);

}  // namespace salon::critic
