// A page that holds together: every component numbered, every reference found, every handler of
// the right modality.
//
//   in   Blocks, as the developer composed them
//   out  what a server needs: components, streams and events by their numbers, and the JSON of
//        GET config; or one sentence that says what to mend
//
// Immutable once it is made, so any thread may read it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "ui/layout.h"
#include "ui/webrtc.h"

namespace salon::ui {

/// A page is composed wrongly. One sentence for its developer; the program does not start.
class CompositionError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

struct PlacedEvent {
    int target = 0;
    const Event* event = nullptr;
    std::vector<int> inputs;
    std::vector<int> outputs;
};

struct PlacedStream {
    int id = 0;
    Modality modality = Modality::AudioVideo;
    const Channel* channel = nullptr;
    const StreamBinding* binding = nullptr;
    std::vector<int> inputs{};  ///< Components with a value; no WebRtc.
    std::vector<int> outputs{};
    std::optional<int> trigger{};
    std::optional<Duration> time_limit{};
    std::optional<int> concurrency_limit = 1;  ///< None: as many as come.
};

/// The URL of a node's picture or icon; empty when it has none.
using PictureUrl = std::function<std::string(const Node&)>;

/// What the operator decides; it outweighs what the streams say.
struct Limits {
    std::optional<Duration> time_limit{};  ///< Zero: none.
    std::optional<int> concurrency_limit{};
};

class Composition {
public:
    /// Errors  throws CompositionError
    explicit Composition(Blocks page, Limits limits = {});

    /// Null when the page has no component of that number.
    const Node* find(int id) const;
    const std::vector<NodeRef>& nodes() const { return nodes_; }
    const std::vector<PlacedStream>& streams() const { return streams_; }
    const PlacedStream* stream(int id) const;
    const std::vector<PlacedEvent>& events() const { return events_; }

    /// What GET config answers.
    std::string config(const PictureUrl& url) const;

private:
    void place(const NodeRef& node);
    void place_stream(const Node& node, const Limits& limits);
    void place_events(const Node& node);
    int number_of(const NodeLink& link, const Node& user, std::string_view role) const;
    std::vector<int> numbers_of(const std::vector<NodeLink>& links, const Node& user,
                                std::string_view role) const;
    boost::json::object described(const Node& node, const PictureUrl& url) const;
    void describe_stream(const PlacedStream& stream, boost::json::object& into) const;

    Blocks page_;
    std::vector<NodeRef> nodes_;  // Number n is at n - 1.
    std::vector<PlacedStream> streams_;
    std::vector<PlacedEvent> events_;
};

/// A component's value as the page reads it. Pictures have become URLs before.
boost::json::value to_json(const InputValue& value);

}  // namespace salon::ui
