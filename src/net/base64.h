// Base64 (RFC 4648). Writes the standard alphabet with padding; reads that and the URL-safe one,
// with or without padding.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace salon::net {

/// Thread  any; does not block
std::string to_base64(Bytes bytes);

/// Nothing when `text` is not base64. A mix of both alphabets is accepted.
///
/// Thread  any; does not block
std::optional<ByteBuffer> from_base64(std::string_view text);

}  // namespace salon::net
