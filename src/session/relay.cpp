#include "session/relay.h"

#include <utility>

#include "base/log.h"
#include "base/overload.h"
#include "net/clock.h"
#include "net/dial.h"
#include "net/lookup.h"
#include "net/spawn.h"

namespace salon::session {

namespace {

constexpr Duration first_return = 1s;

turn::ClientOptions client_options(const RelayOptions& options) {
    const bool datagrams = options.server.transport == turn::Transport::Udp;
    return {.username = options.username,
            .credential = options.credential,
            .delivery = datagrams ? turn::Delivery::Datagrams : turn::Delivery::Stream,
            .family = options.family};
}

/// As an operator would name it.
std::string name_of(const turn::ServerUrl& server) {
    return server.host + ":" + std::to_string(server.port);
}

}  // namespace

Relay::Relay(net::Loop& loop, RelayOptions options, Random random)
    : loop_(loop),
      options_(std::move(options)),
      random_(random),
      changed_(loop.executor()),
      alarm_(loop.executor()) {}

Relay::~Relay() = default;

void Relay::start() { net::spawn(loop_.executor(), "session", run_whole(shared_from_this())); }

Task<> Relay::run_whole(std::shared_ptr<Relay> self) { co_await self->run(); }

/// Visit after visit, until it is closed or hopeless.
Task<> Relay::run() {
    int redirections = 0;
    int returns = 0;
    while (!closing_) {
        const bool had_address = co_await visit();
        if (closing_) break;
        if (redirected_ && redirections++ < redirections_max) continue;
        ++options_.totals->failed;
        log(LogLevel::Warning, "session", "relay {}: {}", name_of(options_.server), trouble_);
        if (had_address) returns = 0;
        if (!had_address && returns == 0) break;  // It has never worked.
        if (returns == returns_max) break;
        const auto again = net::steady_now() + first_return * (1 << returns++);
        bool early = true;
        while (early && !closing_) early = co_await changed_.wait_until(again);
    }
    if (!closing_) failure_ = "relay " + name_of(options_.server) + ": " + trouble_;
    over_ = true;
    changed_.notify();
}

/// One connection, from dialling to the client's last word. Returns whether it gave an address.
Task<bool> Relay::visit() {
    redirected_ = false;
    trouble_.clear();
    const bool connected = co_await connect();
    if (!connected || closing_) {
        disconnect();
        co_return false;
    }
    visiting_ = true;
    client_.emplace(client_options(options_), random_.fork(), net::steady_now());
    pump();
    bool had_address = false;
    while (visiting_) {
        co_await changed_.wait();
        had_address = had_address || address_.has_value();
    }
    lose_address();
    client_.reset();
    disconnect();
    co_return had_address;
}

Task<bool> Relay::connect() {
    const auto deadline = net::steady_now() + connect_patience;
    if (options_.server.transport == turn::Transport::Udp) {
        co_return co_await connect_datagrams(deadline);
    }
    co_return co_await connect_stream(deadline);
}

Task<bool> Relay::connect_datagrams(Moment deadline) {
    const auto found = co_await net::look_up(options_.server.host, options_.server.port, deadline);
    if (!found) {
        trouble_ = "its name is not found: " + found.error().what;
        co_return false;
    }
    server_ = found->front();
    const auto any = *IpAddress::parse(server_.ip.is_v4() ? "0.0.0.0" : "::");
    const TransportAddress local{.ip = any, .port = 0};
    auto on_datagram = [this](MutableBytes bytes, TransportAddress from) {
        if (from == server_) receive(bytes);
    };
    try {
        port_ = std::make_unique<net::UdpPort>(loop_, local, std::move(on_datagram));
    } catch (const std::system_error& error) {
        trouble_ = error.what();
    }
    co_return port_ != nullptr;
}

Task<bool> Relay::connect_stream(Moment deadline) {
    const bool tls = options_.server.transport == turn::Transport::Tls;
    net::Url url;
    url.scheme = tls ? "https" : "http";  // What `dial` knows TLS and TCP by.
    url.host = options_.server.host;
    url.port = options_.server.port;
    auto stream = co_await net::dial(url, options_.trust, deadline);
    if (!stream) {
        trouble_ = "no connection: " + stream.error().what;
        co_return false;
    }
    frames_ = {};
    link_ = std::make_shared<net::ByteLink>(std::move(*stream));
    const auto hear = [this](Bytes bytes) {
        frames_.push(bytes);
        while (const auto frame = frames_.next()) receive(*frame);
        if (frames_.broken()) end_visit();
    };
    const auto end = [this] {
        trouble_ = "the connection is gone";
        end_visit();
    };
    link_->start(hear, end);
    co_return true;
}

/// Both ends call back into us until here, and never afterwards.
void Relay::disconnect() {
    port_.reset();
    if (link_) link_->close();
    link_.reset();
}

void Relay::write(ByteBuffer bytes) {
    if (port_) {
        port_->send({.bytes = std::move(bytes), .to = server_});
    } else if (link_) {
        turn::pad_for_stream(bytes);
        link_->send(bytes);  // Too much waits: lost, as on any network.
    }
}

void Relay::receive(Bytes bytes) {
    if (!client_) return;
    client_->receive(bytes, net::steady_now());
    pump();
}

void Relay::send(Bytes payload, const TransportAddress& to) {
    if (!client_) return;
    options_.totals->bytes_out += payload.size();
    client_->send(payload, to, net::steady_now());
    pump();
}

/// Lets out all that is due. What an event causes leaves in the same pass.
void Relay::pump() {
    if (pumping_ || !client_) return;
    pumping_ = true;
    const auto now = net::steady_now();
    if (client_->deadline() <= now) client_->advance(now);
    while (auto output = client_->poll()) take(std::move(*output));
    pumping_ = false;
    set_alarm();
}

void Relay::take(turn::Output output) {
    std::visit(overload{
                   [&](turn::ToRelay& message) { write(std::move(message.bytes)); },
                   [&](turn::Allocated& allocated) {
                       if (!address_) note_loan();
                       address_ = allocated;
                       if (events_.address) events_.address(allocated);
                       changed_.notify();
                   },
                   [&](turn::Arrived& payload) {
                       options_.totals->bytes_in += payload.bytes.size();
                       if (events_.arrived) events_.arrived(payload.bytes, payload.from);
                   },
                   [&](turn::PeerRefused& refused) {
                       log(LogLevel::Debug, "session", "relay {}: {} for {}",
                           name_of(options_.server), refused.why, refused.peer.text());
                   },
                   [&](turn::Redirected& redirected) {
                       trouble_ = "it sends us from one relay to the next";
                       redirected_ = true;
                       options_.server.host = redirected.relay.ip.text();
                       options_.server.port = redirected.relay.port;
                       end_visit();
                   },
                   [&](turn::Failed& failed) {
                       trouble_ = failed.why;
                       end_visit();
                   },
                   [&](turn::Closed&) { end_visit(); },
               },
               output);
}

void Relay::end_visit() {
    visiting_ = false;
    alarm_.cancel();
    alarm_at_ = never;
    changed_.notify();
}

void Relay::note_loan() {
    ++options_.totals->held;
    ++options_.totals->lent;
}

void Relay::lose_address() {
    if (!std::exchange(address_, std::nullopt)) return;
    --options_.totals->held;
    if (events_.lost && !closing_) events_.lost();
}

void Relay::set_alarm() {
    const auto due = client_ && visiting_ ? client_->deadline() : never;
    if (due == alarm_at_) return;
    alarm_at_ = due;
    alarm_.expires_at(net::to_steady(due));
    if (due == never) return;
    alarm_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
        const auto relay = weak.lock();
        if (error || !relay) return;  // Moved, or the relay is gone.
        relay->alarm_at_ = never;
        relay->pump();
    });
}

Task<> Relay::settle(Moment until) {
    bool in_time = true;
    while (in_time && !address_ && !over_) in_time = co_await changed_.wait_until(until);
}

Task<> Relay::close() {
    closing_ = true;
    events_ = {};
    changed_.notify();
    if (client_) {
        client_->close(net::steady_now());
        pump();
    }
    while (client_) co_await changed_.wait();  // A dialling visit ends by itself.
}

}  // namespace salon::session
