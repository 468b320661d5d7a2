#include "session/switchboard.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include <boost/asio/post.hpp>

#include "base/log.h"
#include "net/clock.h"
#include "peer/media_source.h"
#include "session/peer_line.h"
#include "stun/message.h"

namespace salon::session {

namespace asio = boost::asio;

namespace {

/// What a response to one of our own checks carries of our ufrag.
std::string mark_of(const std::string& ufrag) {
    return ufrag.substr(0, stun::ufrag_in_transaction);
}

constexpr int tcp_backlog = 256;
constexpr int tries_for_both = 8;

std::optional<net::TcpListener> listen_at(net::Loop& loop, TransportAddress local) {
    net::TcpListener port(loop.executor());
    try {
        port.listen(local, tcp_backlog);
    } catch (const std::system_error& error) {
        log(LogLevel::Warning, "session", "no calls by TCP: {}", error.what());
        return std::nullopt;
    }
    return port;
}

}  // namespace

Exchange::Exchange(Switchboard& board, net::Loop& loop, std::size_t number, TransportAddress bind)
    : board_(board),
      loop_(loop),
      number_(number),
      port_(
          loop, bind,
          [this](MutableBytes datagram, TransportAddress from) { on_datagram(datagram, from); },
          number == 0 ? net::PortUse::Take : net::PortUse::Join) {}

void Exchange::connect(const std::string& ufrag, const std::shared_ptr<PeerLine>& line) {
    for (const auto& name : {ufrag, mark_of(ufrag)}) {
        board_.note_owner(name, number_);
        by_ufrag_.insert_or_assign(name, line);
    }
    count_lines();
}

void Exchange::forget(const std::string& ufrag) {
    for (const auto& name : {ufrag, mark_of(ufrag)}) {
        board_.forget_owner(name);
        by_ufrag_.erase(name);
    }
    count_lines();
}

void Exchange::disconnect(const std::shared_ptr<PeerLine>& line) {
    for (const auto& [ufrag, owner] : by_ufrag_) {
        if (owner == line) board_.forget_owner(ufrag);
    }
    std::erase_if(by_ufrag_, [&](const auto& entry) { return entry.second == line; });
    std::erase_if(by_address_, [&](const auto& entry) { return entry.second.line.lock() == line; });
    board_.sources_.forget(line);
    count_lines();
}

void Exchange::note_source(std::uint32_t ssrc, const std::shared_ptr<PeerLine>& line) {
    board_.sources_.note(ssrc, number_, line);
}

/// A line has a name more for a while after an ICE restart.
void Exchange::count_lines() {
    std::unordered_set<const PeerLine*> lines;
    for (const auto& [ufrag, line] : by_ufrag_) lines.insert(line.get());
    lines_.store(lines.size(), std::memory_order_relaxed);
}

const std::shared_ptr<RelayTotals>& Exchange::relay_totals() const { return board_.relays_; }
void Exchange::send(Datagram datagram) { port_.send(std::move(datagram)); }

Task<std::optional<TransportAddress>> Exchange::look_from(TransportAddress server, Random random,
                                                          Moment until) {
    const auto mark = random.letters(stun::ufrag_in_transaction);
    ice::ReflexiveProbe probe(server, shared_port, mark, random.fork(), net::steady_now());
    const auto asked = std::make_shared<Question>(std::move(probe), executor());
    questions_.emplace(mark, asked);
    board_.note_owner(mark, number_);  // The answer may arrive at another loop.
    bool in_time = true;
    while (in_time && !asked->probe.address()) {
        asked->probe.advance(net::steady_now());
        while (auto output = asked->probe.poll()) {
            if (auto* datagram = std::get_if<Datagram>(&*output)) send(std::move(*datagram));
        }
        const auto next = std::min(until, asked->probe.deadline());
        const bool answered = co_await asked->answered.wait_until(next);
        in_time = answered || net::steady_now() < until;
    }
    board_.forget_owner(mark);
    questions_.erase(mark);
    co_return asked->probe.address();
}

bool Exchange::take_answer(Bytes datagram, TransportAddress from) {
    const auto mark = questions_.empty() ? std::nullopt : stun::response_ufrag(datagram);
    const auto found = mark ? questions_.find(std::string(*mark)) : questions_.end();
    if (found == questions_.end()) return false;
    auto& [probe, answered] = *found->second;
    const Path path{.remote = from, .leg = shared_port};
    if (probe.receive(datagram, path, net::steady_now())) answered.notify();
    return true;
}

void Exchange::on_datagram(MutableBytes datagram, TransportAddress from) {
    if (take_answer(datagram, from)) return;
    const auto found = by_address_.find(from);
    const Owner* owner = found != by_address_.end() ? &found->second : nullptr;
    // A caller who comes back from the same address has a new ufrag: a check always asks anew.
    if (!owner || stun::is_stun(datagram)) {
        if (const auto* learnt = learn(datagram, from)) owner = learnt;
    }
    if (!owner) {
        ask_around(datagram, from);
    } else if (owner->exchange != number_) {
        pass_on(owner->exchange, datagram, from);
    } else if (const auto line = owner->line.lock()) {
        line->receive(datagram, {.remote = from, .leg = shared_port});
    } else {
        by_address_.erase(from);
        ask_around(datagram, from);
    }
}

const Exchange::Owner* Exchange::learn(Bytes datagram, TransportAddress from) {
    auto ufrag = stun::request_ufrag(datagram);
    if (!ufrag) ufrag = stun::response_ufrag(datagram);
    if (!ufrag) return nullptr;
    Owner owner{.exchange = number_, .line = {}};
    if (const auto ours = by_ufrag_.find(std::string(*ufrag)); ours != by_ufrag_.end()) {
        owner.line = ours->second;
    } else if (const auto other = board_.owner_of(*ufrag); other && *other != number_) {
        owner.exchange = *other;
    } else {
        return nullptr;
    }
    return note_address(from, std::move(owner));
}

const Exchange::Owner* Exchange::note_address(TransportAddress from, Owner owner) {
    if (by_address_.size() >= addresses_per_loop_max) by_address_.clear();
    return &by_address_.insert_or_assign(from, std::move(owner)).first->second;
}

void Exchange::ask_around(Bytes datagram, TransportAddress from) {
    std::vector<Sources::Owner> asked;
    if (const auto ssrc = peer::media_source(datagram)) {
        asked = board_.sources_.take_stray(*ssrc, net::steady_now());
    }
    if (asked.empty()) board_.unknown_.fetch_add(1, std::memory_order_relaxed);
    for (auto& [number, line] : asked) {
        auto& exchange = *board_.exchanges_[number];
        asio::post(exchange.executor(), [&exchange, line = std::move(line), here = number_, from,
                                         bytes = to_buffer(datagram)]() mutable {
            if (const auto alive = line.lock()) exchange.receive_stray(alive, bytes, from, here);
        });
    }
}

/// Which loop's socket an address arrives at is the kernel's choice: that loop learns it too.
void Exchange::receive_stray(const std::shared_ptr<PeerLine>& line, MutableBytes datagram,
                             TransportAddress from, std::size_t arrived_at) {
    const Path path{.remote = from, .leg = shared_port};
    line->receive(datagram, path);
    if (!line->trusts(path)) return;
    note_address(from, {.exchange = number_, .line = line});
    if (arrived_at == number_) return;
    auto& entrance = *board_.exchanges_[arrived_at];
    asio::post(entrance.executor(), [&entrance, from, owner = number_] {
        entrance.note_address(from, {.exchange = owner, .line = {}});
    });
}

void Exchange::pass_on(std::size_t exchange, Bytes datagram, TransportAddress from) {
    board_.passed_on_.fetch_add(1, std::memory_order_relaxed);
    auto& other = *board_.exchanges_[exchange];
    asio::post(other.executor(), [&other, bytes = to_buffer(datagram), from]() mutable {
        other.on_datagram(bytes, from);
    });
}

void Exchange::adopt(TcpDoor::Visitor visitor) {
    const auto found = by_ufrag_.find(visitor.ufrag);
    if (found == by_ufrag_.end()) return;
    const auto line = found->second;
    line->adopt(net::tcp_stream(std::move(visitor.socket)), visitor.from, visitor.said);
}

Switchboard::Switchboard(net::Loops& loops, TransportAddress bind, TcpPort tcp) {
    auto port = open_ports(loops[0], bind, tcp);
    for (std::size_t i = 1; i < loops.size(); ++i) {
        exchanges_.push_back(std::make_unique<Exchange>(*this, loops[i], i, local()));
    }
    if (port) share_tcp(loops[0]).open(std::move(*port));  // Who comes in may be any loop's.
}

std::optional<net::TcpListener> Switchboard::open_ports(net::Loop& loop, TransportAddress bind,
                                                        TcpPort tcp) {
    for (int tries = 1;; ++tries) {
        auto port = tcp == TcpPort::Own ? listen_at(loop, bind) : std::nullopt;
        auto at = bind;
        if (port) at.port = port->local().port;
        try {
            exchanges_.push_back(std::make_unique<Exchange>(*this, loop, 0, at));
            return port;
        } catch (const std::system_error&) {
            // Free for TCP and somebody's for UDP: if any number will do, another one does.
            if (at.port == bind.port || tries == tries_for_both) throw;
        }
    }
}

TcpDoor& Switchboard::share_tcp(net::Loop& loop) {
    const auto take = [this](TcpDoor::Visitor visitor) { return hand_over(std::move(visitor)); };
    tcp_ = std::make_unique<TcpDoor>(loop, take);
    return *tcp_;
}

bool Switchboard::hand_over(TcpDoor::Visitor visitor) {
    const auto number = owner_of(visitor.ufrag);
    if (!number) return false;
    auto& exchange = *exchanges_[*number];
    boost::system::error_code gone;
    const auto protocol = visitor.socket.local_endpoint(gone).protocol();
    const int native = gone ? -1 : visitor.socket.release(gone);
    if (gone) return false;
    asio::post(exchange.executor(),
               [&exchange, protocol, native, from = visitor.from, said = std::move(visitor.said),
                ufrag = std::move(visitor.ufrag)]() mutable {
                   asio::ip::tcp::socket socket(exchange.executor(), protocol, native);
                   exchange.adopt({.socket = std::move(socket),
                                   .from = from,
                                   .said = std::move(said),
                                   .ufrag = std::move(ufrag)});
               });
    return true;
}

Exchange& Switchboard::quietest() {
    return **std::ranges::min_element(exchanges_, {}, [](const auto& one) { return one->lines(); });
}

SwitchboardCounts Switchboard::counts() const {
    return {.unknown = unknown_.load(std::memory_order_relaxed),
            .passed_on = passed_on_.load(std::memory_order_relaxed),
            .tcp = tcp_ ? tcp_->counts() : TcpDoorCounts{}};
}

std::size_t Switchboard::lines() const {
    std::size_t sum = 0;
    for (const auto& exchange : exchanges_) sum += exchange->lines();
    return sum;
}

void Switchboard::note_owner(const std::string& ufrag, std::size_t exchange) {
    const std::scoped_lock lock(owners_mutex_);
    owners_.insert_or_assign(ufrag, exchange);
}

void Switchboard::forget_owner(const std::string& ufrag) {
    const std::scoped_lock lock(owners_mutex_);
    owners_.erase(ufrag);
}

std::optional<std::size_t> Switchboard::owner_of(std::string_view ufrag) const {
    const std::scoped_lock lock(owners_mutex_);
    const auto found = owners_.find(std::string(ufrag));
    if (found == owners_.end()) return std::nullopt;
    return found->second;
}

}  // namespace salon::session
