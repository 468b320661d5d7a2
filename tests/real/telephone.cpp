#include "real/telephone.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/json.hpp>

#include "codec/g711.h"
#include "media/resampler.h"
#include "net/base64.h"
#include "net/clock.h"
#include "net/run_on.h"
#include "net/spawn.h"
#include "net/websocket_client.h"

namespace salon::testing_real {

namespace {

namespace json = boost::json;

constexpr std::size_t frame_samples = 160;
constexpr Duration frame_length = 20ms;

std::string text(const json::object& object) { return json::serialize(object); }

}  // namespace

AudioBlock CallLog::sound(std::size_t first) const {
    AudioBlock block{.samples = {}, .rate = telephone_rate};
    for (auto i = first; i < heard.size(); ++i) {
        block.samples.insert(block.samples.end(), heard[i].samples.begin(), heard[i].samples.end());
    }
    return block;
}

/// The socket and what passes over it. Lives on the loop; the log is read by others, under its
/// lock.
class Telephone::Stream : public std::enable_shared_from_this<Stream> {
public:
    Stream(net::Executor executor, net::WebSocket socket, std::string stream_sid)
        : executor_(std::move(executor)),
          socket_(std::move(socket)),
          stream_sid_(std::move(stream_sid)) {}

    static Task<> read_all(std::shared_ptr<Stream> self) {
        for (;;) {
            auto message = co_await self->socket_.read();
            if (!message) {
                self->over_ = true;
                self->note([&](CallLog& log) { log.end = message.error(); });
                co_return;
            }
            self->take(json::parse(message->data).as_object());
        }
    }

    static Task<> speak_all(std::shared_ptr<Stream> self) {
        auto next = net::steady_now();
        while (!self->over_ && !self->to_say_.empty()) {
            auto frame = std::move(self->to_say_.front());
            self->to_say_.pop_front();
            self->note([](CallLog& log) { ++log.spoken; });
            co_await self->socket_.send_text(self->media(frame));
            next += frame_length;
            co_await net::sleep_until(next);
        }
        self->speaking_ = false;
    }

    static Task<> send(std::shared_ptr<Stream> self, std::string message) {
        co_await self->socket_.send_text(std::move(message));
    }

    void speak(const std::vector<ByteBuffer>& frames, bool at_once) {
        if (at_once) to_say_.clear();
        to_say_.insert(to_say_.end(), frames.begin(), frames.end());
        if (!std::exchange(speaking_, true)) {
            net::spawn(executor_, "test", speak_all(shared_from_this()));
        }
    }

    void drop() {
        over_ = true;
        socket_.drop();
    }

    void note(const std::function<void(CallLog&)>& change) {
        {
            const std::scoped_lock lock(mutex_);
            change(log_);
        }
        changed_.notify_all();
    }
    bool until(const std::function<bool(const CallLog&)>& holds, Duration patience) {
        const auto last = net::steady_now() + patience;
        std::unique_lock lock(mutex_);
        while (!holds(log_)) {
            if (net::steady_now() >= last) return false;
            changed_.wait_for(lock, frame_length);  // It may also be that time passes.
        }
        return true;
    }
    CallLog log() const {
        const std::scoped_lock lock(mutex_);
        return log_;
    }

private:
    std::string media(Bytes mu_law) {
        ++chunk_;
        return text({{"event", "media"},
                     {"sequenceNumber", std::to_string(chunk_ + 1)},
                     {"media", json::object{{"track", "inbound"},
                                            {"chunk", std::to_string(chunk_)},
                                            {"timestamp", std::to_string(chunk_ * 20)},
                                            {"payload", net::to_base64(mu_law)}}},
                     {"streamSid", stream_sid_}});
    }

