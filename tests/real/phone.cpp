#include "real/phone.h"

#include <utility>

#include "base/overload.h"
#include "net/clock.h"
#include "net/dial.h"
#include "net/spawn.h"
#include "stun/message.h"
#include "world/call.h"

namespace salon::testing_real {

namespace {

constexpr Duration piece_length = 20ms;
constexpr std::int64_t piece_ticks = 960;

TransportAddress any_loopback_port() { return {*IpAddress::parse("127.0.0.1"), 0}; }

}  // namespace

Phone::Phone(net::Loop& loop, testing_world::BrowserOptions options, Random random,
             std::optional<TransportAddress> tcp)
    : loop_(loop),
      browser_(testing_world::shared_certificate(), options, random),
      alarm_(loop.executor()),
      microphone_(loop.executor()),
      camera_(loop.executor()),
      silence_(record(silence(piece_length))),
      tcp_(tcp) {
    open_port();
}

void Phone::open_port() {
    port_ = std::make_unique<net::UdpPort>(
        loop_, any_loopback_port(),
        [this](MutableBytes datagram, TransportAddress from) { hear(datagram, from); });
}

void Phone::move() {
    checks_are_lost_ = true;
    open_port();
}

void Phone::hear(MutableBytes datagram, const TransportAddress& from) {
    if (dropped_) return;
    browser_.receive(datagram, {from}, net::steady_now());
    pump();
}

Task<> Phone::dial_tcp(std::shared_ptr<Phone> self) {
    net::Url url;
    url.scheme = "http";  // TCP without TLS.
    url.host = self->tcp_->ip.text();
    url.port = self->tcp_->port;
    const net::TlsTrust trust;
    auto stream = co_await net::dial(url, trust, net::steady_now() + 10s);
    if (!stream) co_return;
    self->tcp_link_ = std::make_shared<net::ByteLink>(std::move(*stream));
    const auto on_bytes = [weak = self->weak_from_this()](Bytes bytes) {
        const auto phone = weak.lock();
        if (!phone) return;
        phone->tcp_frames_.push(bytes);
        while (const auto datagram = phone->tcp_frames_.next())
            phone->hear(*datagram, *phone->tcp_);
    };
    self->tcp_link_->start(on_bytes, [] {});
}

void Phone::send(Datagram datagram) {
    if (checks_are_lost_ && stun::is_stun(datagram.bytes)) return;
    if (!tcp_) return port_->send(std::move(datagram));
    if (tcp_link_) tcp_link_->send(ice::tcp_frame(datagram.bytes));
}

void Phone::accept(const std::string& answer) {
    if (!browser_.accept(answer, net::steady_now())) {
        note([](Diary& diary) { diary.end = peer::CloseReason::SecureFailed; });
    }
    if (tcp_) net::spawn(alarm_.get_executor(), "test", dial_tcp(shared_from_this()));
    pump();
}

void Phone::speak(const Tape& tape) { to_say_.insert(to_say_.end(), tape.begin(), tape.end()); }

void Phone::show(Film film, Duration interval) {
    const bool running = film_ != nullptr;
    film_ = std::move(film);
    frame_interval_ = interval;
    next_frame_ = 0;
    if (!running && browser_.connected()) {
        next_frame_at_ = net::steady_now();
        tick_camera();
    }
}

void Phone::request_key_frame() {
    browser_.request_key_frame(net::steady_now());
    pump();
}

void Phone::hang_up() {
    browser_.close(net::steady_now());
    pump();
    drop();
}

void Phone::drop() {
    dropped_ = true;
    if (tcp_link_) tcp_link_->close();
    alarm_.cancel();
    microphone_.cancel();
    camera_.cancel();
}

bool Phone::until(const std::function<bool(const Diary&)>& holds, Duration patience) {
    const auto last = net::steady_now() + patience;
    std::unique_lock lock(mutex_);
    while (!holds(diary_)) {
        if (net::steady_now() >= last) return false;
        changed_.wait_for(lock, 20ms);  // What is waited for may also be that time passes.
    }
    return true;
}

Diary Phone::diary() const {
    const std::scoped_lock lock(mutex_);
    return diary_;
}

void Phone::note(const std::function<void(Diary&)>& change) {
    {
        const std::scoped_lock lock(mutex_);
        change(diary_);
    }
    changed_.notify_all();
}

void Phone::pump() {
    if (std::exchange(pumping_, true)) return;
    while (auto output = browser_.poll()) take(std::move(*output));
    pumping_ = false;
    set_alarm();
}

void Phone::take(peer::Output output) {
    const auto now = net::steady_now();
    std::visit(
        overload{
            [&](Datagram& datagram) { send(std::move(datagram)); },
            [&](peer::Connected&) {
                note([](Diary& diary) { diary.connected = true; });
                next_piece_ = next_frame_at_ = now;
                tick_microphone();
                tick_camera();
            },
            [&](AudioPiece& piece) {
                note([&](Diary& diary) { diary.heard.push_back({now, std::move(piece)}); });
            },
            [&](EncodedPicture& picture) {
                note([&](Diary& diary) {
                    diary.seen.push_back(now);
                    diary.key_frames_seen += picture.keyframe;
                });
            },
            [&](peer::KeyFrameWanted&) { next_frame_ = 0; },
            [&](peer::TextArrived& text) {
                note([&](Diary& diary) { diary.texts.push_back(std::move(text.text)); });
            },
            [&](peer::SourceProven&) {}, [&](peer::CandidateFound&) {},  // All stand in the answer.
            [&](peer::ChannelOpened&) {},
            [&](peer::Closed& closed) { note([&](Diary& diary) { diary.end = closed.reason; }); }},
        output);
}

void Phone::at(boost::asio::steady_timer& timer, Moment moment, Tick tick) {
    if (dropped_) return;
    timer.expires_at(net::to_steady(moment));
    timer.async_wait([weak = weak_from_this(), tick](const boost::system::error_code& error) {
        const auto self = weak.lock();
        if (!error && self && !self->dropped_) ((*self).*tick)();
    });
}

void Phone::set_alarm() {
    const auto due = browser_.deadline();
    if (due == never) {
        alarm_.cancel();
    } else {
        at(alarm_, due, &Phone::advance);
    }
}

void Phone::advance() {
    browser_.advance(net::steady_now());
    pump();
}

void Phone::tick_microphone() {
    const auto now = net::steady_now();
    const bool speech = !to_say_.empty();
    EncodedAudio audio{.bytes = speech ? std::move(to_say_.front()) : silence_.front(),
                       .time = {.ticks = pieces_sent_++ * piece_ticks, .rate = 48'000}};
    if (speech) {
        to_say_.pop_front();
        note([&](Diary& diary) { diary.spoken.push_back(now); });
    }
    browser_.send_audio(audio, now);
    pump();
    next_piece_ += piece_length;
    at(microphone_, next_piece_, &Phone::tick_microphone);
}

void Phone::tick_camera() {
    if (!film_) return;
    const auto now = net::steady_now();
    auto picture = (*film_)[next_frame_];
    next_frame_ = (next_frame_ + 1) % film_->size();
    picture.time.ticks = frames_sent_++ * frame_interval_.count() * 90 / 1000;
    browser_.send_video(picture, now);
    pump();
    next_frame_at_ += frame_interval_;
    at(camera_, next_frame_at_, &Phone::tick_camera);
}

}  // namespace salon::testing_real
