#include "turn/client.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/take_front.h"

namespace salon::turn {
namespace {

constexpr std::uint8_t udp = 17;
constexpr std::uint16_t first_channel = 0x4000;  // To 0x4FFF (RFC 8656 §12).
constexpr std::uint16_t last_channel = 0x4FFF;
constexpr std::size_t channel_header_size = 4;

stun::Message request(std::uint16_t method) { return {.method = method}; }

bool is_channel_data(Bytes bytes) {
    return bytes.size() >= channel_header_size && bytes[0] >= 0x40 && bytes[0] <= 0x4F;
}

}  // namespace

Client::Client(ClientOptions options, Random random, Moment now)
    : options_(std::move(options)),
      random_(random),
      requests_(Login(options_.username, options_.credential), options_.delivery, random_.fork()),
      next_channel_(first_channel) {
    allocate(now);
}

void Client::allocate(Moment now) {
    auto message = request(stun::allocate_method);
    message.requested_transport = udp;
    // Only when it is not the usual one: relays from before RFC 6156 do not know the attribute.
    if (options_.family == stun::AddressFamily::V6) message.requested_family = options_.family;
    requests_.ask({.ask = Ask::Allocate}, std::move(message), now);
}

void Client::refresh(Moment now) {
    refresh_due_ = now + refresh_every;
    if (!requests_.asking(Ask::Refresh)) {
        requests_.ask({.ask = Ask::Refresh}, request(stun::refresh_method), now);
    }
}

void Client::permit(const TransportAddress& peer, Moment now) {
    auto message = request(stun::create_permission_method);
    message.peer_address = peer;
    requests_.ask({.ask = Ask::Permit, .peer = peer}, std::move(message), now);
}

void Client::bind(const TransportAddress& peer, Moment now) {
    const auto* channel = channel_of(peer);
    auto message = request(stun::channel_bind_method);
    message.peer_address = peer;
    message.channel = channel->number;
    requests_.ask({.ask = Ask::Bind, .peer = peer, .channel = channel->number}, std::move(message),
                  now);
}

void Client::send(Bytes payload, const TransportAddress& to, Moment now) {
    const bool same_family = to.ip.is_v4() == (options_.family == stun::AddressFamily::V4);
    if (state_ != State::Allocated || !same_family || payload.size() > payload_size_max) return;
    auto* permission = permission_of(to.ip);
    if (permission == nullptr) {
        if (permissions_.size() == permissions_max) return;
        permission = &permissions_.emplace_back(Permission{.ip = to.ip});
        permit(to, now);
    }
    permission->used = now;
    if (permission->refused) return;
    if (!permission->granted) {
        if (permission->held.size() < held_max) {
            permission->held.push_back({.bytes = to_buffer(payload), .to = to});
        }
        return;
    }
    if (auto* channel = channel_of(to)) {
        channel->used = now;
    } else if (!stun::is_stun(payload) && channels_.size() < channels_max) {
        channels_.push_back({.peer = to, .number = next_channel_, .used = now});
        next_channel_ = next_channel_ == last_channel ? first_channel : next_channel_ + 1;
        bind(to, now);
    }
    forward(payload, to);
}

/// By channel if one stands, else as a Send indication.
void Client::forward(Bytes payload, const TransportAddress& to) {
    if (const auto* channel = channel_of(to); channel != nullptr && channel->bound) {
        ByteWriter out(channel_header_size + payload.size());
        out.u16(channel->number).u16(static_cast<std::uint16_t>(payload.size())).bytes(payload);
        outputs_.emplace_back(ToRelay{out.take()});
        return;
    }
    stun::Message message{.kind = stun::Class::Indication, .method = stun::send_method};
    random_.fill(message.transaction);
    message.peer_address = to;
    message.data = to_buffer(payload);
    outputs_.emplace_back(ToRelay{stun::write(message, nullptr)});
}

void Client::close(Moment now) {
    if (state_ == State::Closing || state_ == State::Over) return;
    relayed_.reset();
    requests_.forget_all();
    if (!requests_.challenged() && state_ == State::Allocating) return finish(Closed{});
    state_ = State::Closing;
    refresh_due_ = never;
    close_by_ = now + close_patience;
    auto message = request(stun::refresh_method);
    message.lifetime = 0;
    requests_.ask({.ask = Ask::Release}, std::move(message), now);
}

void Client::receive(Bytes bytes, Moment now) {
    if (state_ == State::Over) return;
    if (is_channel_data(bytes)) return take_channel_data(bytes);
    auto received = stun::parse(bytes);
    if (!received) return;
    if (received->message.kind == stun::Class::Indication) {
        take_indication(std::move(received->message));
    } else if (const auto outcome = requests_.receive(bytes, *received, now)) {
        on_outcome(*outcome, now);
    }
}

void Client::take_channel_data(Bytes bytes) {
    ByteReader in(bytes);
    const auto number = in.u16();
    const auto payload = in.take(in.u16());  // What follows is padding (§12.5).
    const auto channel = std::ranges::find(channels_, number, &Channel::number);
    if (in.ok() && channel != channels_.end()) arrived(to_buffer(payload), channel->peer);
}

void Client::take_indication(stun::Message message) {
    if (message.method != stun::data_method || !message.data || !message.peer_address) return;
    if (permission_of(message.peer_address->ip) == nullptr) return;  // §11.6
    arrived(std::move(*message.data), *message.peer_address);
}

void Client::arrived(ByteBuffer bytes, const TransportAddress& from) {
    if (state_ != State::Allocated || outputs_.size() >= outputs_max) return;
    outputs_.emplace_back(Arrived{.bytes = std::move(bytes), .from = from});
}

void Client::on_outcome(const Outcome& outcome, Moment now) {
    switch (outcome.question.ask) {
        case Ask::Allocate:
            return on_allocate(outcome, now);
        case Ask::Refresh:
            return on_refresh(outcome, now);
        case Ask::Release:
            return finish(Closed{});
        case Ask::Permit:
            return on_permit(outcome, now);
        case Ask::Bind:
            return on_bind(outcome, now);
    }
}

void Client::on_allocate(const Outcome& outcome, Moment now) {
    const auto& answer = outcome.answer;
    if (outcome.code == 300 && answer.alternate_server) {
        return finish(Redirected{*answer.alternate_server});
    }
    if (outcome.code != 0) return finish(Failed{words_for(outcome.code)});
    if (!answer.relayed_address) return finish(Failed{"the relay's answer holds no address"});
    state_ = State::Allocated;
    relayed_ = answer.relayed_address;
    allocated_at_ = now;
    refresh_due_ = now + refresh_every;
    outputs_.emplace_back(Allocated{.relayed = *relayed_,
                                    .mapped = answer.mapped_address.value_or(TransportAddress{})});
}

void Client::on_refresh(const Outcome& outcome, Moment now) {
    if (outcome.code == 437) return lose_allocation(now);
    if (outcome.code != 0) finish(Failed{words_for(outcome.code)});
}

/// The relay was restarted. A new address is better than none: the peer hears of it by our checks.
void Client::lose_allocation(Moment now) {
    if (now - allocated_at_ < reallocation_gap) return finish(Failed{words_for(437)});
    requests_.forget_all();
    permissions_.clear();
    channels_.clear();
    relayed_.reset();
    refresh_due_ = never;
    state_ = State::Allocating;
    allocate(now);
}

void Client::on_permit(const Outcome& outcome, Moment now) {
    if (outcome.code == 437) return lose_allocation(now);
    auto* permission = permission_of(outcome.question.peer.ip);
    if (outcome.code != 0) {
        permission->refused = true;
        permission->granted = false;
        permission->held.clear();
        permission->due = now + refusal_holds;
        outputs_.emplace_back(
            PeerRefused{.peer = outcome.question.peer, .why = words_for(outcome.code)});
        return;
    }
    permission->granted = true;
    permission->due = now + permission_renewal;
    for (const auto& held : std::exchange(permission->held, {})) send(held.bytes, held.to, now);
}

void Client::on_bind(const Outcome& outcome, Moment now) {
    if (outcome.code == 437) return lose_allocation(now);
    // Without a channel it goes on by indications, which every relay knows.
    auto* channel = channel_of(outcome.question.peer);
    channel->bound = outcome.code == 0;
    channel->due = now + channel_renewal;
}

void Client::advance(Moment now) {
    while (const auto outcome = requests_.advance(now)) {
        on_outcome(*outcome, now);
        if (state_ == State::Over) return;
    }
    if (now >= close_by_) return finish(Closed{});
    if (state_ != State::Allocated) return;
    if (now >= refresh_due_) refresh(now);
    renew(now);
}

/// Renews what was used since the last time, and lets the rest lapse.
void Client::renew(Moment now) {
    std::erase_if(permissions_, [now](const Permission& permission) {
        return permission.due <= now &&
               (permission.refused || permission.used + permission_renewal <= now);
    });
    for (auto& permission : permissions_) {
        if (permission.due > now) continue;
        permission.due = never;
        permit({.ip = permission.ip, .port = 0}, now);
    }
    std::erase_if(channels_, [now](const Channel& channel) {
        return channel.due <= now && (!channel.bound || channel.used + channel_renewal <= now);
    });
    for (auto& channel : channels_) {
        if (channel.due > now) continue;
        channel.due = never;
        bind(channel.peer, now);
    }
}

void Client::finish(Output last) {
    state_ = State::Over;
    relayed_.reset();
    requests_.forget_all();
    refresh_due_ = close_by_ = never;
    permissions_.clear();
    channels_.clear();
    outputs_.push_back(std::move(last));
}

std::optional<Output> Client::poll() {
    if (auto bytes = requests_.poll()) return ToRelay{std::move(*bytes)};
    return take_front(outputs_);
}

Moment Client::deadline() const {
    auto first = std::min({requests_.deadline(), refresh_due_, close_by_});
    if (state_ != State::Allocated) return first;
    for (const auto& permission : permissions_) first = std::min(first, permission.due);
    for (const auto& channel : channels_) first = std::min(first, channel.due);
    return first;
}

Client::Permission* Client::permission_of(const IpAddress& ip) {
    const auto found = std::ranges::find(permissions_, ip, &Permission::ip);
    return found == permissions_.end() ? nullptr : &*found;
}

Client::Channel* Client::channel_of(const TransportAddress& peer) {
    const auto found = std::ranges::find(channels_, peer, &Channel::peer);
    return found == channels_.end() ? nullptr : &*found;
}

}  // namespace salon::turn
