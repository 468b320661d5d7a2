#include "live/client.h"

#include <algorithm>
#include <deque>
#include <exception>
#include <map>
#include <optional>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/json/parse.hpp>

#include "base/log.h"
#include "live/conversation.h"
#include "live/opening.h"
#include "net/clock.h"
#include "net/signal.h"
#include "net/spawn.h"
#include "net/with_timeout.h"

namespace salon::live {

namespace json = boost::json;

namespace {

constexpr Duration farewell_patience = 300ms;  // The next connection waits for this one's end.

}  // namespace

// Carries the conversation: one coroutine for each connection, which dials and reads; one that
// writes; one that watches the time; one for each tool at work.
class LiveClient::Line : public std::enable_shared_from_this<Line> {
public:
    Line(const net::Executor& executor, LiveOptions options)
        : executor_(executor),
          options_(options),
          conversation_(std::move(options)),
          changed_(executor) {}

    void start() {
        net::spawn(executor_, "live", write(shared_from_this()));
        net::spawn(executor_, "live", watch(shared_from_this()));
        conversation_.start(net::steady_now());
        pump();
    }

    /// Until the service agreed, or why it did not.
    Task<std::optional<LiveFailure>> begun() {
        const auto self = shared_from_this();
        while (!conversation_.began() && !closed_) co_await changed_.wait();
        if (closed_) co_return closed_->failure;
        co_return std::nullopt;
    }

    Task<LiveEvent> next() {
        const auto self = shared_from_this();
        while (events_.empty() && !closed_) co_await changed_.wait();
        if (events_.empty()) co_return *closed_;
        auto event = std::move(events_.front());
        events_.pop_front();
        changed_.notify();
        co_return event;
    }

    Task<> close() {
        const auto self = shared_from_this();
        conversation_.close(net::steady_now());
        pump();
        while (socket_ || !at_work_.empty()) co_await changed_.wait();
    }

    void drop() {
        if (socket_) socket_->drop();
        conversation_.close(net::steady_now());
        pump();
    }

    /// What is sent through this leaves as soon as it may.
    Conversation& send() {
        changed_.notify();
        return conversation_;
    }
    LiveCounts counts() const { return conversation_.counts(); }

private:
    using Socket = std::shared_ptr<net::WebSocket>;

    static Task<> carry(std::shared_ptr<Line> self) {
        auto opening = make_opening(self->options_);
        if (!opening) co_return self->unreachable(std::move(opening.error()));
        auto reached = co_await net::connect_websocket(std::move(*opening));
        if (!reached) co_return self->unreachable(explain_connect(reached.error()));
        if (self->conversation_.ended()) co_return;
        const auto socket = std::make_shared<net::WebSocket>(std::move(*reached));
        self->socket_ = socket;
        self->conversation_.opened(net::steady_now());
        self->pump();
        const auto closed = co_await read(self, socket);
        self->socket_.reset();
        self->conversation_.closed(closed, net::steady_now());
        self->pump();
    }

    static Task<net::WsClosed> read(std::shared_ptr<Line> self, Socket socket) {
        for (;;) {
            auto message = co_await socket->read();
            if (!message) co_return std::move(message.error());
            self->conversation_.receive(message->data, net::steady_now());
            self->pump();
            while (self->events_.size() >= events_waiting_max && socket->open()) {
                co_await self->changed_.wait();
            }
        }
    }

    static Task<> hang_up(Socket socket) {
        co_await net::with_timeout(farewell_patience, socket->close());
        socket->drop();  // The reader hears of it.
    }

    static Task<> write(std::shared_ptr<Line> self) {
        while (!self->conversation_.ended()) {
            const auto socket = self->socket_;
            std::optional<std::string> message;
            if (socket) message = self->conversation_.take_message(net::steady_now());
            if (message) {
                const bool sent = co_await socket->send_text(std::move(*message));
                // What comes after a loss belongs to the next connection.
                if (!sent) co_await self->changed_.wait();
            } else {
                const auto due = socket ? self->conversation_.message_due() : never;
                co_await self->changed_.wait_until(due);
            }
        }
    }

    static Task<> watch(std::shared_ptr<Line> self) {
        while (!self->conversation_.ended()) {
            co_await self->changed_.wait_until(self->conversation_.deadline());
            self->conversation_.advance(net::steady_now());
            self->pump();
        }
    }

    static Task<> work(std::shared_ptr<Line> self, FunctionCall call) {
        const auto& tools = self->options_.tools;
        const auto tool = std::ranges::find(tools, call.name, &LiveTool::name);
        ToolResult result = fail(std::string("There is no tool of that name."));
        if (tool != tools.end()) {
            auto task = use(*tool, std::move(call.args));
            auto used = co_await net::with_timeout(self->options_.tool_patience, std::move(task));
            result = used ? std::move(*used) : ToolResult(fail(std::string("It took too long.")));
        }
        self->conversation_.answer(call.id, result, net::steady_now());
        self->pump();
    }

