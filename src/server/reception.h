// Where callers arrive: answers offers, keeps the table of calls, and hands inputs to them.
//
//   in   what the page posts: offers, candidates, inputs, pictures
//   out  answers; sessions, each with a slot that comes back when it ends
//
// Lives on the front loop, where HTTP does; sessions live on theirs and report their end here.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "crypto/certificate.h"
#include "net/http.h"
#include "net/pool.h"
#include "server/borrowing.h"
#include "server/input_desk.h"
#include "server/requests.h"
#include "session/session.h"
#include "session/switchboard.h"
#include "ui/page.h"

namespace salon::server {

inline constexpr std::size_t upload_size_max = 12 * 1024 * 1024;
inline constexpr int picture_side_max =
    1024;  ///< What a model looks at; larger ones are made smaller.

struct ReceptionOptions {
    HandlerFactory handler;
    Page page;
    int concurrency_limit = 1;
    std::optional<Duration> time_limit;
    std::vector<ice::LocalCandidate> candidates;  ///< Where callers reach our ports.
    RtcQuestion server_rtc_configuration;         ///< None: no relays for our side.
};

/// What came, what is here, and what left: the ledger of /healthz.
struct Ledger {
    std::uint64_t offers = 0;
    std::uint64_t refused = 0;
    std::uint64_t started = 0;
    std::uint64_t ended = 0;
};

class Reception {
public:
    Reception(ReceptionOptions options, net::Executor front, session::Switchboard& switchboard,
              net::Pool& pool);

    Task<net::HttpResponse> offer(net::HttpRequest request);
    Task<net::HttpResponse> input(net::HttpRequest request);
    Task<net::HttpResponse> upload(net::HttpRequest request);
    Task<net::HttpResponse> close(net::HttpRequest request);
    Task<net::HttpResponse> picture(net::HttpRequest request);
    Task<net::HttpResponse> config(net::HttpRequest request);
    Task<net::HttpResponse> health(net::HttpRequest request);

    /// Ends every call and waits until all have given back.
    Task<> close_all(Duration patience);

private:
    Task<net::HttpResponse> take_offer(OfferRequest offer);
    Task<net::HttpResponse> restart(OfferRequest offer);
    net::HttpResponse take_candidate(const CandidateRequest& candidate);
    void start(std::string id, peer::Peer peer, Borrowed borrowed);
    void forget(const std::string& id);
    void set_input(const std::string& id, const std::string& label, InputValue value);
    const Component* component(int id) const;
    void read_defaults();

    ReceptionOptions options_;
    net::Executor front_;
    session::Switchboard& switchboard_;
    net::Pool& pool_;
    crypto::Certificate certificate_;
    Random random_;
    std::map<std::string, std::shared_ptr<session::Session>, std::less<>> sessions_;
    InputDesk desk_{InputDesk::Policy{}};
    Inputs defaults_;
    std::map<int, std::string> picture_files_;     // The bytes of default pictures, by component.
    std::set<std::string, std::less<>> arriving_;  // Their offers wait for relays.
    Ledger ledger_;
};

}  // namespace salon::server
