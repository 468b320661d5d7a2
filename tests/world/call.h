// A call between a simulated browser and a Peer, in a World: what most scenarios begin with.
//
//   World world(seed);
//   Call call(world, {.link = {.delay = 40ms, .loss = 0.05}});
//   ASSERT_TRUE(call.connect());
//   call.talk(10s);
//   EXPECT_GT(call.server_hears(), 0.98);
//
// The server behaves as the application does: it speaks, and forwards the caller's camera back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "peer/peer.h"
#include "world/browser.h"
#include "world/host.h"
#include "world/stun_server.h"
#include "world/synthetic.h"
#include "world/world.h"

namespace salon::testing_world {

/// How an end is connected to the world.
struct Home {
    std::optional<NatPolicy> nat{};  ///< Behind which it lives, with a STUN server to ask.
    bool relay = false;              ///< Somebody lends it an address.
};

/// What the server carries of what it is offered.
struct Modality {
    bool audio = true;
    bool video = true;
    sdp::Direction direction = sdp::Direction::SendReceive;  ///< The server's.
};

struct CallOptions {
    BrowserOptions browser;
    Modality stream;
    LinkPolicy link;  ///< Both directions.
    sdp::Setup setup = sdp::Setup::Active;
    Duration consent_patience = 30s;
    peer::Ice ice = peer::Ice::Lite;  ///< The server's; Full if it lives behind a NAT.
    Home caller{};
    Home callee{};
    ice::CandidateFilter filter = ice::CandidateFilter::All;  ///< Of what the server finds.
    /// Whether the browser is told what the server finds after its answer; FastRTC's wire has no
    /// way.
    bool server_trickles = true;
};

/// What one end was told.
struct Diary {
    Ear ear;
    Eye eye;
    std::vector<std::string> texts;
    std::vector<std::string> channels;
    std::vector<peer::CloseReason> endings;
    int connections = 0;
    int keyframes_wanted = 0;
};

class Call {
public:
    Call(World& world, CallOptions options = {});
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    ~Call();

    /// Runs until both ends are connected.
    bool connect(Duration limit = 10s);
    /// Both ends speak, and the camera runs, for `length`; then what still flies may land.
    void talk(Duration length);
    /// The same, one source at a time; sound in packets of `pace`.
    void let_speak(Duration length, Duration pace = 20ms);
    void let_film(Duration length);

    double server_hears() const { return server_diary.ear.audible_share(browser_spoke); }
    double browser_hears() const { return browser_diary.ear.audible_share(server_spoke); }

    /// The server's relay was restarted, and lends it another address.
    void move_relay();
    /// The browser's network was away: it offers anew, with new ICE credentials.
    void restart_ice();

    World& world;
    TransportAddress home;  ///< The browser's socket.
    TransportAddress door;  ///< The server's.
    std::optional<Nat> caller_nat;
    std::optional<Nat> callee_nat;
    SimulatedBrowser browser;
    peer::Peer server;
    bool server_trickles;
    Diary browser_diary;
    Diary server_diary;
    std::int64_t browser_spoke = 0;
    std::int64_t server_spoke = 0;
    std::int64_t browser_filmed = 0;

private:
    void connect_to_world(const CallOptions& options);
    void attach_browser();
    void attach_server();
    void film_one();

    StunServer stun_;
    Host<SimulatedBrowser> browser_host_{browser};
    Host<peer::Peer> server_host_{server};
    bool keyframe_due_ = true;
};

/// One for all simulated ends of a process: making one is most of a short call's work.
const crypto::Certificate& shared_certificate();

}  // namespace salon::testing_world
