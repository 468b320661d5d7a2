// One relay's help for one call: the connection to it (UDP, TCP or TLS) and the turn::Client that
// speaks on it. A relay that breaks in mid-call is asked again, for another address.
//
//   in   payloads for peers
//   out  the borrowed address, again when it changes; payloads of peers; why there is none
//
// Lives on its call's loop.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include "net/byte_link.h"
#include "net/loop.h"
#include "net/signal.h"
#include "net/tls.h"
#include "net/udp_port.h"
#include "session/relay_totals.h"
#include "turn/client.h"
#include "turn/ice_server.h"
#include "turn/stream_frames.h"

namespace salon::session {

struct RelayOptions {
    turn::ServerUrl server;
    std::string username;
    std::string credential;
    stun::AddressFamily family = stun::AddressFamily::V4;  ///< Of the borrowed address.
    net::TlsTrust trust{};
    std::shared_ptr<RelayTotals> totals = std::make_shared<RelayTotals>();  ///< Where it counts.
};

class Relay : public std::enable_shared_from_this<Relay> {
public:
    static constexpr int redirections_max = 3;
    static constexpr int returns_max = 5;  ///< After having had an address; 1, 2, 4 … s apart.
    static constexpr Duration connect_patience = 5s;

    struct Events {
        std::function<void(const turn::Allocated&)> address;
        std::function<void(MutableBytes, const TransportAddress& from)> arrived;
        std::function<void()> lost;  ///< There is no address now; another may come.
    };

    Relay(net::Loop& loop, RelayOptions options, Random random);
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;
    ~Relay();

    /// Begins; afterwards on the loop only.
    void start();
    /// Who hears of what comes from here on. What came before is in address().
    void listen(Events events) { events_ = std::move(events); }
    /// Until there is an address or no hope of one.
    Task<> settle(Moment until);
    void send(Bytes payload, const TransportAddress& to);
    /// Gives the address back, and waits until the relay has it or its patience is over.
    Task<> close();

    const std::optional<turn::Allocated>& address() const { return address_; }
    /// Why there is no address, in words for the operator. Empty while there is hope.
    const std::string& failure() const { return failure_; }

private:
    static Task<> run_whole(std::shared_ptr<Relay> self);
    Task<> run();
    Task<bool> visit();
    Task<bool> connect();
    Task<bool> connect_datagrams(Moment deadline);
    Task<bool> connect_stream(Moment deadline);
    void disconnect();
    void write(ByteBuffer bytes);
    void receive(Bytes bytes);
    void pump();
    void take(turn::Output output);
    void set_alarm();
    void end_visit();
    void note_loan();
    void lose_address();

    net::Loop& loop_;
    RelayOptions options_;
    Random random_;
    Events events_;
    net::Signal changed_;
    boost::asio::steady_timer alarm_;

    std::unique_ptr<net::UdpPort> port_;
    TransportAddress server_;  // Where port_ sends to.
    std::shared_ptr<net::ByteLink> link_;
    turn::StreamFrames frames_;
    std::optional<turn::Client> client_;
    std::optional<turn::Allocated> address_;
    std::string failure_;
    std::string trouble_;  // Of this visit.
    bool redirected_ = false;
    bool visiting_ = false;
    bool pumping_ = false;
    bool closing_ = false;
    bool over_ = false;
    Moment alarm_at_ = never;
};

}  // namespace salon::session
