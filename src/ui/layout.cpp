#include "ui/layout.h"

#include <utility>

#include <boost/json.hpp>

namespace salon {

namespace {

namespace json = boost::json;

std::vector<ui::NodeRef> nodes_of(const Components& parts) {
    std::vector<ui::NodeRef> nodes;
    for (const auto& part : parts) nodes.push_back(part.node());
    return nodes;
}

ui::Node layout(ui::Kind kind, LayoutOptions options, const Components& parts) {
    json::object props;
    if (options.scale) props["scale"] = *options.scale;
    if (options.min_width) props["min_width"] = *options.min_width;
    return {.kind = kind,
            .elem_id = std::move(options.elem_id),
            .props = std::move(props),
            .children = nodes_of(parts)};
}

}  // namespace

Row::Row(LayoutOptions options, const Components& parts)
    : Component(layout(ui::Kind::Row, std::move(options), parts)) {}

Column::Column(LayoutOptions options, const Components& parts)
    : Component(layout(ui::Kind::Column, std::move(options), parts)) {}

Group::Group(LayoutOptions options, const Components& parts)
    : Component(layout(ui::Kind::Group, std::move(options), parts)) {}

Sidebar::Sidebar(Side side, const Components& parts)
    : Component(ui::Node{.kind = ui::Kind::Sidebar,
                         .props = {{"position", side == Side::Left ? "left" : "right"}},
                         .children = nodes_of(parts)}) {}

Blocks::Blocks(BlocksOptions options, const Components& parts)
    : options_(std::move(options)),
      root_(std::make_shared<ui::Node>(
          ui::Node{.kind = ui::Kind::Blocks, .children = nodes_of(parts)})) {}

void Blocks::add(const Components& parts) {
    for (const auto& part : parts) root_->children.push_back(part.node());
}

}  // namespace salon
