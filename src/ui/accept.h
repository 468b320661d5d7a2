// What a component takes from a browser. The browser's words are foreign: whatever does not fit is
// refused with a sentence, and nothing changes.
#pragma once

#include <string>

#include <boost/json/value.hpp>

#include "base/result.h"
#include "ui/node.h"

namespace salon::ui {

inline constexpr std::size_t text_size_max = 16 * 1024;  ///< Bytes of one text.

/// The value that `said` is for `node`. A picture comes as a file, so here an image only takes
/// null: the picture was taken away.
///
/// Errors  a sentence
Result<InputValue, std::string> accept(const Node& node, const boost::json::value& said);

/// Whether the component takes uploaded pictures.
bool takes_pictures(const Node& node);

}  // namespace salon::ui
