// A Live server that costs next to nothing: it says "ready", then four seconds of speech in every
// eight, written once, and reads nothing of what it is sent.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "net/http_server.h"
#include "net/loop.h"

namespace salon::bench {

class TalkingModel {
public:
    /// Listens on a free port of this machine.
    TalkingModel();

    std::string endpoint() const;

private:
    net::Task<> talk(net::WebSocket& socket) const;

    std::vector<std::string> speech_;  // One message for each piece of it.
    net::Loop loop_;
    net::HttpServer server_;
};

}  // namespace salon::bench
