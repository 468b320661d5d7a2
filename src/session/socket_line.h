// A caller's line over a socket: sound as mu-law in JSON messages, and texts among it where the
// caller reads them. A page over WebSocket, or a telephone exchange.
//
//   in   the caller's sound, as its door reads it from the socket
//   out  messages for the socket, in the order in which they are to leave
//
// It knows no socket, only the way to one: that lives on another loop. It wakes its speaker when
// the time has come. Lives on its session's loop.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include "base/bytes.h"
#include "media/resampler.h"
#include "net/executor.h"
#include "session/line.h"
#include "session/socket_speaker.h"

namespace salon::session {

/// So much of a caller's sound may arrive before its time: what a stall of the network held up.
/// More is refused, or who floods us would keep our loop from everybody else.
inline constexpr Duration heard_ahead_max = std::chrono::seconds(10);

/// How a caller on a socket speaks. A telephone speaks at 8 kHz, a page at its handler's rates.
struct Wire {
    std::optional<SampleRate> rate{};  ///< Both ways; none: the handler's.
    std::string stream_sid{};          ///< The exchange's name of its stream; empty elsewhere.
    bool tells_texts = true;           ///< Somebody reads them.
};

/// The way out to a socket. Both are called on the line's loop, `hang_up` at most once and last.
struct SocketWay {
    /// Returns false when the socket has not taken what it was given before: too much waits.
    std::function<bool(std::string)> send;
    /// Closes the socket when all has left.
    std::function<void()> hang_up;
};

class SocketLine final : public Line, public std::enable_shared_from_this<SocketLine> {
public:
    SocketLine(const net::Executor& loop, Wire wire, SocketWay way);

    /// The caller's sound, of any length. Dropped while the line is not open.
    void receive(Bytes mu_law);
    /// The caller has hung up, or the socket has ended.
    void lose(std::string why);

    void open(const AudioFormat& format, Tell tell) override;
    void shut() override;
    Task<> give_back() override;

    bool carries_sound() const override { return true; }
    bool carries_pictures() const override { return false; }
    std::int64_t video_bitrate() const override { return 0; }

    bool say(AudioView audio) override;
    void flush() override;
    Duration queued() const override;
    void show(const EncodedPicture&) override {}
    void text(std::string message) override;
    void request_key_frame() override {}
    void hang_up() override;

private:
    /// Both directions of the sound, once the handler's rates are known.
    struct Sound {
        Resampler ear;
        SocketSpeaker speaker;
    };

    /// Whether so much more of the caller's sound may be taken now.
    bool in_time(Duration length);
    void pump();
    void set_alarm();
    void send(std::string message);

    boost::asio::steady_timer alarm_;
    Wire wire_;
    SocketWay way_;
    Tell tell_;
    std::optional<Sound> sound_;
    Moment heard_until_{};  // If it was spoken without pause.
    Moment alarm_at_ = never;
    bool open_ = false;
    bool hung_up_ = false;  // Nothing leaves any more.
    bool lost_ = false;     // That was told.
};

}  // namespace salon::session
