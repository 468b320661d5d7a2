// What goes wrong with a runtime or a model, as an Error.
#pragma once

#include <string>
#include <system_error>

#include "base/result.h"

namespace salon::onnx {

inline auto failure(std::string what) {
    return fail(Error{.code = std::make_error_code(std::errc::not_supported), .what = what});
}

}  // namespace salon::onnx
