#include "session/call.h"

#include <utility>

#include "session/session.h"

namespace salon {

const std::string& Call::id() const { return session_.id(); }

const Inputs& Call::inputs() const { return session_.inputs_; }

Task<> Call::inputs_changed(std::uint64_t version) {
    while (session_.inputs_.version() == version) co_await session_.changed_.wait();
}

const TelephoneCall* Call::telephone() const {
    return session_.telephone_ ? &*session_.telephone_ : nullptr;
}

void Call::flush_audio() { session_.line_->flush(); }

Duration Call::audio_queued() const { return session_.line_->queued(); }

Task<PictureRef> Call::look(Duration age_max) { return session_.look(age_max); }

void Call::request_key_frame() { session_.line_->request_key_frame(); }

std::int64_t Call::video_bitrate() const { return session_.line_->video_bitrate(); }

void Call::beside(Task<> task) { session_.spawn(std::move(task)); }

void Call::caption(const session::Caption& caption) {
    session_.line_->text(session::caption_message(caption));
}

void Call::tell_log(std::string_view what) { session_.line_->text(session::log_message(what)); }
void Call::tell_stop_word() { session_.line_->text(session::stop_word_message()); }

void Call::tell_interrupted() { session_.line_->text(session::interrupted_message()); }

void Call::tell_latency(Duration answer) { session_.line_->text(session::latency_message(answer)); }

void Call::show_error(std::string_view text) { session_.line_->text(session::error_message(text)); }

void Call::show_warning(std::string_view text) {
    session_.line_->text(session::warning_message(text));
}

void Call::set_output(int id, InputValue value) { session_.set_output(id, std::move(value)); }

void Call::end(std::string_view reason) { session_.note_end(std::string(reason)); }

net::Pool& Call::pool() { return session_.pool_; }

net::Executor Call::executor() { return session_.loop_; }

}  // namespace salon
