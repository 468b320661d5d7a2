// The offline critic as a server of the Gemini Live protocol (BidiGenerateContent): who speaks to
// it cannot tell it from the service, but for the wit.
//
//   CriticServer server(loop, pool, {});
//   server.listen();
//   connect_to(server.endpoint());  // "ws://127.0.0.1:41234"
//
// It serves every path that ends in BidiGenerateContent, in any version of the protocol, and
// "/healthz". Use it inside a program or from apps/live_server.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/random.h"
#include "critic/faculties.h"
#include "critic/faults.h"
#include "critic/session.h"
#include "net/http_server.h"
#include "net/pool.h"

namespace salon::critic {

struct CriticOptions {
    TransportAddress local{};         ///< Port 0 takes a free one.
    std::vector<std::string> keys{};  ///< The right ones; none: any key, and none, will do.
    const Fault* fault = nullptr;     ///< For every session; a model's name may ask for one too.
    Duration fault_length = 30s;      ///< Of those that pass.
    std::size_t sessions_max = 64;    ///< More are closed with 1013.
    Duration setup_patience = 10s;    ///< From the upgrade to the setup message.
    Duration session_max = 15min;  ///< Of a connection; goAway comes 10 s before, or at half of it.
};

class CriticServer {
public:
    /// `seed` decides what it says; `pool` does the looking and speaking. Both `loop` and `pool`
    /// outlive it.
    CriticServer(net::Loop& loop, net::Pool& pool, Faculties faculties, CriticOptions options,
                 Random seed);

    /// Errors  throws std::system_error when the address is taken
    /// Thread  any; does not block
    void listen() { server_.listen(); }

    /// Thread  any but the loop's own; blocks for about two seconds at most
    void stop() { server_.stop(); }

    /// Where it listens: "ws://127.0.0.1:41234".
    std::string endpoint() const;

    /// Open now.
    ///
    /// Thread  any
    std::size_t sessions() const { return sessions_; }

private:
    net::Task<> serve(net::WebSocket& socket, net::HttpRequest request);
    net::Task<> converse(net::WebSocket& socket, const live::Setup& setup);

    net::Executor executor_;
    net::Pool& pool_;
    Faculties faculties_;
    CriticOptions options_;
    Random seed_;
    HandleStore handles_;
    std::atomic<std::size_t> sessions_ = 0;
    net::HttpServer server_;  // Last: its handlers use what stands above.
};

}  // namespace salon::critic
