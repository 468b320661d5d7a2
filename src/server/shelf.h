// The pictures that a page brings itself: first values of its images, icons of its streams. Read
// once, at the start.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "media/image_file.h"
#include "server/visitor.h"
#include "ui/composition.h"

namespace salon::server {

inline constexpr int picture_side_max = 1024;  ///< What a handler gets; larger ones are made small.

/// The bytes of a picture's file as a handler gets it.
///
/// Thread  pool
Result<PictureRef, ImageError> small_picture(std::string_view bytes);

struct ShownFile {
    FileBytes bytes;
    std::string_view content_type;
};

class Shelf {
public:
    /// Errors  throws std::runtime_error with one line when a file cannot be read or is no picture
    explicit Shelf(const ui::Composition& page);

    /// Where the page finds a node's picture or icon; empty when it has none.
    std::string url(const ui::Node& node) const;
    /// The first value of an image; null when it has none.
    PictureRef picture(int id) const;
    /// Null bytes when there is no such file.
    ShownFile file(std::string_view name) const;

private:
    void take(const ui::Node& node);

    std::map<std::string, ShownFile, std::less<>> files_;
    std::map<int, std::string> names_;
    std::map<int, PictureRef> pictures_;
};

}  // namespace salon::server
