#include "art_critic.h"

#include <utility>
#include <variant>

using namespace salon;

namespace {

constexpr std::size_t answer_pieces_max = 2000;  // Minutes of speech; more is a runaway model.
constexpr std::size_t mirror_frames_max = 30;    // 1 s; drop_oldest.
constexpr int camera_side_max = 768;
constexpr double loud = 0.02;

}  // namespace

ArtCritic::ArtCritic(Call& call, CriticSettings settings, CriticInputs inputs)
    : Handler(call),
      settings_(std::move(settings)),
      inputs_(std::move(inputs)),
      answer_(call.executor(), answer_pieces_max),
      mirror_(call.executor(), mirror_frames_max) {}

AudioFormat ArtCritic::audio_format() const {
    return {.input = SampleRate(16'000), .output = SampleRate(24'000)};
}

Task<> ArtCritic::start_up() {
    auto options = live_options();
    auto connected = co_await live::LiveClient::connect(std::move(options));
    if (!connected) {
        log(LogLevel::Warning, "critic", "live model: {}", connected.error().hint);
        throw UserError(connected.error().hint);
    }
    model_.emplace(std::move(*connected));
    call().beside(show_artwork());
    call().beside(watch_camera());
    for (;;) {
        auto event = co_await model_->next();
        take(std::move(event));
    }
}

live::LiveOptions ArtCritic::live_options() const {
    const auto brought = inputs_.key ? call().inputs()[*inputs_.key] : std::string();
    live::LiveOptions options{.api_version = settings_.api_version,
                              .key = brought.empty() ? settings_.default_key : brought,
                              .model = settings_.model,
                              .voice = settings_.voice,
                              .system_instruction = settings_.instruction,
                              .thinking = settings_.thinking,
                              .media_resolution = settings_.media_resolution};
    if (!settings_.endpoint.empty()) {
        options.endpoint = settings_.endpoint;
    } else if (options.key.empty() && !settings_.offline_endpoint.empty()) {
        options.endpoint = settings_.offline_endpoint;
    } else if (options.key.empty()) {
        throw UserError(inputs_.key ? "A Gemini API key is needed: type it in and start again."
                                    : "The operator of this page has to set GEMINI_API_KEY.");
    }
    return options;
}

Task<> ArtCritic::receive(AudioBlock audio) {
    if (level_rms(audio.view()) > loud) last_loud_ = net::steady_now();
    if (model_) model_->send_audio(audio.samples);
    co_return;
}

Task<Emission> ArtCritic::emit() {
    auto audio = co_await answer_.pop();
    co_return audio;
}

Task<> ArtCritic::video_receive(VideoFrame frame) {
    mirror_.push_drop_oldest(std::move(frame));
    co_return;
}

Task<VideoFrame> ArtCritic::video_emit() {
    if (!std::exchange(mirror_started_, true)) co_return VideoFrame::black();
    co_return co_await mirror_.pop();
}

Task<> ArtCritic::shutdown() {
    if (!model_) co_return;
    co_await net::with_timeout(1s, model_->close());
    model_.reset();
}

/// Shows the artwork once, and again whenever it changes.
Task<> ArtCritic::show_artwork() {
    PictureRef shown;
    for (;;) {
        const auto version = call().inputs().version();
        auto picture = call().inputs()[inputs_.artwork];
        if (picture && picture != shown) {
            shown = picture;
            auto jpeg = co_await jpeg_of(std::move(picture));
            model_->send_image(std::move(jpeg), "This is the artwork to critique.");
        }
        co_await call().inputs_changed(version);
    }
}

Task<> ArtCritic::watch_camera() {
    for (;;) {
        const auto next = net::steady_now() + 1s;
        auto picture = co_await call().look(500ms);
        if (picture) {
            auto jpeg = co_await jpeg_of(std::move(picture));
            model_->send_video(std::move(jpeg));
        }
        co_await net::sleep_until(next);
    }
}

Task<ByteBuffer> ArtCritic::jpeg_of(PictureRef picture) {
    auto job = [picture] { return encode_jpeg(fit_within(*picture, camera_side_max)); };
    auto jpeg = co_await call().pool().run(std::move(job));
    co_return jpeg ? std::move(*jpeg) : ByteBuffer();
}

void ArtCritic::take(live::LiveEvent event) {
    if (auto* heard = std::get_if<live::LiveAudio>(&event)) {
        take_audio(std::move(heard->audio));
    } else if (const auto* piece = std::get_if<live::CaptionPiece>(&event)) {
        take_caption(*piece);
    } else if (std::holds_alternative<live::LiveInterrupted>(event)) {
        cut_short();
    } else if (std::holds_alternative<live::TurnComplete>(event)) {
        next_turn();
    } else if (const auto* lost = std::get_if<live::LiveReconnecting>(&event)) {
        log(LogLevel::Info, "critic", "a new connection to the model ({})",
            lost->planned ? "planned" : "the old one is lost");
        if (!lost->planned) call().show_warning("The line to the model broke. One moment…");
    } else if (const auto* resumed = std::get_if<live::LiveResumed>(&event)) {
        log(LogLevel::Info, "critic", "the model is back after {} ms", milliseconds(resumed->gap));
    } else if (const auto* closed = std::get_if<live::LiveClosed>(&event)) {
        log(LogLevel::Warning, "critic", "live model: {}", closed->failure.hint);
        throw UserError(closed->failure.hint);
    }
}

void ArtCritic::take_audio(AudioBlock audio) {
    if (!std::exchange(answering_, true) && last_loud_) {
        call().tell_latency(net::steady_now() - *last_loud_);
    }
    if (!answer_.push_refuse(std::move(audio))) {
        log(LogLevel::Warning, "critic", "the model says more than can wait; the rest is dropped");
    }
}

void ArtCritic::take_caption(const live::CaptionPiece& piece) {
    const auto who = piece.who == live::Speaker::User ? session::Who::User : session::Who::Critic;
    const session::Caption caption{.who = who, .text = piece.text, .turn = turn_};
    call().caption(caption);
}

void ArtCritic::cut_short() {
    answer_.clear();
    call().flush_audio();
    call().tell_interrupted();
    next_turn();
}

void ArtCritic::next_turn() {
    if (std::exchange(answering_, false)) ++turn_;
}
