// A live stream on a page: camera, microphone, and what comes back.
//
//   WebRtc video({.label = "Video Chat", .elem_id = "video-source"});
//   video.stream(make<ArtCritic>(settings),
//                {.inputs = {video, image}, .outputs = {video}, .time_limit = 90s});
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "ui/component.h"
#include "ui/rtc_source.h"

namespace salon {

/// The words on the button that starts and ends a stream; empty: the page's own.
struct ButtonLabels {
    std::string start{};
    std::string stop{};
    std::string waiting{};
};

struct WebRtcOptions {
    std::string label = "Live";
    std::string elem_id{};
    std::optional<Modality> modality{};  ///< None: what the handler's hooks say.
    StreamMode mode = StreamMode::SendReceive;
    std::string icon{};  ///< A picture file or a URL; empty: the page's own.
    std::string icon_button_color{};
    std::string pulse_color = "white";
    int icon_radius = 50;  ///< Percent.
    ButtonLabels button_labels{};
    bool textbox = false;  ///< A field beside the buttons: Handler::text_receive is told its text.
    bool full_screen = false;
    std::optional<int> height{};
    std::optional<int> width{};
    boost::json::object track_constraints{};  ///< For getUserMedia; empty: the page's own.
    boost::json::object rtp_params{};         ///< For RTCRtpSender.setParameters.
    RtcSource rtc_configuration{};            ///< For the browser, asked for each connection.
    RtcSource server_rtc_configuration{};     ///< For our own side.
};

struct StreamBindings {
    std::vector<Component> inputs{};   ///< What the handler hears, live.
    std::vector<Component> outputs{};  ///< What it may set. The WebRtc itself may be among both.
    std::optional<Duration> time_limit{};
    std::optional<int> concurrency_limit = 1;  ///< None: as many as come.
    std::optional<Component> trigger{};  ///< The button that starts it: needed to only receive.
    SendInputOn send_input_on = SendInputOn::Change;
};

class WebRtc : public Component {
public:
    explicit WebRtc(WebRtcOptions options = {});

    /// Gives every caller of this component a handler of its own. Once for each component.
    ///
    /// Thread  any, before the page is served; does not block
    WebRtc& stream(HandlerFactory handler, const StreamBindings& bindings = {});
};

}  // namespace salon
