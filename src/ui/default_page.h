// The page that a stream has when nobody composes one: FastRTC's layouts, made of the same parts.
#pragma once

#include <optional>
#include <string>

#include <boost/json/object.hpp>

#include "ui/components.h"
#include "ui/layout.h"
#include "ui/webrtc.h"

namespace salon {

struct UiArgs {
    std::string title = "Salon";
    std::string subtitle{};
    std::string icon{};  ///< A picture file or a URL; empty: the page's own.
    std::string icon_button_color{};
    std::string pulse_color = "white";
    int icon_radius = 50;  ///< Percent.
    bool textbox = false;  ///< A field for who would rather type: Handler::text_receive.
    ButtonLabels button_labels{};
    SendInputOn send_input_on = SendInputOn::Change;
    bool hide_title = false;  ///< Where the stream does not fill the window; a tab keeps its name.
    bool full_screen = true;
    std::string css{};
    Theme theme{};
};

struct StreamOptions {
    HandlerFactory handler{};
    std::optional<Modality> modality{};  ///< None: what the handler's hooks say.
    StreamMode mode = StreamMode::SendReceive;
    Components additional_inputs{};   ///< What the handler hears, live.
    Components additional_outputs{};  ///< What it may set.
    UiArgs ui_args{};
    std::optional<Duration> time_limit{};  ///< The operator's --time-limit outweighs it.
    /// None: as many as come. The operator's --concurrency-limit outweighs it.
    std::optional<int> concurrency_limit = 1;
    RtcSource rtc_configuration{};         ///< For the browser, asked for each connection.
    RtcSource server_rtc_configuration{};  ///< For our own side.
    boost::json::object track_constraints{};
    boost::json::object rtp_params{};
};

/// Composes it.
///
/// Thread  any; does not block
Blocks default_page(const StreamOptions& stream);

}  // namespace salon
