// Finds whose datagram it is: one UDP port for all callers, one socket for each loop.
//
//   in   every datagram that arrives at the port
//   out  the line it belongs to, on the loop that owns it
//
// The same for TCP connections, for callers who cannot use UDP.
//
// A line is known by its local ufrags (an ICE restart adds one), which the browser's first check
// carries, and from then on by the addresses it was heard from. Media from an address that nobody
// knows goes to those who have opened packets of its SSRC; who can open it is at that address from
// then on. A datagram that the kernel gave to another loop than the owner's is posted there. What
// belongs to nobody is dropped and counted; nothing answers it.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/address.h"
#include "base/random.h"
#include "ice/reflexive_probe.h"
#include "net/loop.h"
#include "net/signal.h"
#include "net/task.h"
#include "net/tcp_listener.h"
#include "net/udp_port.h"
#include "session/relay_totals.h"
#include "session/sources.h"
#include "session/tcp_door.h"

namespace salon::session {

inline constexpr std::size_t addresses_per_loop_max = 100'000;  ///< Then all are learned anew.

class Switchboard;

/// One loop's part of the switchboard: its socket and its lines. Lives on that loop.
class Exchange {
public:
    Exchange(Switchboard& board, net::Loop& loop, std::size_t number, TransportAddress bind);

    void connect(const std::string& ufrag, const std::shared_ptr<PeerLine>& line);
    /// `ufrag` names nobody any more; the line stays.
    void forget(const std::string& ufrag);
    void disconnect(const std::shared_ptr<PeerLine>& line);
    /// `line` has opened a packet of `ssrc`'s.
    void note_source(std::uint32_t ssrc, const std::shared_ptr<PeerLine>& line);
    void send(Datagram datagram);
    /// How a STUN server sees the port all calls share; nothing if it does not answer in time. The
    /// calls' own packets keep what a NAT has opened for the question.
    ///
    /// Thread  strand (the loop's); does not block
    Task<std::optional<TransportAddress>> look_from(TransportAddress server, Random random,
                                                    Moment until);

    net::Loop& loop() const { return loop_; }
    net::Executor executor() const { return loop_.executor(); }
    TransportAddress local() const { return port_.local(); }
    std::size_t number() const { return number_; }
    const std::shared_ptr<RelayTotals>& relay_totals() const;
    std::size_t lines() const { return lines_.load(std::memory_order_relaxed); }

private:
    friend class Switchboard;
    struct Owner {
        std::size_t exchange = 0;
        std::weak_ptr<PeerLine> line;  // Only where exchange is ours.
    };

    /// Somebody waits for a STUN server's answer.
    struct Question {
        Question(ice::ReflexiveProbe asked, net::Executor loop)
            : probe(std::move(asked)), answered(std::move(loop)) {}
        ice::ReflexiveProbe probe;
        net::Signal answered;
    };

    void count_lines();
    /// Whether it was the answer to a question.
    bool take_answer(Bytes datagram, TransportAddress from);
    void on_datagram(MutableBytes datagram, TransportAddress from);
    /// Whom a check, or an answer to one of ours, means; nothing for anything else.
    const Owner* learn(Bytes datagram, TransportAddress from);
    /// Media of an unknown address. Who owns its SSRC tries to open it, on his own loop.
    void ask_around(Bytes datagram, TransportAddress from);
    void receive_stray(const std::shared_ptr<PeerLine>& line, MutableBytes datagram,
                       TransportAddress from, std::size_t arrived_at);
    const Owner* note_address(TransportAddress from, Owner owner);
    void pass_on(std::size_t exchange, Bytes datagram, TransportAddress from);
    void adopt(TcpDoor::Visitor visitor);

    Switchboard& board_;
    net::Loop& loop_;
    std::size_t number_;
    std::unordered_map<std::string, std::shared_ptr<PeerLine>> by_ufrag_;  // And by its mark.
    std::unordered_map<TransportAddress, Owner> by_address_;
    std::unordered_map<std::string, std::shared_ptr<Question>> questions_;  // By their marks.
    std::atomic<std::size_t> lines_ = 0;
    net::UdpPort port_;  // Last: datagrams come as soon as it stands.
};

struct SwitchboardCounts {
    std::uint64_t unknown = 0;    ///< Datagrams that belong to nobody.
    std::uint64_t passed_on = 0;  ///< Datagrams that arrived at another loop than their owner's.
    TcpDoorCounts tcp;            ///< Connections to the TCP port.
};

enum class TcpPort {
    None,    ///< Nobody comes by TCP.
    Own,     ///< The UDP port's number.
    Shared,  ///< Somebody has it, and shares it by share_tcp().
};

class Switchboard {
public:
    /// Opens one socket for each loop at `bind`, and for callers by TCP a port of the same number
    /// if it is to have `tcp` of its own. Port 0 takes a number that is free for both; where
    /// a number was asked for and somebody has its TCP port, there is none, and a word in the log.
    ///
    /// Errors  throws std::system_error when the UDP port is taken
    Switchboard(net::Loops& loops, TransportAddress bind, TcpPort tcp);

    /// Lets callers come by TCP where somebody on `loop` has that number: he passes on to the door
    /// who is not his. For TcpPort::Shared.
    TcpDoor& share_tcp(net::Loop& loop);
    /// Whether callers may come by TCP.
    bool takes_tcp() const { return tcp_ != nullptr; }

    /// Where it is bound, with the real port.
    TransportAddress local() const { return exchanges_.front()->local(); }
    /// The exchange with the fewest lines.
    Exchange& quietest();
    SwitchboardCounts counts() const;
    std::size_t lines() const;
    /// Of all relays that this server's calls have borrowed from.
    const RelayTotals& relays() const { return *relays_; }

private:
    friend class Exchange;
    void note_owner(const std::string& ufrag, std::size_t exchange);
    void forget_owner(const std::string& ufrag);
    std::optional<std::size_t> owner_of(std::string_view ufrag) const;
    /// The first loop's socket, and the TCP port of its number.
    std::optional<net::TcpListener> open_ports(net::Loop& loop, TransportAddress bind, TcpPort tcp);
    /// Hands a TCP connection to the loop of the call it asks for.
    bool hand_over(TcpDoor::Visitor visitor);

    std::vector<std::unique_ptr<Exchange>> exchanges_;
    std::unique_ptr<TcpDoor> tcp_;     // On the first loop, or that of who shares his port.
    mutable std::mutex owners_mutex_;  // Taken once for each new address, never for media.
    std::unordered_map<std::string, std::size_t> owners_;
    Sources sources_;
    const std::shared_ptr<RelayTotals> relays_ = std::make_shared<RelayTotals>();
    std::atomic<std::uint64_t> unknown_ = 0;
    std::atomic<std::uint64_t> passed_on_ = 0;
};

}  // namespace salon::session
