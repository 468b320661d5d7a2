#include "ui/composition.h"

#include <algorithm>
#include <utility>

#include <boost/json.hpp>

#include "base/overload.h"
#include "ui/checks.h"

namespace salon::ui {

namespace {

namespace json = boost::json;

json::object properties(const std::map<std::string, std::string>& all) {
    json::object object;
    for (const auto& [name, value] : all) object[name] = value;
    return object;
}

json::value theme_of(const Theme& theme) {
    if (theme.light.empty() && theme.dark.empty()) return nullptr;
    return json::object{{"light", properties(theme.light)}, {"dark", properties(theme.dark)}};
}

json::value or_null(const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::array array_of(const std::vector<int>& numbers) {
    return json::array(numbers.begin(), numbers.end());
}

bool has_value(Kind kind) {
    switch (kind) {
        case Kind::Blocks:
        case Kind::Row:
        case Kind::Column:
        case Kind::Group:
        case Kind::Sidebar:
        case Kind::WebRtc:
            return false;
        default:
            return true;
    }
}

}  // namespace

json::value to_json(const InputValue& value) {
    return std::visit(overload{[](std::monostate) { return json::value(nullptr); },
                               [](const PictureRef&) { return json::value(nullptr); },
                               [](const auto& known) { return json::value(known); }},
                      value);
}

Composition::Composition(Blocks page, Limits limits) : page_(std::move(page)) {
    check_theme(page_.options().theme);
    place(page_.root());
    check_ids(nodes_);
    for (const auto& node : nodes_) {
        check_node(*node);
        place_events(*node);
        if (node->kind == Kind::WebRtc) place_stream(*node, limits);
    }
}

/// Numbers follow the order of the page, from the root at 1.
void Composition::place(const NodeRef& node) {
    if (std::ranges::find(nodes_, node) != nodes_.end()) {
        throw CompositionError("the " + name_of(*node) +
                               " is placed twice: place each component once");
    }
    nodes_.push_back(node);
    const int number = static_cast<int>(nodes_.size());
    if (node->id != number) node->id = number;
    for (const auto& child : node->children) place(child);
}

void Composition::place_stream(const Node& node, const Limits& limits) {
    const auto& binding = *node.channel->stream;
    PlacedStream stream{.id = node.id,
                        .modality = settle_modality(node),
                        .channel = &*node.channel,
                        .binding = &binding,
                        .inputs = numbers_of(binding.inputs, node, "input"),
                        .outputs = numbers_of(binding.outputs, node, "output"),
                        .time_limit = binding.time_limit,
                        .concurrency_limit = binding.concurrency_limit};
    if (binding.trigger) stream.trigger = number_of(*binding.trigger, node, "trigger");
    if (limits.concurrency_limit) stream.concurrency_limit = limits.concurrency_limit;
    if (limits.time_limit) stream.time_limit = limits.time_limit;
    if (stream.time_limit == Duration(0)) stream.time_limit.reset();
    check_stream(node, stream);
    std::vector<const Node*> inputs;
    for (const int id : stream.inputs) inputs.push_back(find(id));
    check_labels(node, inputs);
    streams_.push_back(std::move(stream));
}

void Composition::place_events(const Node& node) {
    for (const auto& event : node.events) {
        events_.push_back({.target = node.id,
                           .event = &event,
                           .inputs = numbers_of(event.inputs, node, "input"),
                           .outputs = numbers_of(event.outputs, node, "output")});
    }
}

int Composition::number_of(const NodeLink& link, const Node& user, std::string_view role) const {
    const auto node = link.lock();
    if (node && std::ranges::find(nodes_, node) != nodes_.end()) return node->id;
    const auto which = node ? "the " + name_of(*node) : std::string("a component");
    throw CompositionError("the " + name_of(user) + " names " + which + " as " +
                           (role == "input"    ? "an "
                            : role == "output" ? "an "
                                               : "its ") +
                           std::string(role) +
                           ", but it is not on the page: place it in the Blocks");
}

std::vector<int> Composition::numbers_of(const std::vector<NodeLink>& links, const Node& user,
                                         std::string_view role) const {
    std::vector<int> numbers;
    for (const auto& link : links) {
        const int number = number_of(link, user, role);
        if (has_value(find(number)->kind)) numbers.push_back(number);
    }
    return numbers;
}

const Node* Composition::find(int id) const {
    if (id < 1 || std::cmp_greater(id, nodes_.size())) return nullptr;
    return nodes_[static_cast<std::size_t>(id - 1)].get();
}

const PlacedStream* Composition::stream(int id) const {
    const auto found = std::ranges::find(streams_, id, &PlacedStream::id);
    return found == streams_.end() ? nullptr : &*found;
}

std::string Composition::config(const PictureUrl& url) const {
    json::array events;
    for (const auto& [target, event, inputs, outputs] : events_) {
        events.push_back(json::object{{"id", events.size()},
                                      {"target", target},
                                      {"event", event->name},
                                      {"inputs", array_of(inputs)},
                                      {"outputs", array_of(outputs)}});
    }
    const auto& options = page_.options();
    return json::serialize(json::object{{"title", options.title},
                                        {"css", or_null(options.css)},
                                        {"theme", theme_of(options.theme)},
                                        {"root", described(*page_.root(), url)},
                                        {"events", std::move(events)}});
}

json::object Composition::described(const Node& node, const PictureUrl& url) const {
    json::object object = node.props;
    object["id"] = node.id;
    object["type"] = to_string(node.kind);
    object["elem_id"] = or_null(node.elem_id);
    object.emplace("scale", node.kind == Kind::Column ? json::value(1) : json::value(nullptr));
    object.emplace("min_width", nullptr);
    if (!node.label.empty()) object["label"] = node.label;
    if (has_value(node.kind)) object["value"] = to_json(node.value);
    if (node.kind == Kind::Image) object["value"] = or_null(url(node));
    if (const auto* placed = stream(node.id)) {
        object["icon"] = or_null(url(node));
        describe_stream(*placed, object);
    }
    if (!has_value(node.kind) && node.kind != Kind::WebRtc) {
        json::array children;
        for (const auto& child : node.children) children.push_back(described(*child, url));
        object["children"] = std::move(children);
    }
    return object;
}

void Composition::describe_stream(const PlacedStream& stream, json::object& into) const {
    into["modality"] = to_string(stream.modality);
    into["inputs"] = array_of(stream.inputs);
    into["trigger"] = stream.trigger ? json::value(*stream.trigger) : json::value(nullptr);
    const bool typed = stream.binding->send_input_on == SendInputOn::Change;
    into["send_input_on"] = typed ? "change" : "submit";
    into["time_limit"] = nullptr;
    if (stream.time_limit) {
        into["time_limit"] =
            std::chrono::duration_cast<std::chrono::seconds>(*stream.time_limit).count();
    }
}

}  // namespace salon::ui
