// A handle to one component of a page: cheap to copy, and every copy means the same component.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ui/event.h"
#include "ui/node.h"
#include "ui/value.h"

namespace salon {

class Component {
public:
    /// Its id on the page it is part of; 0 before it is served.
    int id() const { return node_->id; }
    const ui::NodeRef& node() const { return node_; }

protected:
    explicit Component(ui::Node node) : node_(std::make_shared<ui::Node>(std::move(node))) {}

    void on(std::string_view name, std::vector<ui::NodeLink> inputs,
            std::vector<ui::NodeLink> outputs, ui::EventFunction function) {
        node_->events.push_back({.name = name,
                                 .inputs = std::move(inputs),
                                 .outputs = std::move(outputs),
                                 .function = std::move(function)});
    }
    template <class F, class In, class Out>
    void on(std::string_view name, F function, const In& in, const Out& out) {
        on(name, in.links(), out.links(), ui::erased<In, Out>(std::move(function)));
    }

private:
    ui::NodeRef node_;
};

/// A component that has a value of type T.
template <class T>
class Valued : public Component {
public:
    using Value = T;

    static T read(const InputValue& value) {
        T result;
        ui::read(value, result);
        return result;
    }
    static InputValue write(T value) { return ui::write(std::move(value)); }

protected:
    using Component::Component;
};

}  // namespace salon
