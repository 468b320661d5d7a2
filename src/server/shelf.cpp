#include "server/shelf.h"

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "media/image_file.h"

namespace salon::server {

namespace {

/// What the page loads by itself: the web's addresses, and pictures within the address.
bool is_url(const std::string& place) {
    return place.starts_with("https://") || place.starts_with("data:image/");
}

std::string read_file(const ui::Node& node) {
    std::ifstream file(node.file, std::ios::binary);
    if (!file) {
        throw std::runtime_error("the " + ui::name_of(node) + " shows " + node.file +
                                 ", which cannot be read: name a file that is there");
    }
    return {std::istreambuf_iterator<char>(file), {}};
}

/// By the ending: what the developer chose is trusted to be what it is named.
std::string_view content_type(const std::string& path) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> known{
        {{".svg", "image/svg+xml"},
         {".png", "image/png"},
         {".webp", "image/webp"},
         {".ico", "image/x-icon"},
         {".gif", "image/gif"}}};
    for (const auto& [ending, type] : known) {
        if (path.ends_with(ending)) return type;
    }
    return "image/jpeg";
}

}  // namespace

Result<PictureRef, ImageError> small_picture(std::string_view bytes) {
    auto picture = decode_image(as_bytes(bytes));
    if (!picture) return fail(picture.error());
    return std::make_shared<const Picture>(fit_within(*picture, picture_side_max));
}

Shelf::Shelf(const ui::Composition& page) {
    for (const auto& node : page.nodes()) {
        if (!node->file.empty() && !(node->kind == ui::Kind::WebRtc && is_url(node->file))) {
            take(*node);
        }
    }
}

void Shelf::take(const ui::Node& node) {
    auto bytes = read_file(node);
    if (node.kind == ui::Kind::Image) {
        const auto picture = small_picture(bytes);
        if (!picture) {
            throw std::runtime_error("the " + ui::name_of(node) + " shows " + node.file + ": " +
                                     std::string(to_string(picture.error())));
        }
        pictures_.emplace(node.id, *picture);
    }
    auto name = "first-" + std::to_string(node.id);
    files_.emplace(name, ShownFile{.bytes = std::make_shared<const std::string>(std::move(bytes)),
                                   .content_type = content_type(node.file)});
    names_.emplace(node.id, std::move(name));
}

std::string Shelf::url(const ui::Node& node) const {
    const auto found = names_.find(node.id);
    return found == names_.end() ? node.file : "file/" + found->second;
}

PictureRef Shelf::picture(int id) const {
    const auto found = pictures_.find(id);
    return found == pictures_.end() ? nullptr : found->second;
}

ShownFile Shelf::file(std::string_view name) const {
    const auto found = files_.find(name);
    return found == files_.end() ? ShownFile{} : found->second;
}

}  // namespace salon::server
