#include "server/assets.h"

#include <array>
#include <utility>

#include "server/page_table.h"

namespace salon::server {

namespace {

std::string_view content_type_of(std::string_view path) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> known{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".woff", "font/woff"},
        {".txt", "text/plain; charset=utf-8"},
    }};
    for (const auto& [ending, type] : known) {
        if (path.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

}  // namespace

std::optional<Asset> find_asset(std::string_view path) {
    if (path == "/") path = "/index.html";
    for (const auto* row = page_rows; row->path; ++row) {
        if (path != row->path) continue;
        return Asset{.path = row->path,
                     .content_type = content_type_of(path),
                     .bytes = {row->begin, row->end}};
    }
    return std::nullopt;
}

}  // namespace salon::server
