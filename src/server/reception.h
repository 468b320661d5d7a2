// Where callers arrive: answers offers, keeps the table of calls, and gives each its inputs.
//
//   in   what the page posts: offers, candidates, goodbyes; who comes by a socket
//   out  answers; sessions, each with a slot of its stream that comes back when it ends
//
// Lives on the front loop, where HTTP does; sessions live on theirs and report their end here.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "crypto/certificate.h"
#include "net/http.h"
#include "net/pool.h"
#include "server/borrowing.h"
#include "server/early_candidates.h"
#include "server/outlet.h"
#include "server/page_desk.h"
#include "server/requests.h"
#include "server/socket_traffic.h"
#include "session/peer_line.h"
#include "session/session.h"
#include "session/socket_line.h"
#include "session/switchboard.h"

namespace salon::server {

struct ReceptionOptions {
    std::vector<ice::LocalCandidate> candidates;  ///< Where callers reach our ports.
    bool own_routes = false;  ///< The application's, which may listen to outputs.
};

/// What came, what is here, and what left: the ledger of /healthz.
struct Ledger {
    std::uint64_t offers = 0;
    std::uint64_t refused = 0;
    std::uint64_t started = 0;
    std::uint64_t ended = 0;
};

/// Who comes by a socket, as the first message tells.
struct SocketCaller {
    std::string id;
    std::string tab{};  ///< The secret of its page; empty: it has none.
    int component = 0;  ///< 0: the first stream of the page.
    session::Wire wire{};
    std::optional<TelephoneCall> telephone{};
};

class Reception {
public:
    Reception(ReceptionOptions options, net::Executor front, session::Switchboard& switchboard,
              PageDesk& desk);

    Task<net::HttpResponse> offer(net::HttpRequest request);
    Task<net::HttpResponse> text(net::HttpRequest request);
    Task<net::HttpResponse> close(net::HttpRequest request);
    Task<net::HttpResponse> health(net::HttpRequest request);

    /// Begins a call that comes by a socket. `ended` is called when it is over and its place free.
    ///
    /// Errors  what FastRTC's pages read of a refusal: a failed status
    Result<SocketCall, std::string> begin(SocketCaller caller, session::SocketWay way,
                                          std::function<void()> ended);
    /// A call that runs.
    struct Running {
        std::shared_ptr<session::Session> session;
        std::shared_ptr<session::PeerLine> peer_line;  ///< Null for who comes by a socket.
        std::string tab;                   ///< The secret that it obeys; empty: it has none.
        std::shared_ptr<Visitor> visitor;  ///< That tab; one of its own where there is none.
        const ui::PlacedStream* stream = nullptr;
        std::shared_ptr<Outlet> outlet{};
    };
    /// Null when there is no such call. Good until the front loop goes on.
    const Running* find(std::string_view id) const;
    const net::Executor& front() const { return front_; }
    /// Whether a stream takes nobody more at the moment.
    bool full(const ui::PlacedStream& stream) const;

    /// Ends every call and waits until all have given back.
    Task<> close_all(Duration patience);

private:
    /// What a session needs besides its handler and its limits.
    struct Beginning {
        std::string id;
        std::string tab;
        std::shared_ptr<session::Line> line;
        net::Executor loop;
        std::optional<TelephoneCall> telephone{};
        std::function<void()> ended{};
    };

    Task<net::HttpResponse> take_offer(OfferRequest offer);
    Task<net::HttpResponse> restart(std::shared_ptr<session::PeerLine> line, std::string offer);
    net::HttpResponse take_candidate(const CandidateRequest& candidate);
    net::HttpResponse refuse(std::string json);
    void start(const OfferRequest& offer, const ui::PlacedStream& stream, peer::Peer peer,
               Borrowed borrowed);
    Running& run(const ui::PlacedStream& stream, Beginning beginning);
    void forget(const std::string& id);
    /// Why a newcomer is not taken, as a failed status; nothing when it is.
    std::optional<std::string> refusal(const std::string& id, const ui::PlacedStream* stream) const;
    const ui::PlacedStream* stream_of(int component) const;
    /// The call, if the tab may speak for it.
    const Running* call(const std::string& id, const std::string& tab) const;
    /// How many places of a stream are taken.
    std::int64_t taken(int stream) const;

    ReceptionOptions options_;
    net::Executor front_;
    session::Switchboard& switchboard_;
    PageDesk& desk_;
    crypto::Certificate certificate_;
    Random random_;
    std::map<std::string, Running, std::less<>> calls_;
    std::map<std::string, int, std::less<>> arriving_;  // Their offers wait for relays; the stream.
    EarlyCandidates early_;
    Ledger ledger_;
};

}  // namespace salon::server