    static Task<ToolResult> use(const LiveTool& tool, JsonText arguments) {
        json::error_code broken;
        auto parsed = json::parse(arguments.value().empty() ? "{}" : arguments.value(), broken);
        if (broken || !parsed.is_object()) {
            co_return fail(std::string("The arguments are no object."));
        }
        try {
            auto task = tool.function(std::move(parsed.as_object()));
            auto result = co_await std::move(task);
            co_return result;
        } catch (const boost::system::system_error& error) {
            if (error.code() == boost::asio::error::operation_aborted) throw;
            log(LogLevel::Error, "live", "the tool {} failed: {}", tool.name, error.what());
        } catch (const std::exception& error) {
            log(LogLevel::Error, "live", "the tool {} failed: {}", tool.name, error.what());
        }
        co_return fail(std::string("It failed."));
    }

    void begin(FunctionCall call) {
        const auto id = call.id;
        const auto stop = std::make_shared<boost::asio::cancellation_signal>();
        at_work_.emplace(id, stop);
        auto ended = [self = shared_from_this(), id, stop](const std::exception_ptr&) {
            const auto mine = self->at_work_.find(id);
            if (mine != self->at_work_.end() && mine->second == stop) self->at_work_.erase(mine);
            self->changed_.notify();
        };
        boost::asio::co_spawn(executor_, work(shared_from_this(), std::move(call)),
                              boost::asio::bind_cancellation_slot(stop->slot(), std::move(ended)));
    }

    void give_up(const std::string& id) {
        const auto work = at_work_.find(id);
        if (work == at_work_.end()) return;
        const auto stop = work->second;
        stop->emit(boost::asio::cancellation_type::terminal);
    }

    void unreachable(LiveFailure failure) {
        conversation_.unreachable(std::move(failure), net::steady_now());
        pump();
    }

    void pump() {
        while (auto output = conversation_.poll()) {
            if (std::holds_alternative<Dial>(*output)) {
                net::spawn(executor_, "live", carry(shared_from_this()));
            } else if (std::holds_alternative<HangUp>(*output)) {
                if (socket_) net::spawn(executor_, "live", hang_up(socket_));
            } else if (auto* use = std::get_if<UseTool>(&*output)) {
                begin(std::move(use->call));
            } else if (const auto* given_up = std::get_if<GiveUpTool>(&*output)) {
                give_up(given_up->id);
            } else {
                take(std::get<LiveEvent>(std::move(*output)));
            }
        }
        changed_.notify();
    }

    void take(LiveEvent event) {
        if (auto* closed = std::get_if<LiveClosed>(&event)) {
            closed_ = std::move(*closed);
        } else {
            events_.push_back(std::move(event));
        }
    }

    net::Executor executor_;
    LiveOptions options_;
    Conversation conversation_;
    Socket socket_;
    net::Signal changed_;  // Something to send, to hear, or another deadline.
    std::map<std::string, std::shared_ptr<boost::asio::cancellation_signal>> at_work_;  // Tools.
    std::deque<LiveEvent> events_;
    std::optional<LiveClosed> closed_;  // The last event.
};

Task<Result<LiveClient, LiveFailure>> LiveClient::connect(LiveOptions options) {
    const auto executor = co_await boost::asio::this_coro::executor;
    LiveClient client(std::make_shared<Line>(executor, std::move(options)));
    client.line_->start();
    auto failure = co_await client.line_->begun();
    if (failure) {
        log(LogLevel::Warning, "live", "no conversation ({}, code {}, status {}): {}",
            to_string(failure->phase), failure->close_code, failure->http_status, failure->hint);
        co_return fail(std::move(*failure));
    }
    co_return std::move(client);
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
    line_->send().send_audio(samples);
}
void LiveClient::audio_stream_end() { line_->send().end_audio(); }
void LiveClient::send_video(ByteBuffer jpeg) {
    line_->send().send_video(std::move(jpeg), net::steady_now());
}
bool LiveClient::send_image(ByteBuffer jpeg, std::string caption) {
    return line_->send().send_image(std::move(jpeg), std::move(caption));
}
bool LiveClient::send_text(std::string text) {
    return line_->send().send_text(std::move(text), net::steady_now());
}

Task<LiveEvent> LiveClient::next() { return line_->next(); }
Task<> LiveClient::close() { return line_->close(); }
LiveCounts LiveClient::counts() const { return line_->counts(); }

}  // namespace salon::live
