// One component of a page as the tree holds it; the handles that users write point to these.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/time.h"
#include "net/task.h"
#include "session/handler.h"
#include "session/inputs.h"
#include "ui/rtc_source.h"

namespace salon {

/// Which media a WebRtc carries, and in which direction the browser sends and receives.
enum class Modality { Audio, Video, AudioVideo };
enum class StreamMode { SendReceive, Send, Receive };
/// When a call hears a text of the page: as it is typed, or with Enter. Other parts have no Enter.
enum class SendInputOn { Change, Submit };
constexpr bool carries_audio(Modality modality) { return modality != Modality::Video; }
constexpr bool carries_video(Modality modality) { return modality != Modality::Audio; }

namespace ui {

enum class Kind {
    Blocks,
    Row,
    Column,
    Group,
    Sidebar,
    Markdown,
    Html,
    Image,
    Textbox,
    Slider,
    Button,
    Label,
    Json,
    Chatbot,
    WebRtc
};

std::string_view to_string(Kind kind);
std::string_view to_string(Modality modality);
std::string_view to_string(StreamMode mode);

struct Node;
using NodeRef = std::shared_ptr<Node>;
/// What a binding refers to; it must be on the page, where the tree holds it.
using NodeLink = std::weak_ptr<Node>;

using Values = std::vector<InputValue>;

/// A C++ function behind an event. A plain one may block and runs on the pool; a coroutine runs on
/// the server's front loop. Exactly one of them is set.
struct EventFunction {
    std::function<Values(Values)> plain;
    std::function<Task<Values>(Values)> coroutine;
};

struct Event {
    std::string_view name;  ///< "click", "change", "submit", "load"
    std::vector<NodeLink> inputs;
    std::vector<NodeLink> outputs;
    EventFunction function;
};

/// What `WebRtc::stream` says.
struct StreamBinding {
    HandlerFactory handler{};
    std::vector<NodeLink> inputs{};
    std::vector<NodeLink> outputs{};
    std::optional<Duration> time_limit{};
    std::optional<int> concurrency_limit = 1;  ///< None: as many as come.
    std::optional<NodeLink> trigger{};
    SendInputOn send_input_on = SendInputOn::Change;
};

/// The part of a node that only a WebRtc has.
struct Channel {
    std::optional<Modality> modality{};  ///< None: what the handler's hooks say.
    StreamMode mode = StreamMode::SendReceive;
    RtcSource rtc_configuration{};
    RtcSource server_rtc_configuration{};
    std::optional<StreamBinding> stream{};
};

struct Node {
    int id = 0;  ///< Its place in the tree, from 1; 0 while it is on no page.
    Kind kind = Kind::Markdown;
    std::string label{};
    std::string elem_id{};
    boost::json::object props{};  ///< What only its kind has, as the page reads it.
    InputValue value{};           ///< The first one.
    std::string file{};  ///< The picture of an Image, the icon of a WebRtc: a file or a URL.
    std::vector<NodeRef> children{};
    std::vector<Event> events{};
    std::optional<Channel> channel{};  ///< Set for a WebRtc.
};

/// `Textbox "Name"`, for sentences that say what is wrong.
std::string name_of(const Node& node);

}  // namespace ui

}  // namespace salon
