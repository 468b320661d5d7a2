#include "live/client.h"

#include <deque>
#include <utility>

#include <boost/asio/this_coro.hpp>

#include "base/log.h"
#include "live/inbox.h"
#include "live/opening.h"
#include "live/outbox.h"
#include "net/clock.h"
#include "net/signal.h"
#include "net/spawn.h"
#include "net/with_timeout.h"

namespace salon::live {

// The two directions of one conversation: a coroutine that sends, and `next`, which reads.
class LiveClient::Line : public std::enable_shared_from_this<Line> {
public:
    Line(const net::Executor& executor, net::WebSocket socket)
        : executor_(executor), socket_(std::move(socket)), more_to_send_(executor) {}

    void start() { net::spawn(executor_, "live", send_all(shared_from_this())); }

    Task<LiveEvent> next() {
        const auto self = shared_from_this();
        while (events_.empty()) {
            auto message = co_await socket_.read();
            if (!message) {
                more_to_send_.notify();  // The sender ends, too.
                LiveClosed closed{explain_close(LiveFailure::Phase::Talk, message.error())};
                co_return closed;
            }
            take(message->data);
        }
        auto event = std::move(events_.front());
        events_.pop_front();
        co_return event;
    }

    Task<> close() { return socket_.close(net::close_code::normal); }

    void drop() {
        socket_.drop();
        more_to_send_.notify();
    }

    /// What changes the outbox through this is sent as soon as it may.
    Outbox& send() {
        more_to_send_.notify();
        return outbox_;
    }

    LiveCounts counts() const {
        auto counts = outbox_.counts();
        counts.messages_unreadable = unreadable_;
        return counts;
    }
    const std::string& resumption_handle() const { return inbox_.resumption_handle(); }

private:
    static Task<> send_all(std::shared_ptr<Line> self) {
        while (self->socket_.open()) {
            auto message = self->outbox_.take(net::steady_now());
            if (message) {
                co_await self->socket_.send_text(std::move(*message));
            } else {
                co_await self->more_to_send_.wait_until(self->outbox_.deadline());
            }
        }
    }

    void take(std::string_view text) {
        const auto message = parse_server_message(text);
        if (message) {
            for (auto& event : inbox_.take(*message)) events_.push_back(std::move(event));
        } else {
            ++unreadable_;
            log(LogLevel::Debug, "live", "an unreadable message: {}", message.error().what);
        }
    }

    net::Executor executor_;
    net::WebSocket socket_;
    net::Signal more_to_send_;
    Outbox outbox_;
    Inbox inbox_;
    std::deque<LiveEvent> events_;  // Those of one message.
    std::uint64_t unreadable_ = 0;
};

namespace {

using Confirmed = Result<net::WebSocket, LiveFailure>;

// The first answer must be the confirmation. Others may come before it; they say nothing to us.
Task<std::optional<net::WsClosed>> until_confirmed(net::WebSocket& socket) {
    for (;;) {
        auto message = co_await socket.read();
        if (!message) co_return std::move(message.error());
        const auto parsed = parse_server_message(message->data);
        if (parsed && std::holds_alternative<SetupComplete>(parsed->body)) co_return std::nullopt;
    }
}

Task<Confirmed> open(LiveOptions options) {
    auto opening = make_opening(options);
    if (!opening) co_return fail(std::move(opening.error()));
    auto socket = co_await net::connect_websocket(std::move(*opening));
    if (!socket) co_return fail(explain_connect(socket.error()));

    auto setup = write_message(ClientMessage(make_setup(options)));
    co_await socket->send_text(std::move(setup));  // If this fails, the reading tells why.
    auto refused = co_await net::with_timeout(options.setup_patience, until_confirmed(*socket));
    if (!refused) co_return fail(explain_silence());
    if (*refused) co_return fail(explain_close(LiveFailure::Phase::Setup, **refused));
    co_return std::move(*socket);
}

}  // namespace

Task<Result<LiveClient, LiveFailure>> LiveClient::connect(LiveOptions options) {
    const auto executor = co_await boost::asio::this_coro::executor;
    auto socket = co_await open(std::move(options));
    if (!socket) {
        const auto& failure = socket.error();
        log(LogLevel::Warning, "live", "no conversation ({}, code {}, status {}): {}",
            to_string(failure.phase), failure.close_code, failure.http_status, failure.hint);
        co_return fail(std::move(socket.error()));
    }
    auto line = std::make_shared<Line>(executor, std::move(*socket));
    line->start();
    co_return LiveClient(std::move(line));
}

LiveClient::LiveClient(std::shared_ptr<Line> line) : line_(std::move(line)) {}
LiveClient::LiveClient(LiveClient&&) noexcept = default;

LiveClient& LiveClient::operator=(LiveClient&& other) noexcept {
    std::swap(line_, other.line_);
    return *this;
}

LiveClient::~LiveClient() {
    if (line_) line_->drop();
}

void LiveClient::send_audio(std::span<const std::int16_t> samples) {
    line_->send().push_audio(samples);
}
void LiveClient::audio_stream_end() { line_->send().end_audio(); }
void LiveClient::send_video(ByteBuffer jpeg) { line_->send().push_picture(std::move(jpeg)); }

bool LiveClient::send_image(ByteBuffer jpeg, std::string caption) {
    Content turn{.parts = {}, .role = "user"};
    turn.parts.emplace_back().inline_data =
        Blob{.mime_type = "image/jpeg", .data = std::move(jpeg)};
    turn.parts.emplace_back().text = std::move(caption);
    ClientContent content;
    content.turns.push_back(std::move(turn));
    content.turn_complete = false;
    return line_->send().push_control(content);
}

bool LiveClient::send_text(std::string text) {
    RealtimeInput input;
    input.text = std::move(text);
    return line_->send().push_control(input);
}

Task<LiveEvent> LiveClient::next() { return line_->next(); }
Task<> LiveClient::close() { return line_->close(); }
LiveCounts LiveClient::counts() const { return line_->counts(); }
const std::string& LiveClient::resumption_handle() const { return line_->resumption_handle(); }

}  // namespace salon::live
