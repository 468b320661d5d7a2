// One connection to the critic: the Live protocol around a conversation.
//
// Five small loops share one strand: listen to the client, work on the pool, wake for what is due,
// write, and watch the session's length. The first that ends ends them all.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <variant>

#include "critic/conversation.h"
#include "critic/faculties.h"
#include "critic/faults.h"
#include "critic/handle_store.h"
#include "critic/replies.h"
#include "critic/tool_use.h"
#include "live/message.h"
#include "net/pool.h"
#include "net/queue.h"
#include "net/signal.h"
#include "net/websocket.h"

namespace salon::critic {

/// What all sessions of one server share.
struct House {
    net::Executor executor;
    net::Pool& pool;
    const Faculties& faculties;
    HandleStore& handles;
};

struct SessionOptions {
    const Fault* fault = nullptr;  ///< How it goes wrong, if it shall,
    Duration fault_length = 30s;   ///< and for how long, where that is not the end of it.
    Duration length_max = 15min;   ///< goAway comes ten seconds before, or at half of it.
    Random random{1};              ///< Decides what it says, if it knows nothing yet.
    std::optional<Mind> mind{};    ///< Of the earlier session that goes on with this one.
};

/// Ends the connection as `fault` says.
net::Task<> carry_out(net::WebSocket& socket, const Fault& fault);

class Session {
public:
    /// `setup` was accepted. All references outlive `run`.
    Session(net::WebSocket& socket, House house, const live::Setup& setup, SessionOptions options);

    /// Until the connection ends.
    ///
    /// Thread  strand
    net::Task<> run();

private:
    using Work = std::variant<LookAt, Speak>;
    struct Outgoing {
        live::ServerMessage message;
        bool sound = false;
    };

    net::Task<> listen();
    net::Task<> work();
    net::Task<> wake();
    net::Task<> write();
    net::Task<> expire();

    // What the client sent; a refusal ends the session.
    net::Task<std::optional<Refusal>> take(const live::ClientMessage& message);
    net::Task<std::optional<Refusal>> take_input(const live::RealtimeInput& input);
    void take_content(const live::ClientContent& content);
    net::Task<> hear(Bytes pcm, SampleRate rate);
    net::Task<std::optional<Refusal>> take_chunk(const live::Blob& blob);
    void note(const Heard& heard);
    net::Task<> do_work(LookAt look);
    net::Task<> do_work(Speak speak);

    /// Moves what the conversation has to say and to do to where it is said and done.
    void pump();
    void look_or_ask(LookAt look);
    void go_on(std::optional<LookAt> look);
    void interrupt(const Interrupted& interrupted);
    void preamble();
    void give_handle();
    void tell(live::ServerMessage message, bool sound = false);
    bool has(Fault::Quirk quirk) const { return fault_ != nullptr && fault_->quirk == quirk; }

    net::WebSocket& socket_;
    House house_;
    const Fault* fault_;
    Duration fault_length_;
    Moment deaf_until_{};
    Duration length_max_;
    ReplyStyle style_;
    bool manual_ = false;          // The client says itself when the caller speaks...
    Duration manually_heard_{};    // ...and this is how much of it came.
    bool accepts_chunks_ = false;  // Old models still take mediaChunks.
    bool resumable_ = false;       // The client asked for handles: it has the newest,
    std::string handle_;           // and the one before is good in case this one gets lost.
    std::string handle_before_;
    Ears ears_;
    Conversation conversation_;
    ToolUse tool_use_;
    net::Queue<Work> works_;
    std::deque<Outgoing> outbox_;  // At most outbox_max.
    net::Signal due_changed_;
    net::Signal outbox_changed_;
};

}  // namespace salon::critic