    void take(const json::object& message) {
        const auto now = net::steady_now();
        const auto* event = message.if_contains("event");
        const auto* sid = message.if_contains("streamSid");
        note([&](CallLog& log) {
            if (event && *event == "media") {
                const auto payload =
                    net::from_base64(message.at("media").at("payload").as_string());
                log.heard.push_back({.at = now,
                                     .samples = codec::from_mu_law(payload.value()),
                                     .stream_sid = sid ? sid->as_string().c_str() : ""});
            } else if (event && *event == "clear") {
                log.cleared.push_back(now);
            } else {
                log.others.push_back(text(message));
            }
        });
    }

    net::Executor executor_;
    net::WebSocket socket_;
    std::string stream_sid_;
    std::deque<ByteBuffer> to_say_;
    std::int64_t chunk_ = 0;
    bool speaking_ = false;
    bool over_ = false;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    CallLog log_;
};

Telephone::Telephone(net::Loop& loop, std::uint16_t port, std::string stream_sid)
    : loop_(loop), port_(port), stream_sid_(std::move(stream_sid)) {}

Telephone::~Telephone() {
    if (stream_) vanish();
}

bool Telephone::connect(net::HttpHeaders headers) {
    net::WebSocketOptions options;
    options.url = "ws://127.0.0.1:" + std::to_string(port_) + "/telephone/handler";
    options.headers = std::move(headers);
    auto socket = net::run_on(loop_, net::connect_websocket(std::move(options)));
    if (!socket) return false;
    stream_ = std::make_shared<Stream>(loop_.executor(), std::move(*socket), stream_sid_);
    net::spawn(loop_.executor(), "test", Stream::read_all(stream_));
    return true;
}

bool Telephone::dial(const std::map<std::string, std::string>& parameters) {
    if (!connect()) return false;
    send(text({{"event", "connected"}, {"protocol", "Call"}, {"version", "1.0.0"}}));
    json::object said;
    for (const auto& [name, value] : parameters) said[name] = value;
    send(text({{"event", "start"},
               {"sequenceNumber", "1"},
               {"start", json::object{{"accountSid", "AC0"},
                                      {"streamSid", stream_sid_},
                                      {"callSid", "CA" + stream_sid_},
                                      {"tracks", json::array{"inbound"}},
                                      {"mediaFormat", json::object{{"encoding", "audio/x-mulaw"},
                                                                   {"sampleRate", 8'000},
                                                                   {"channels", 1}}},
                                      {"customParameters", std::move(said)}}},
               {"streamSid", stream_sid_}}));
    return true;
}

void Telephone::send(std::string message) {
    net::spawn(loop_.executor(), "test", Stream::send(stream_, std::move(message)));
}

void Telephone::speak(const AudioBlock& audio) { speak(audio, false); }

void Telephone::interject(const AudioBlock& audio) { speak(audio, true); }

void Telephone::speak(const AudioBlock& audio, bool at_once) {
    auto codes = codec::to_mu_law(resampled(audio.view(), telephone_rate).samples);
    std::vector<ByteBuffer> frames;
    for (std::size_t i = 0; i < codes.size(); i += frame_samples) {
        ByteBuffer frame(frame_samples, codec::mu_law_silence);
        const auto count = std::min(frame_samples, codes.size() - i);
        std::copy_n(codes.begin() + static_cast<std::ptrdiff_t>(i), count, frame.begin());
        frames.push_back(std::move(frame));
    }
    boost::asio::post(loop_.executor(), [stream = stream_, frames = std::move(frames), at_once] {
        stream->speak(frames, at_once);
    });
}

void Telephone::hang_up() {
    send(text({{"event", "stop"},
               {"sequenceNumber", "5"},
               {"stop", json::object{{"accountSid", "AC0"}, {"callSid", "CA" + stream_sid_}}},
               {"streamSid", stream_sid_}}));
}

void Telephone::vanish() {
    boost::asio::post(loop_.executor(), [stream = stream_] { stream->drop(); });
}

bool Telephone::until(const std::function<bool(const CallLog&)>& holds, Duration patience) {
    return stream_->until(holds, patience);
}

CallLog Telephone::log() const { return stream_->log(); }

}  // namespace salon::testing_real
