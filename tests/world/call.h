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

#include <string>
#include <vector>

#include "peer/peer.h"
#include "world/browser.h"
#include "world/synthetic.h"
#include "world/world.h"

namespace salon::testing_world {

struct CallOptions {
    BrowserOptions browser;
    LinkPolicy link;  ///< Both directions.
    sdp::Setup setup = sdp::Setup::Active;
    Duration consent_patience = 30s;
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
    /// The same, one source at a time.
    void let_speak(Duration length);
    void let_film(Duration length);

    double server_hears() const { return server_diary.ear.audible_share(browser_spoke); }
    double browser_hears() const { return browser_diary.ear.audible_share(server_spoke); }

    World& world;
    TransportAddress home = address("192.0.2.10:50000");
    TransportAddress door = address("203.0.113.5:7860");
    SimulatedBrowser browser;
    peer::Peer server;
    Diary browser_diary;
    Diary server_diary;
    std::int64_t browser_spoke = 0;
    std::int64_t server_spoke = 0;
    std::int64_t browser_filmed = 0;

private:
    void attach_browser();
    void attach_server();
    void film_one();

    bool keyframe_due_ = true;
};

/// One for all simulated ends of a process: making one is most of a short call's work.
const crypto::Certificate& shared_certificate();

}  // namespace salon::testing_world
