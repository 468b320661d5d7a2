#include "critic/session.h"

#include <algorithm>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "base/overload.h"
#include "net/clock.h"

namespace salon::critic {

net::Task<> carry_out(net::WebSocket& socket, const Fault& fault) {
    if (fault.quirk == Fault::Quirk::Vanish) co_return socket.drop();
    std::string reason(fault.reason);
    co_await socket.close(fault.code, std::move(reason));
}

namespace {

constexpr std::size_t works_max = 8;     // Newer work makes older work needless: drop_oldest.
constexpr std::size_t outbox_max = 512;  // A minute of sound; who has not read that is gone.
constexpr Duration goodbye = 10s;        // Between goAway and the end, if it lasts as long.

const Refusal invalid{1007, "Request contains an invalid argument."};

bool is_image(const live::Blob& blob) { return blob.mime_type.starts_with("image/"); }

// What the model is told that it said right before it is asked: an answer that broke off, maybe.
std::string said_before(const live::ClientContent& content) {
    std::string said;
    if (content.turns.size() < 2) return said;
    const auto& turn = content.turns[content.turns.size() - 2];
    if (turn.role != "model") return said;
    for (const auto& part : turn.parts) said += part.text;
    return said;
}

const live::AutomaticActivityDetection* detection_of(const live::Setup& setup) {
    const auto& input = setup.realtime_input_config;
    return input && input->automatic_activity_detection ? &*input->automatic_activity_detection
                                                        : nullptr;
}

speech::TurnPolicy turn_policy(const live::Setup& setup) {
    speech::TurnPolicy policy;
    const auto* detection = detection_of(setup);
    if (detection == nullptr) return policy;
    if (const auto silence = detection->silence_duration_ms) {
        policy.silence = std::chrono::milliseconds(std::clamp(*silence, 100, 5'000));
    }
    return policy;
}

ConversationPolicy conversation_policy(const live::Setup& setup, const Fault* fault) {
    using Quirk = Fault::Quirk;
    const auto quirk = fault == nullptr ? Quirk::None : fault->quirk;
    const auto& input = setup.realtime_input_config;
    return {.interruptible = !input || input->activity_handling != "NO_INTERRUPTION",
            .answers = quirk != Quirk::Silent,
            .linger = quirk == Quirk::LateTurnComplete ? Duration(2s) : Duration::zero()};
}

}  // namespace

Session::Session(net::WebSocket& socket, House house, const live::Setup& setup,
                 SessionOptions options)
    : socket_(socket),
      house_(house),
      fault_(options.fault),
      fault_length_(options.fault_length),
      length_max_(options.length_max),
      style_{.words_heard = setup.input_audio_transcription.has_value(),
             .words_spoken = setup.output_audio_transcription.has_value(),
             .usage = !has(Fault::Quirk::NoUsage)},
      accepts_chunks_(setup.model.find("gemini-3") == std::string::npos),
      resumable_(setup.session_resumption.has_value()),
      ears_(speech::make_voice_activity(house.faculties.hearing), turn_policy(setup)),
      conversation_(options.random, conversation_policy(setup, options.fault)),
      tool_use_(has(Fault::Quirk::UsesTool) ? setup.tools : std::vector<live::Tool>()),
      works_(house.executor, works_max),
      due_changed_(house.executor),
      outbox_changed_(house.executor) {
    const auto* detection = detection_of(setup);
    manual_ = detection != nullptr && detection->disabled.value_or(false);
    if (resumable_) handle_ = setup.session_resumption->handle;
    if (options.mind) conversation_.recall(std::move(*options.mind));
}

net::Task<> Session::run() {
    using namespace boost::asio::experimental::awaitable_operators;
    live::ServerMessage welcome;
    welcome.body = live::SetupComplete();
    tell(std::move(welcome));
    give_handle();
    co_await (listen() || work() || wake() || write() || expire());
}

net::Task<> Session::listen() {
    for (;;) {
        const auto deaf = deaf_until_ - net::steady_now();
        if (deaf > Duration::zero()) co_await net::sleep_for(deaf);
        const auto message = co_await socket_.read();
        if (!message) co_return;
        const auto parsed = live::parse_client_message(message->data, live::UnknownFields::Refuse);
        std::optional<Refusal> refusal;
        if (parsed) {
            refusal = co_await take(*parsed);
        } else {
            refusal = Refusal{net::close_code::bad_payload, parsed.error().what};
        }
        if (refusal) {
            co_await socket_.close(refusal->code, refusal->reason);
            co_return;
        }
        pump();
    }
}

net::Task<std::optional<Refusal>> Session::take(const live::ClientMessage& message) {
    if (std::holds_alternative<live::Setup>(message)) co_return invalid;
    if (const auto* input = std::get_if<live::RealtimeInput>(&message)) {
        co_return co_await take_input(*input);
    }
    if (const auto* content = std::get_if<live::ClientContent>(&message)) take_content(*content);
    if (const auto* response = std::get_if<live::ToolResponse>(&message)) {
        go_on(tool_use_.responded(*response));
    }
    co_return std::nullopt;  // No instruction changes the wit.
}

net::Task<std::optional<Refusal>> Session::take_input(const live::RealtimeInput& input) {
    if (!input.media_chunks.empty()) {
        auto refusal = co_await take_chunk(input.media_chunks.front());
        if (refusal) co_return refusal;
    }
    if (input.activity_start) {
        manually_heard_ = Duration::zero();
        conversation_.speech_started();
    }
    if (input.audio) {
        const auto rate = pcm_rate(input.audio->mime_type);
        if (!rate) co_return invalid;
        co_await hear(input.audio->data, *rate);
    }
    if (input.video && is_image(*input.video)) conversation_.show_camera(input.video->data);
    if (input.text) conversation_.asked();
    if (input.activity_end) conversation_.speech_ended(manually_heard_);
    if (input.audio_stream_end) note(ears_.pause());
    co_return std::nullopt;
}

net::Task<std::optional<Refusal>> Session::take_chunk(const live::Blob& blob) {
    if (!accepts_chunks_) {
        const Refusal deprecated{
            1007, "realtime_input.media_chunks is deprecated. Use audio, video, or text instead."};
        co_return deprecated;
    }
    if (is_image(blob)) {
        conversation_.show_camera(blob.data);
        co_return std::nullopt;
    }
    const auto rate = pcm_rate(blob.mime_type);
    if (!rate) co_return invalid;
    co_await hear(blob.data, *rate);
    co_return std::nullopt;
}

void Session::take_content(const live::ClientContent& content) {
    for (const auto& turn : content.turns) {
        for (const auto& part : turn.parts) {
            if (part.inline_data && is_image(*part.inline_data)) {
                conversation_.show_artwork(part.inline_data->data);
            }
        }
    }
    if (content.turn_complete.value_or(false)) conversation_.asked(said_before(content));
}

net::Task<> Session::hear(Bytes pcm, SampleRate rate) {
    // A slice takes half a millisecond; between two of them others have their turn.
    const auto slice = 2 * frames_in(100ms, rate);
    while (!pcm.empty()) {
        const auto piece = pcm.first(std::min(slice, pcm.size()));
        pcm = pcm.subspan(piece.size());
        if (manual_) {
            manually_heard_ += Duration(piece.size() / 2 * 1'000'000 / rate.value());
        } else {
            note(ears_.hear(piece, rate));
            pump();
        }
        if (!pcm.empty()) co_await net::sleep_for(Duration::zero());
    }
}

void Session::note(const Heard& heard) {
    for (const auto& change : heard) {
        if (change.started) {
            conversation_.speech_started();
        } else {
            conversation_.speech_ended(change.length);
        }
    }
}

net::Task<> Session::work() {
    for (;;) {
        Work next = co_await works_.pop();
        if (auto* look = std::get_if<LookAt>(&next)) {
            co_await do_work(std::move(*look));
        } else {
            co_await do_work(std::move(std::get<Speak>(next)));
        }
        pump();
    }
}

net::Task<> Session::do_work(LookAt look) {
    auto job = [view = look.view, faces = house_.faculties.faces] {
        return looked_at(view, faces.get());
    };
    auto looked = co_await house_.pool.run(std::move(job));
    conversation_.looked(look.answer, looked ? *looked : look.view, net::steady_now());
}

net::Task<> Session::do_work(Speak speak) {
    auto job = [sentence = speak.sentence, voice = house_.faculties.voice] {
        return spoken(sentence, voice);
    };
    auto pieces = co_await house_.pool.run(std::move(job));
    // Where the pool is full a sentence falls away; the answer goes on with the next.
    auto said = pieces ? std::move(*pieces) : std::vector<SpokenPiece>();
    conversation_.spoke(speak.answer, std::move(said), net::steady_now());
}

net::Task<> Session::wake() {
    for (;;) {
        const auto due = std::min(conversation_.deadline(), tool_use_.deadline());
        if (due > net::steady_now()) co_await due_changed_.wait_until(due);
        go_on(tool_use_.advance(net::steady_now()));
        conversation_.advance(net::steady_now());
        pump();
    }
}

net::Task<> Session::write() {
    for (;;) {
        while (outbox_.empty()) co_await outbox_changed_.wait();
        const Outgoing next = std::move(outbox_.front());
        outbox_.pop_front();
        const bool strikes =
            next.sound && fault_ != nullptr && fault_->when == Fault::When::MidAnswer;
        const Fault* fault = strikes ? std::exchange(fault_, nullptr) : nullptr;
        if (fault != nullptr && fault->passes()) deaf_until_ = net::steady_now() + fault_length_;
        auto text = live::write_message(next.message);
        const bool sent = co_await socket_.send_binary(std::move(text));
        if (!sent) co_return;
        if (fault == nullptr) continue;
        if (!fault->passes()) co_return co_await carry_out(socket_, *fault);
        if (fault->quirk == Fault::Quirk::Stall) co_await net::sleep_for(fault_length_);
    }
}

net::Task<> Session::expire() {
    const bool at_once = has(Fault::Quirk::GoAway);
    const auto left = at_once ? Duration(2s) : std::min(goodbye, length_max_ / 2);
    if (!at_once) co_await net::sleep_for(length_max_ - left);
    live::ServerMessage message;
    message.body = live::GoAway{.time_left = left};
    tell(std::move(message));
    co_await net::sleep_for(left);
    std::string reason = "failed to close the connection after receiving a GoAway signal";
    co_await socket_.close(net::close_code::policy, std::move(reason));
}

void Session::pump() {
    const auto cases = overload{
        [&](LookAt& look) { look_or_ask(std::move(look)); },
        [&](Speak& speak) { works_.push_drop_oldest(std::move(speak)); },
        [&](const CallerSpoke& spoke) {
            if (style_.words_heard) tell(message_of(spoke, style_));
        },
        [&](const Say& say) { tell(message_of(say, style_), true); },
        [&](const Interrupted& interrupted) { interrupt(interrupted); },
        [&](const TurnComplete& turn) {
            tell(message_of(turn, style_));
            give_handle();
        },
        [&](const auto& event) { tell(message_of(event, style_)); },
    };
    while (auto output = conversation_.poll()) std::visit(cases, *output);
    due_changed_.notify();
}

/// An answer begins with a look, or before it with a question to the client.
void Session::look_or_ask(LookAt look) {
    preamble();
    auto call = tool_use_.before(look, net::steady_now());
    if (!call) return go_on(std::move(look));
    live::ServerMessage message;
    message.body = std::move(*call);
    tell(std::move(message));
}

void Session::go_on(std::optional<LookAt> look) {
    if (look) works_.push_drop_oldest(std::move(*look));
}

void Session::interrupt(const Interrupted& interrupted) {
    std::erase_if(outbox_, [](const Outgoing& waiting) { return waiting.sound; });
    if (auto cancellation = tool_use_.interrupted()) {
        live::ServerMessage message;
        message.body = std::move(*cancellation);
        tell(std::move(message));
    }
    tell(message_of(interrupted, style_));
}

/// What some models say before an answer.
void Session::preamble() {
    live::ServerContent content;
    if (has(Fault::Quirk::Thoughts)) {
        auto& thought = content.model_turn.emplace().parts.emplace_back();
        thought.text = "**Looking closer** The caller wants an opinion. I weigh a kind one.";
        thought.thought = true;
    } else if (!has(Fault::Quirk::EmptyContent)) {
        return;
    }
    live::ServerMessage message;
    message.body = std::move(content);
    tell(std::move(message));
}

void Session::give_handle() {
    if (!resumable_) return;
    house_.handles.forget(std::exchange(handle_before_, std::move(handle_)));
    handle_ = house_.handles.keep(conversation_.mind(), net::steady_now());
    live::ServerMessage message;
    message.body = live::SessionResumptionUpdate{
        .new_handle = handle_, .resumable = true, .last_consumed_client_message_index = {}};
    tell(std::move(message));
}

void Session::tell(live::ServerMessage message, bool sound) {
    if (outbox_.size() >= outbox_max) return socket_.drop();
    outbox_.push_back({.message = std::move(message), .sound = sound});
    outbox_changed_.notify();
}

}  // namespace salon::critic
