#include "session/session.h"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include "base/log.h"
#include "base/overload.h"
#include "codec/vp8_decoder.h"
#include "net/clock.h"
#include "net/spawn.h"

namespace salon::session {

namespace asio = boost::asio;

namespace {

constexpr std::string_view our_fault =
    "Something went wrong on the server. Please start again; its log says more.";

constexpr std::string_view too_many_texts =
    "Your last lines are still being read. Wait for an answer, then send this one again.";

std::string seconds_text(Duration length) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(length).count());
}

PictureRef decoded(const VideoFrame& frame) {
    codec::Vp8Decoder decoder;
    const auto picture = decoder.decode(frame.encoded().bytes);
    if (!picture || !*picture) return nullptr;
    return std::make_shared<const Picture>(to_rgb(**picture));
}

/// Stands in for a handler that could not be made: its first hook throws what the making threw.
class Unmade final : public Handler {
public:
    Unmade(Call& call, std::exception_ptr why) : Handler(call), why_(std::move(why)) {}
    Task<> start_up() override {
        std::rethrow_exception(why_);
        co_return;
    }

private:
    std::exception_ptr why_;
};

std::unique_ptr<Handler> made_by(const HandlerFactory& factory, Call& call) {
    try {
        return factory(call);
    } catch (...) {
        return std::make_unique<Unmade>(call, std::current_exception());
    }
}

}  // namespace

Session::Session(Parts parts, net::Executor loop, net::Pool& pool, Ended ended)
    : id_(std::move(parts.id)),
      loop_(std::move(loop)),
      pool_(pool),
      ended_(std::move(ended)),
      inputs_(std::move(parts.inputs)),
      time_limit_(parts.time_limit),
      outputs_(std::move(parts.outputs)),
      publish_(std::move(parts.publish)),
      telephone_(std::move(parts.telephone)),
      handler_(made_by(parts.handler, call_)),
      format_(handler_->audio_format()),
      line_(std::move(parts.line)),
      heard_(loop_, pieces_heard_max),
      seen_(loop_, frames_seen_max),
      typed_(loop_, texts_typed_max),
      changed_(loop_) {}

Session::~Session() = default;

void Session::start() { net::spawn(loop_, "session", run_whole(shared_from_this())); }

Task<> Session::run_whole(std::shared_ptr<Session> self) { co_await self->run(); }

void Session::set_input(int id, InputValue value) {
    asio::post(loop_, [self = shared_from_this(), id, value = std::move(value)]() mutable {
        if (self->inputs_.set(id, std::move(value))) self->changed_.notify();
    });
}

void Session::type(std::string text) {
    asio::post(loop_, [self = shared_from_this(), text = std::move(text)]() mutable {
        if (self->typed_.push_refuse(std::move(text))) return;
        self->line_->text(warning_message(too_many_texts));
    });
}

void Session::end(std::string reason) {
    asio::post(loop_, [self = shared_from_this(), reason = std::move(reason)]() mutable {
        self->note_end(std::move(reason));
    });
}

Task<> Session::run() {
    line_->open(format_, [this](LineEvent event) { on_event(std::move(event)); });
    co_await converse();
    co_await part();
    line_->shut();
    co_await line_->give_back();
    ended_();
}

Task<> Session::converse() {
    while (!connected_ && !end_reason_) co_await changed_.wait();
    if (end_reason_) co_return;
    spawn_hooks();
    while (!end_reason_) co_await changed_.wait();
    cancel_hooks();
    while (hooks_running_ > 0) co_await changed_.wait();
}

/// The one way to end: the handler gives back, the page is told, the line hangs up.
Task<> Session::part() {
    log(LogLevel::Info, "session", "ended: {}", *end_reason_);
    try {
        co_await handler_->shutdown();
    } catch (const std::exception& error) {
        log(LogLevel::Error, "session", "shutdown of a handler failed: {}", error.what());
    }
    handler_.reset();
    if (line_closed_) co_return;
    line_->text(end_stream_message(*end_reason_));
    const auto until = net::steady_now() + farewell_time;
    while (!line_closed_ && co_await changed_.wait_until(until)) {
    }
    line_->hang_up();
}

void Session::spawn_hooks() {
    line_->text(send_input_message());
    spawn(keep_time());
    if (!outputs_.empty()) spawn(publish());
    spawn(handler_->start_up());
    spawn(hear());
    spawn(read());
    spawn(watch());
    if (line_->carries_sound()) spawn(talk());
    if (line_->carries_pictures()) spawn(show());
}

void Session::spawn(Task<> hook) {
    if (end_reason_) return;  // The others are cancelled; nobody would cancel this one.
    ++hooks_running_;
    hooks_.emplace_back();
    asio::co_spawn(loop_, guarded(std::move(hook)),
                   asio::bind_cancellation_slot(hooks_.back().slot(),
                                                [self = shared_from_this()](std::exception_ptr) {
                                                    --self->hooks_running_;
                                                    self->changed_.notify();
                                                }));
}

