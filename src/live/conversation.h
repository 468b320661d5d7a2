// One conversation with a live model, over as many connections as it takes.
//
//   in   what the application sends, what arrives, and how connections end
//   out  dial, hang up, and what the application is told; and one message at a time to send
//
// Sans-IO and told the time. Its rules:
//   - A connection is left in a quiet moment before its ten minutes end, or before the end that a
//     goAway announces. The old one is closed before the next is opened with the newest handle.
//   - A lost one is replaced at once, then after growing waits; a service that says our setup or
//     key is wrong (1007, 1008) is not asked again. A refused handle is forgotten: the next
//     connection is told the conversation from our own history.
//   - A tool's call belongs to the connection it came by. No quiet moment, and no stall, while one
//   is
//     under way; a lost one is given up, and the question that led to it is asked again.
//   - What the service cannot know any more is told it again: turns newer than the handle, and the
//     question that no answer had begun to, as sound. An answer that broke off is asked for from
//     where it broke off; what was heard stays heard, and the turn stays one turn.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.h"
#include "live/event.h"
#include "live/history.h"
#include "live/inbox.h"
#include "live/options.h"
#include "live/outbox.h"
#include "live/question.h"
#include "live/tool_calls.h"

namespace salon::live {

struct Dial {};    ///< Open a connection; then `opened` or `unreachable`.
struct HangUp {};  ///< Say goodbye to the one there is, do not wait long; then `closed`.
struct UseTool {   ///< Carry it out; then `answer`, unless GiveUpTool comes first.
    FunctionCall call;
};
struct GiveUpTool {  ///< Nobody waits for it any more.
    std::string id;  ///< Of its call.
};

class Conversation {
public:
    using Output = std::variant<Dial, HangUp, UseTool, GiveUpTool, LiveEvent>;

    explicit Conversation(LiveOptions options) : options_(std::move(options)) {}

    void start(Moment now);

    // What the application sends; what needs a connection waits for one.
    void send_audio(std::span<const std::int16_t> samples) { outbox_.push_audio(samples); }
    void end_audio() { outbox_.end_audio(); }
    /// Nobody wants to see later what the camera sees while there is no connection.
    void send_video(ByteBuffer jpeg, Moment now);
    bool send_image(ByteBuffer jpeg, std::string caption);
    bool send_text(std::string text, Moment now);
    /// What came of a tool's call.
    void answer(const std::string& id, const ToolResult& result, Moment now);
    void close(Moment now);

    // What the connection does.
    void opened(Moment now);
    void receive(std::string_view message, Moment now);
    void closed(const net::WsClosed& closed, Moment now);
    void unreachable(LiveFailure failure, Moment now);

    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const;

    /// The next message for the connection. Ask when it can be sent: what waits may be replaced by
    /// something newer.
    std::optional<std::string> take_message(Moment now);
    /// When `take_message` will have something.
    Moment message_due() const;

    bool ended() const { return phase_ == Phase::Ended; }
    /// The service has agreed to the conversation.
    bool began() const { return began_; }
    LiveCounts counts() const;
    const std::string& handle() const { return handle_; }

private:
    enum class Phase { Waiting, Dialing, Confirming, Talking, Leaving, Ended };
    /// What a broken connection leaves undone.
    enum class Owed { Nothing, Answer, SpokenAnswer, Rest };

    void dial();
    void confirmed(Moment now);
    void tell_again(Moment now);
    void use_tools(const ToolCall& call);
    void give_up_tools(const std::vector<std::string>& ids);
    ToolManners manners_of(std::string_view name) const;
    void send_answer(FunctionResponse response);
    void being_answered(Moment now);
    void told(LiveEvent event);
    void tell(std::vector<LiveEvent> events);
    void leave(std::optional<LiveFailure> why, Moment now);
    void broken(bool planned, Moment now);
    void redial_after(const LiveFailure& failure, Moment now);
    void end(LiveFailure failure);
    bool quiet(Moment now) const;
    bool text_pending(Moment now) const;
    void look_for_rotation(Moment now);
    Moment stalled_at() const;

    LiveOptions options_;
    Phase phase_ = Phase::Waiting;
    bool began_ = false;
    Moment due_ = never;  // Of the phase: the next try, the end of patience.
    Moment seen_{};       // The newest moment we were told.

    Outbox outbox_;
    Inbox inbox_;
    History history_;
    Question question_;
    ToolCalls tool_calls_;
    std::deque<Output> outputs_;

    std::string handle_;
    bool setup_sent_ = false;
    bool resuming_ = false;             // This connection was asked for with it.
    bool spoken_to_ = false;            // The service said something on this connection.
    std::optional<Moment> text_asked_;  // In writing, and no answer has begun.
    bool rest_asked_ = false;           // And none of it came yet.
    Owed owed_ = Owed::Nothing;
    std::optional<LiveFailure> left_because_;
    int tries_ = 0;  // In a row, without a healthy connection.
    Moment confirmed_at_{};
    Moment broken_at_{};
    Moment rotate_from_ = never;  // In a quiet moment,
    Moment rotate_by_ = never;    // in any.
    Moment last_piece_{};         // Of an answer.
    std::uint64_t unreadable_ = 0;
    std::uint64_t tools_used_ = 0;
    std::uint64_t unwanted_answers_ = 0;
    std::uint64_t reconnections_ = 0;
};

}  // namespace salon::live
