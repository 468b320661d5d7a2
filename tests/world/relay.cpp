#include "world/relay.h"

#include <algorithm>
#include <deque>

#include "base/take_front.h"
#include "crypto/digest.h"

namespace salon::testing_world {
namespace {

constexpr std::string_view realm = "example.org";
constexpr std::string_view user = "ada";

stun::IntegrityKey key_of_ada() {
    const auto secret = crypto::digest(crypto::Hash::Md5, as_bytes("ada:example.org:secret"));
    return stun::IntegrityKey(secret);
}

}  // namespace

class SimulatedRelay::Port : public Endpoint {
public:
    using Take = std::function<void(Bytes, TransportAddress, Moment)>;
    explicit Port(Take take) : take_(std::move(take)) {}

    void receive(MutableBytes bytes, Path from, Moment now) override {
        take_(bytes, from.remote, now);
    }
    void advance(Moment) override {}
    Moment deadline() const override { return never; }
    std::optional<Datagram> next_datagram() override { return take_front(queue_); }
    void send(ByteBuffer bytes, TransportAddress to) {
        queue_.push_back({.bytes = std::move(bytes), .to = to});
    }

private:
    Take take_;
    std::deque<Datagram> queue_;
};

SimulatedRelay::SimulatedRelay(World& world, TransportAddress address, RelayPolicy policy)
    : world_(world), address_(address), policy_(policy), key_(key_of_ada()) {
    auto port = std::make_unique<Port>(
        [this](Bytes bytes, TransportAddress from, Moment now) { from_client(bytes, from, now); });
    port_ = port.get();
    world_.add(address_, std::move(port));
    renew_nonce(world_.now());
}

SimulatedRelay::~SimulatedRelay() {
    restart();
    world_.detach(address_);
}

void SimulatedRelay::restart() {
    while (!allocations_.empty()) drop(allocations_.begin()->first);
    renew_nonce(world_.now());
}

void SimulatedRelay::renew_nonce(Moment now) {
    nonce_ = world_.random().letters(16);
    nonce_since_ = now;
}

void SimulatedRelay::drop(TransportAddress client) {
    world_.detach(allocations_.at(client).relayed);
    allocations_.erase(client);
}

void SimulatedRelay::hold(Moment& ends, Moment until, Moment now) {
    if (ends > now) tightest_renewal_ = std::min(tightest_renewal_, ends - now);
    ends = until;
}

void SimulatedRelay::end_what_is_over(Moment now) {
    const auto count = [this](std::size_t ended) { lapsed_ += static_cast<int>(ended); };
    for (auto& [client, allocation] : allocations_) {
        count(std::erase_if(allocation.permissions,
                            [&](const auto& one) { return one.second <= now; }));
        count(std::erase_if(allocation.channels,
                            [&](const auto& one) { return one.second.second <= now; }));
    }
    if (nonce_since_ + policy_.nonce <= now) renew_nonce(now);
}

void SimulatedRelay::from_client(Bytes bytes, TransportAddress client, Moment now) {
    if (const auto old = allocations_.find(client);
        old != allocations_.end() && old->second.ends <= now) {
        ++lapsed_;
        drop(client);
    }
    end_what_is_over(now);
    const auto allocation = allocations_.find(client);
    const bool known = allocation != allocations_.end();
    if (const auto received = stun::parse(bytes)) {
        const auto& message = received->message;
        if (message.kind == stun::Class::Request) {
            answer(*received, bytes, client, now);
        } else if (message.method == stun::send_method && message.peer_address && message.data) {
            ++indications_;
            if (!known) {
                ++dropped_;
            } else {
                relay_out(allocation->second, *message.peer_address, *message.data, now);
            }
        }
        return;
    }
    ++channel_data_;
    ByteReader in(bytes);
    const auto number = in.u16();
    const auto payload = in.take(in.u16());
    if (!known || !allocation->second.channels.contains(number)) {
        ++dropped_;
        return;
    }
    relay_out(allocation->second, allocation->second.channels.at(number).first, payload, now);
}

void SimulatedRelay::relay_out(Allocation& allocation, TransportAddress peer, Bytes bytes, Moment) {
    if (!allocation.permissions.contains(peer.ip)) {
        ++dropped_;
    } else {
        allocation.port->send(to_buffer(bytes), peer);
    }
}

void SimulatedRelay::from_peer(TransportAddress client, Bytes bytes, TransportAddress peer,
                               Moment now) {
    end_what_is_over(now);
    const auto found = allocations_.find(client);
    if (found->second.ends <= now || !found->second.permissions.contains(peer.ip)) {
        ++dropped_;
        return;
    }
    for (const auto& [number, channel] : found->second.channels) {
        if (channel.first != peer) continue;
        ByteWriter out;
        out.u16(number).u16(static_cast<std::uint16_t>(bytes.size())).bytes(bytes);
        port_->send(out.take(), client);
        return;
    }
    stun::Message message{.kind = stun::Class::Indication, .method = stun::data_method};
    message.peer_address = peer;
    message.data = to_buffer(bytes);
    port_->send(stun::write(message, nullptr), client);
}

void SimulatedRelay::answer(const stun::Received& received, Bytes bytes, TransportAddress client,
                            Moment now) {
    const auto& request = received.message;
    stun::Message response{
        .kind = stun::Class::Success, .method = request.method, .transaction = request.transaction};
    int code = 0;
    const bool credentials = request.username == user && request.realm == realm;
    if (!received.integrity_at) {
        code = 401;
    } else if (request.nonce != nonce_) {
        code = 438;
        ++stale_nonces_;
    } else if (!credentials || !stun::has_integrity(bytes, received, key_)) {
        code = 401;
    } else {
        code = serve(request, client, now, response);
    }
    if (code == 0) return port_->send(stun::write(response, &key_), client);
    response.kind = stun::Class::Error;
    response.error = stun::ErrorCode{.code = code, .reason = {}};
    if (code == 401 || code == 438) {
        response.realm = realm;
        response.nonce = nonce_;
    }
    const bool is_signed = code != 401 && code != 438;
    port_->send(stun::write(response, is_signed ? &key_ : nullptr), client);
}

int SimulatedRelay::serve(const stun::Message& request, TransportAddress client, Moment now,
                          stun::Message& response) {
    if (request.method == stun::allocate_method) return allocate(request, client, now, response);
    const auto found = allocations_.find(client);
    if (found == allocations_.end()) return 437;
    auto& allocation = found->second;
    switch (request.method) {
        case stun::refresh_method:
            response.lifetime = request.lifetime.value_or(600);
            hold(allocation.ends, now + policy_.allocation, now);
            if (response.lifetime == 0u) {
                ++given_back_;
                drop(client);
            }
            return 0;
        case stun::create_permission_method:
            if (!request.peer_address) return 400;
            if (request.peer_address->ip == policy_.forbidden_peer) return 403;
            hold(allocation.permissions[request.peer_address->ip], now + policy_.permission, now);
            return 0;
        case stun::channel_bind_method:
            return bind(request, allocation, now);
        default:
            return 400;
    }
}

int SimulatedRelay::allocate(const stun::Message& request, TransportAddress client, Moment now,
                             stun::Message& response) {
    if (policy_.alternate) {
        response.alternate_server = policy_.alternate;
        return 300;
    }
    if (policy_.refuse_allocations_with != 0) return policy_.refuse_allocations_with;
    if (request.requested_transport != 17) return 442;
    const auto known = allocations_.find(client);
    if (known != allocations_.end() && known->second.transaction != request.transaction) return 437;
    const auto& allocation =
        known != allocations_.end() ? known->second : make_allocation(request, client, now);
    response.relayed_address = allocation.relayed;
    response.mapped_address = client;
    response.lifetime = 600;
    return 0;
}

SimulatedRelay::Allocation& SimulatedRelay::make_allocation(const stun::Message& request,
                                                            TransportAddress client, Moment now) {
    const bool v6 = request.requested_family == stun::AddressFamily::V6;
    const auto ip = *IpAddress::parse(v6 ? "2001:db8::77" : "198.51.100.77");
    auto port =
        std::make_unique<Port>([this, client](Bytes bytes, TransportAddress from, Moment moment) {
            from_peer(client, bytes, from, moment);
        });
    Allocation allocation{.relayed = {.ip = ip, .port = next_port_++},
                          .port = port.get(),
                          .ends = now + policy_.allocation,
                          .transaction = request.transaction};
    world_.add(allocation.relayed, std::move(port));
    ++lent_;
    return allocations_.emplace(client, std::move(allocation)).first->second;
}

int SimulatedRelay::bind(const stun::Message& request, Allocation& allocation, Moment now) {
    if (!request.peer_address || !request.channel) return 400;
    if (*request.channel < 0x4000 || *request.channel > 0x4FFF) return 400;
    if (request.peer_address->ip == policy_.forbidden_peer) return 403;
    for (const auto& [number, channel] : allocation.channels) {
        if ((number == *request.channel) != (channel.first == *request.peer_address)) return 400;
    }
    auto& channel = allocation.channels[*request.channel];
    channel.first = *request.peer_address;
    hold(channel.second, now + policy_.channel, now);
    hold(allocation.permissions[request.peer_address->ip], now + policy_.permission, now);
    return 0;
}

}  // namespace salon::testing_world