void Session::cancel_hooks() {
    for (auto& hook : hooks_) hook.emit(asio::cancellation_type::terminal);
}

/// The one place where what a handler throws is heeded. After the end, what is thrown is the
/// cancellation passing through.
Task<> Session::guarded(Task<> hook) {
    try {
        co_await std::move(hook);
    } catch (const UserError& error) {
        if (!end_reason_) fail(error.what());
    } catch (const std::exception& error) {
        if (end_reason_) co_return;
        log(LogLevel::Error, "session", "a handler failed: {}", error.what());
        fail(our_fault);
    }
}

Task<> Session::hear() {
    for (;;) {
        auto block = co_await heard_.pop();
        co_await handler_->receive(std::move(block));
    }
}

Task<> Session::talk() {
    for (;;) {
        const auto emission = co_await handler_->emit();
        if (const auto* close = std::get_if<CloseStream>(&emission)) {
            while (line_->queued() > Duration(0)) co_await net::sleep_for(line_->queued());
            note_end(close->reason);
            co_return;
        }
        say(std::get<AudioBlock>(emission));
        while (line_->queued() > speak_ahead_max) {
            co_await net::sleep_for(line_->queued() - speak_ahead_max / 2);
        }
    }
}

Task<> Session::read() {
    for (;;) {
        auto text = co_await typed_.pop();
        co_await handler_->text_receive(std::move(text));
    }
}

Task<> Session::watch() {
    for (;;) {
        auto frame = co_await seen_.pop();
        co_await handler_->video_receive(std::move(frame));
    }
}

Task<> Session::show() {
    for (;;) {
        const auto frame = co_await handler_->video_emit();
        line_->show(frame.encoded());
    }
}

Task<> Session::keep_time() {
    if (!time_limit_) co_return;
    const auto limit = *time_limit_;
    line_->text(time_left_message(limit));
    const auto notice = std::min(warning_before_limit, limit / 2);
    co_await net::sleep_for(limit - notice);
    line_->text(warning_message(seconds_text(notice) + " seconds left."));
    co_await net::sleep_for(notice);
    note_end("The time limit of " + seconds_text(limit) +
             " seconds is reached. Press Start for another round.");
}

void Session::set_output(int id, InputValue value) {
    if (!outputs_.contains(id)) {
        throw std::out_of_range(
            "the call sets a component that is no output of its stream: name it among the outputs");
    }
    if (telephone_) {
        inputs_.set(id, std::move(value));  // There is no page that would say it back.
    } else {
        unpublished_.insert_or_assign(id, std::move(value));
    }
    changed_.notify();
}

Task<> Session::publish() {
    for (;;) {
        while (unpublished_.empty()) co_await changed_.wait();
        auto values = std::exchange(unpublished_, {});
        const auto told = co_await publish_(std::move(values));
        line_->text(output_message(told));
        co_await net::sleep_for(publish_interval);
    }
}

void Session::on_event(LineEvent event) {
    std::visit(overload{
                   [&](LineOpened) {
                       connected_ = true;
                       changed_.notify();
                   },
                   [&](AudioBlock& block) { heard_.push_drop_oldest(std::move(block)); },
                   [&](EncodedPicture& picture) { note_picture(std::move(picture)); },
                   [&](peer::KeyFrameWanted) {
                       if (handler_) handler_->video_lost();
                   },
                   [&](LineClosed& closed) {
                       line_closed_ = true;
                       note_end("the line is gone: " + closed.why);
                   },
               },
               event);
}

void Session::note_picture(EncodedPicture picture) {
    VideoFrame frame(std::move(picture));
    if (frame.keyframe()) {
        newest_key_frame_ = Seen{.frame = frame, .at = net::steady_now()};
        changed_.notify();
    }
    if (!seen_.push_drop_oldest(std::move(frame))) line_->request_key_frame();
}

void Session::note_end(std::string reason) {
    if (end_reason_) return;
    end_reason_ = std::move(reason);
    changed_.notify();
}

void Session::fail(std::string_view what) {
    line_->text(error_message(what));
    note_end(std::string(what));
}

void Session::say(const AudioBlock& audio) {
    require_playable(audio.view());
    if (!line_->say(audio.view())) log(LogLevel::Warning, "session", "more was said than can wait");
}

Task<PictureRef> Session::look(Duration age_max) {
    const auto asked = net::steady_now();
    const auto young = [&] {
        return newest_key_frame_ && newest_key_frame_->at >= asked - age_max;
    };
    if (!young()) line_->request_key_frame();
    const auto until = asked + look_patience;
    while (!young()) {
        const bool woken = co_await changed_.wait_until(until);
        if (!woken) co_return nullptr;
    }
    const auto frame = newest_key_frame_->frame;
    auto work = [frame] { return decoded(frame); };
    auto picture = co_await pool_.run(std::move(work));
    co_return picture ? *picture : nullptr;
}

}  // namespace salon::session
