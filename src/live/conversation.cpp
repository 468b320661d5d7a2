#include "live/conversation.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/take_front.h"
#include "live/opening.h"

namespace salon::live {

namespace {

constexpr auto go_on =
    "The connection broke in the middle of your last answer. Go on right after the last word of "
    "it. Do not greet, do not repeat anything and do not mention the interruption.";

std::string_view scheduling_of(ToolManners manners) {
    switch (manners) {
        case ToolManners::Waits:
            return {};
        case ToolManners::WhenIdle:
            return "WHEN_IDLE";
        case ToolManners::Interrupts:
            return "INTERRUPT";
        case ToolManners::Silent:
            return "SILENT";
    }
    return {};
}

}  // namespace

void Conversation::start(Moment now) {
    seen_ = now;
    dial();
}

void Conversation::dial() {
    phase_ = Phase::Dialing;
    due_ = never;  // Who dials has a patience of its own.
    outputs_.push_back(Dial());
}

void Conversation::send_video(ByteBuffer jpeg, Moment now) {
    if (phase_ == Phase::Talking) outbox_.push_picture(std::move(jpeg), now);
}

bool Conversation::send_image(ByteBuffer jpeg, std::string caption) {
    auto turn = History::picture_turn(std::move(jpeg), std::move(caption));
    if (phase_ == Phase::Talking) {
        ClientContent content{.turns = {turn}, .turn_complete = false};
        if (!outbox_.push_control(content)) return false;
    }
    history_.add(std::move(turn));
    return true;
}

bool Conversation::send_text(std::string text, Moment now) {
    if (phase_ == Phase::Talking) {
        RealtimeInput input;
        input.text = text;
        if (!outbox_.push_control(input)) return false;
    } else {
        owed_ = std::max(owed_, Owed::Answer);
    }
    history_.add(History::text_turn("user", std::move(text)));
    text_asked_ = now;
    return true;
}

void Conversation::use_tools(const ToolCall& call) {
    spoken_to_ = true;
    auto taken = tool_calls_.take(call);
    tools_used_ += taken.begun.size();
    for (auto& one : taken.begun) outputs_.push_back(UseTool{std::move(one)});
    for (auto& refusal : taken.refused) send_answer(std::move(refusal));
}

void Conversation::give_up_tools(const std::vector<std::string>& ids) {
    for (const auto& id : ids) outputs_.push_back(GiveUpTool{id});
}

void Conversation::answer(const std::string& id, const ToolResult& result, Moment now) {
    seen_ = now;
    auto response = tool_calls_.answer(id, result);
    if (!response) {
        ++unwanted_answers_;
        return;
    }
    last_piece_ = now;
    const auto manners = manners_of(response->name);
    response->scheduling = scheduling_of(manners);
    send_answer(std::move(*response));
    if (manners != ToolManners::Silent)
        text_asked_ = now;  // Now it speaks, as when it is written to.
}

ToolManners Conversation::manners_of(std::string_view name) const {
    const auto tool = std::ranges::find(options_.tools, name, &LiveTool::name);
    return tool == options_.tools.end() ? ToolManners::Waits : tool->manners;
}

void Conversation::send_answer(FunctionResponse response) {
    ToolResponse message{.function_responses = {std::move(response)}};
    if (outbox_.push_control(message)) return;
    log(LogLevel::Warning, "live", "too much waits to be sent: a tool's answer is lost");
}

void Conversation::opened(Moment now) {
    if (phase_ != Phase::Dialing) return;
    seen_ = now;
    phase_ = Phase::Confirming;
    setup_sent_ = false;
    due_ = now + options_.setup_patience;
    resuming_ = !handle_.empty();
    spoken_to_ = false;
}

void Conversation::receive(std::string_view text, Moment now) {
    seen_ = now;
    if (phase_ != Phase::Confirming && phase_ != Phase::Talking) return;
    const auto message = parse_server_message(text);
    if (!message) {
        ++unreadable_;
        return log(LogLevel::Debug, "live", "an unreadable message: {}", message.error().what);
    }
    if (phase_ == Phase::Confirming) {  // Others may come before; they say nothing to us.
        if (std::holds_alternative<SetupComplete>(message->body)) confirmed(now);
        return;
    }
    const bool answering = inbox_.answering();
    if (std::holds_alternative<ServerContent>(message->body)) spoken_to_ = true;
    if (const auto* leave = std::get_if<GoAway>(&message->body)) {
        const auto left = leave->time_left - options_.rotation.goodbye_margin;
        rotate_from_ = now;
        rotate_by_ = std::min(rotate_by_, now + std::max(left, Duration::zero()));
    } else if (const auto* update = std::get_if<SessionResumptionUpdate>(&message->body)) {
        if (update->resumable && !update->new_handle.empty()) {
            handle_ = update->new_handle;
            // One that comes at once knows nothing of what we told this connection.
            if (spoken_to_) history_.known();
        }
    } else if (const auto* call = std::get_if<ToolCall>(&message->body)) {
        use_tools(*call);
    } else if (const auto* undo = std::get_if<ToolCallCancellation>(&message->body)) {
        give_up_tools(tool_calls_.cancel(undo->ids));
    }
    tell(inbox_.take(*message));
    if (inbox_.answering() && !answering) {
        question_.answered();
        text_asked_.reset();
    }
    look_for_rotation(now);
}

void Conversation::confirmed(Moment now) {
    phase_ = Phase::Talking;
    confirmed_at_ = last_piece_ = now;
    rotate_from_ = now + options_.rotation.look_after;
    rotate_by_ = now + options_.rotation.by;
    if (std::exchange(began_, true)) {
        ++reconnections_;
        outputs_.push_back(LiveResumed{.gap = now - broken_at_, .remembered = resuming_});
    }
    if (!resuming_) history_.forgotten();
    tell_again(now);
}

/// What this connection does not know, and what the last one left undone.
void Conversation::tell_again(Moment now) {
    ClientContent content{.turns = history_.unknown(), .turn_complete = false};
    if (owed_ == Owed::SpokenAnswer) {
        const auto& told = history_.question();
        inbox_.heard_before(told.size() - static_cast<std::size_t>(std::ranges::count(told, ' ')));
        outbox_.push_again(question_.take());
    } else if (owed_ == Owed::Rest) {
        if (!history_.question().empty()) {
            content.turns.push_back(History::text_turn("user", history_.question()));
        }
        if (!history_.answer().empty()) {
            content.turns.push_back(History::text_turn("model", history_.answer()));
        }
        content.turns.push_back(History::text_turn("user", go_on));
    }
    content.turn_complete = owed_ == Owed::Rest || owed_ == Owed::Answer;
    rest_asked_ = owed_ == Owed::Rest;
    if (owed_ == Owed::Answer) text_asked_ = now;
    owed_ = Owed::Nothing;
    if (!content.turns.empty() || *content.turn_complete) outbox_.push_control(content);
}

void Conversation::tell(std::vector<LiveEvent> events) {
    for (auto& event : events) told(std::move(event));
}

void Conversation::told(LiveEvent event) {
    const auto* caption = std::get_if<CaptionPiece>(&event);
    if (caption != nullptr && caption->who == Speaker::User) {
        history_.heard(caption->text);
    } else if (caption != nullptr || std::holds_alternative<LiveAudio>(event)) {
        if (caption != nullptr) history_.said(caption->text);
        last_piece_ = seen_;
        rest_asked_ = false;
    } else if (std::holds_alternative<LiveInterrupted>(event) ||
               std::holds_alternative<GenerationComplete>(event) ||
               std::holds_alternative<TurnComplete>(event)) {
        history_.turn_ended();
    }
    outputs_.push_back(std::move(event));
}

void Conversation::closed(const net::WsClosed& closed, Moment now) {
    seen_ = now;
    if (phase_ == Phase::Leaving) {
        if (const auto why = std::exchange(left_because_, std::nullopt)) {
            redial_after(*why, now);
        } else {
            dial();
        }
    } else if (phase_ == Phase::Confirming) {
        redial_after(explain_close(LiveFailure::Phase::Setup, closed), now);
    } else if (phase_ == Phase::Talking) {
        auto failure = explain_close(LiveFailure::Phase::Talk, closed);
        // Without a handle a service that closes normally has said all it had to say.
        const bool finished = closed.code == net::close_code::normal && handle_.empty();
        if (finished || options_.redial.tries_max == 0) return end(std::move(failure));
        if (failure.retryable) broken(false, now);
        redial_after(failure, now);
    }
}

void Conversation::unreachable(LiveFailure failure, Moment now) {
    seen_ = now;
    if (phase_ == Phase::Dialing) redial_after(failure, now);
}

void Conversation::redial_after(const LiveFailure& failure, Moment now) {
    const auto& policy = options_.redial;
    const bool handle_refused = phase_ == Phase::Confirming && resuming_ && refuses_handle(failure);
    // A service that fails again and again with a handle may be better off without.
    const bool no_luck = phase_ == Phase::Confirming && resuming_ && tries_ >= 2;
    if (handle_refused || no_luck) handle_.clear();
    const bool hopeless = !failure.retryable && !handle_refused;
    if (!began_ || hopeless || ++tries_ > policy.tries_max) return end(failure);
    if (tries_ == 1 || handle_refused) return dial();
    const auto doubled = policy.first_wait * (1 << std::min(tries_ - 2, 10));
    phase_ = Phase::Waiting;
    due_ = now + std::min<Duration>(doubled, policy.longest_wait);
}

/// Who lets a tool work has heard the question, and still owes the answer.
void Conversation::being_answered(Moment now) {
    question_.being_answered(now);
    if (text_asked_) text_asked_ = now;
}

/// The connection that carried the talk does so no more.
void Conversation::broken(bool planned, Moment now) {
    if (!tool_calls_.none()) being_answered(now);
    give_up_tools(tool_calls_.lose());
    if (inbox_.answering() && question_.pending(now)) tell(inbox_.give_up());
    if (inbox_.answering() || inbox_.more_follows()) {
        owed_ = Owed::Rest;
    } else if (question_.calm_at() > now) {  // One that has only just begun counts, too.
        owed_ = Owed::SpokenAnswer;
    } else if (text_pending(now)) {
        owed_ = Owed::Answer;
    }
    if (now >= confirmed_at_ + options_.redial.healthy_after) tries_ = 0;
    tell(inbox_.broken());
    outbox_.connection_lost();
    broken_at_ = now;
    outputs_.push_back(LiveReconnecting{.planned = planned});
}

/// Hangs up and dials again; with `why` only as often as after any failure.
void Conversation::leave(std::optional<LiveFailure> why, Moment now) {
    if (phase_ == Phase::Talking) broken(!why, now);
    phase_ = Phase::Leaving;
    due_ = never;
    left_because_ = std::move(why);
    outputs_.push_back(HangUp());
}

bool Conversation::quiet(Moment now) const {
    return !handle_.empty() && tool_calls_.none() && history_.all_known() && inbox_.at_rest() &&
           !text_pending(now) && !outbox_.control_waits() && question_.calm_at() <= now;
}

bool Conversation::text_pending(Moment now) const {
    return text_asked_ && now < *text_asked_ + Question::patience;
}

void Conversation::look_for_rotation(Moment now) {
    if (phase_ != Phase::Talking) return;
    if (now >= rotate_by_ || (now >= rotate_from_ && quiet(now))) leave(std::nullopt, now);
}

void Conversation::advance(Moment now) {
    seen_ = now;
    if (phase_ == Phase::Waiting && now >= due_) dial();
    if (phase_ == Phase::Confirming && now >= due_) leave(explain_silence(), now);
    if (phase_ == Phase::Talking && now >= stalled_at()) {
        if (!rest_asked_) return leave(explain_stall(), now);
        tell(inbox_.give_up());  // Asked for the rest, the model has nothing to say.
    }
    look_for_rotation(now);
}

void Conversation::close(Moment now) {
    seen_ = now;
    if (phase_ == Phase::Ended) return;
    if (phase_ == Phase::Talking || phase_ == Phase::Confirming) outputs_.push_back(HangUp());
    end(explain_goodbye());
}

void Conversation::end(LiveFailure failure) {
    give_up_tools(tool_calls_.lose());
    phase_ = Phase::Ended;
    due_ = never;
    outputs_.push_back(LiveEvent(LiveClosed{std::move(failure)}));
}

std::optional<Conversation::Output> Conversation::poll() { return take_front(outputs_); }

Moment Conversation::deadline() const {
    if (phase_ != Phase::Talking) return due_;
    auto soonest = std::min(rotate_by_, std::max(rotate_from_, question_.calm_at()));
    if (soonest <= seen_) soonest = rotate_by_;  // What keeps us is not the time.
    return std::min(soonest, stalled_at());
}

/// When an answer that has begun and does not go on is given up. A model that waits for a tool has
/// a reason.
Moment Conversation::stalled_at() const {
    const bool should_go_on = inbox_.answering() && tool_calls_.none();
    return should_go_on ? last_piece_ + options_.stall_patience : never;
}

std::optional<std::string> Conversation::take_message(Moment now) {
    if (phase_ == Phase::Confirming && !setup_sent_) {
        setup_sent_ = true;
        return write_message(ClientMessage(make_setup(options_, handle_)));
    }
    if (phase_ != Phase::Talking) return std::nullopt;
    auto message = outbox_.take(now);
    if (!message) return std::nullopt;
    if (!tool_calls_.none()) being_answered(now);
    if (!message->samples.empty()) question_.asked(message->samples, now);
    return std::move(message->text);
}

Moment Conversation::message_due() const {
    if (phase_ == Phase::Confirming && !setup_sent_) return Moment(Duration::min());
    return phase_ == Phase::Talking ? outbox_.deadline() : never;
}

LiveCounts Conversation::counts() const {
    auto counts = outbox_.counts();
    counts.messages_unreadable = unreadable_;
    counts.reconnections = reconnections_;
    counts.tool_calls = tools_used_;
    counts.tool_answers_unwanted = unwanted_answers_;
    return counts;
}

}  // namespace salon::live
