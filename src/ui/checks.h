// What must be true of each component for a page to work. Each check throws CompositionError with
// one sentence that says what to mend.
#pragma once

#include <optional>

#include "ui/composition.h"

namespace salon::ui {

void check_theme(const Theme& theme);
/// A component by itself.
void check_node(const Node& node);
/// No two components may have one elem_id.
void check_ids(const std::vector<NodeRef>& nodes);
/// Two inputs of one stream may not share a label: a handler reads them by it.
void check_labels(const Node& stream, const std::vector<const Node*>& inputs);
/// The limits, the handler and the trigger of a stream.
void check_stream(const Node& node, const PlacedStream& stream);

/// What a stream carries: what it says itself, else what its handler's hooks say.
///
/// Errors  throws CompositionError when the handler has a hook that would never run, or the page
///         only receives and the handler sends nothing
Modality settle_modality(const Node& node);

}  // namespace salon::ui
