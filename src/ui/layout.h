// How a page is arranged: rows, columns and sidebars of components, and the whole of it.
//
//   Blocks demo({.css = "#camera { max-width: 600px; }"},
//               {Html(header), Row{Column{video}, Column{image}}});
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ui/component.h"

namespace salon {

using Components = std::vector<Component>;

struct LayoutOptions {
    std::optional<int> scale{};      ///< Its share of the row it stands in.
    std::optional<int> min_width{};  ///< Pixels.
    std::string elem_id{};
};

class Row : public Component {
public:
    Row(std::initializer_list<Component> parts) : Row(LayoutOptions{}, parts) {}
    Row(LayoutOptions options, const Components& parts);
};

class Column : public Component {
public:
    Column(std::initializer_list<Component> parts) : Column(LayoutOptions{}, parts) {}
    Column(LayoutOptions options, const Components& parts);
};

/// Parts that belong close together.
class Group : public Component {
public:
    Group(std::initializer_list<Component> parts) : Group(LayoutOptions{}, parts) {}
    Group(LayoutOptions options, const Components& parts);
};

enum class Side { Left, Right };

class Sidebar : public Component {
public:
    Sidebar(std::initializer_list<Component> parts) : Sidebar(Side::Left, parts) {}
    Sidebar(Side side, const Components& parts);
};

/// The page's custom properties, for light and for dark: {"--color-accent", "teal"}.
struct Theme {
    std::map<std::string, std::string> light{};
    std::map<std::string, std::string> dark{};
};

struct BlocksOptions {
    std::string title = "Salon";
    std::string css{};
    Theme theme{};
};

/// A whole page. A handle like every component: copies are the same page.
class Blocks {
public:
    Blocks() : Blocks(BlocksOptions{}, {}) {}
    Blocks(std::initializer_list<Component> parts) : Blocks(BlocksOptions{}, parts) {}
    Blocks(BlocksOptions options, const Components& parts);

    /// Adds parts below the others.
    void add(const Components& parts);

    /// Runs `function` once for each browser tab, when the page stands in it.
    template <class F, class In, class Out>
    requires ui::FitsEvent<F, In, Out> Blocks& load(F function, const In& in, const Out& out) {
        root_->events.push_back({.name = "load",
                                 .inputs = in.links(),
                                 .outputs = out.links(),
                                 .function = ui::erased<In, Out>(std::move(function))});
        return *this;
    }

    const BlocksOptions& options() const { return options_; }
    const ui::NodeRef& root() const { return root_; }

private:
    BlocksOptions options_;
    ui::NodeRef root_;
};

}  // namespace salon
