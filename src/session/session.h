// One call from its answer to its end: a line, a handler, and the loops between them.
//
//   in   the line's events, the page's inputs, what the handler emits
//   out  what the handler is told; what the caller hears, sees and reads
//
// A session ends in one way. Whatever the cause, `end` is noted once, the hooks are cancelled and
// have returned, the page is told, `shutdown` runs, the line is shut, and `ended` is called.
// All of it lives on the line's loop; the few functions that others call post themselves there.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include <boost/asio/cancellation_signal.hpp>

#include "net/executor.h"
#include "net/pool.h"
#include "net/queue.h"
#include "net/signal.h"
#include "session/call.h"
#include "session/handler.h"
#include "session/inputs.h"
#include "session/line.h"

namespace salon::session {

inline constexpr std::size_t pieces_heard_max = 50;  ///< 1 s of sound; drop_oldest.
inline constexpr std::size_t frames_seen_max =
    60;  ///< 2 s of pictures; drop_oldest, new key frame.
inline constexpr std::size_t texts_typed_max = 16;  ///< refuse: the caller is told.
inline constexpr Duration speak_ahead_max = 400ms;  ///< Emitted, but not yet on the wire.
inline constexpr Duration farewell_time = 250ms;    ///< For the last message to reach the page.
inline constexpr Duration look_patience = 2s;       ///< For a key frame to come.
inline constexpr Duration publish_interval = 40ms;  ///< Outputs within it travel together.
inline constexpr Duration warning_before_limit = 10s;

/// What a handler has set and the page was not told yet, by the component's id.
using OutputValues = std::map<int, InputValue>;
/// Keeps the values for the page, and returns what it is told of them: JSON. Runs on the call's
/// strand.
using Publish = std::function<Task<std::string>(OutputValues)>;

class Session : public std::enable_shared_from_this<Session> {
public:
    struct Parts {
        std::string id;
        std::shared_ptr<Line> line;
        HandlerFactory handler;
        Inputs inputs;
        std::optional<Duration> time_limit;
        std::set<int> outputs;  ///< What the handler may set.
        Publish publish;        ///< Needed where there are outputs.
        std::optional<TelephoneCall> telephone{};
    };
    using Ended = std::function<void()>;

    /// `loop` is the one its line lives on.
    Session(Parts parts, net::Executor loop, net::Pool& pool, Ended ended);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session();

    /// Any thread. `ended` is called on the session's loop, once, last.
    void start();
    /// Harmless for what the call does not hear.
    void set_input(int id, InputValue value);
    /// The caller typed it.
    void type(std::string text);
    void end(std::string reason);

    const std::string& id() const { return id_; }

private:
    friend class salon::Call;

    static Task<> run_whole(std::shared_ptr<Session> self);
    Task<> run();
    Task<> converse();
    void spawn_hooks();
    void spawn(Task<> hook);
    void cancel_hooks();
    Task<> hear();
    Task<> talk();
    Task<> read();
    Task<> watch();
    Task<> show();
    Task<> keep_time();
    Task<> publish();
    Task<> guarded(Task<> hook);
    Task<> part();

    void on_event(LineEvent event);
    void note_picture(EncodedPicture picture);
    void note_end(std::string reason);
    void fail(std::string_view what);
    void set_output(int id, InputValue value);
    void say(const AudioBlock& audio);
    Task<PictureRef> look(Duration age_max);

    struct Seen {
        VideoFrame frame;
        Moment at;
    };

    std::string id_;
    net::Executor loop_;
    net::Pool& pool_;
    Ended ended_;
    Inputs inputs_;
    std::optional<Duration> time_limit_;
    std::set<int> outputs_;
    Publish publish_;
    std::optional<TelephoneCall> telephone_;
    OutputValues unpublished_;  // At most one value for each of outputs_.
    Call call_{*this};
    std::unique_ptr<Handler> handler_;
    AudioFormat format_;
    std::shared_ptr<Line> line_;

    net::Queue<AudioBlock> heard_;
    net::Queue<VideoFrame> seen_;
    net::Queue<std::string> typed_;
    std::optional<Seen> newest_key_frame_;
    net::Signal
        changed_;  // Anything somebody may wait for: connected, an input, a key frame, the end.

    std::list<boost::asio::cancellation_signal> hooks_;
    int hooks_running_ = 0;
    bool connected_ = false;
    bool line_closed_ = false;
    std::optional<std::string> end_reason_;
};

}  // namespace salon::session
