// The page's files, built by Vite and carried inside the binary.
#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.h"

namespace salon::server {

struct Asset {
    std::string_view path;  ///< "/index.html", "/assets/app-1a2b3c.js"
    std::string_view content_type;
    Bytes bytes;
};

/// Nothing when there is no such file. "/" is "/index.html".
std::optional<Asset> find_asset(std::string_view path);

}  // namespace salon::server
