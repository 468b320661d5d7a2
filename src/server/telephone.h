// The telephone's doors: what Twilio asks when a call comes in, and its media stream.
//
//   in   POST /telephone/incoming; the messages of WS /telephone/handler
//   out  TwiML; a call like any other, at the first stream of the page that has sound both ways
//
// Who asks is not proven (docs/telephone.md). Lives on the front loop.
#pragma once

#include <string>

#include "net/executor.h"
#include "net/http.h"
#include "net/websocket.h"
#include "server/page_desk.h"
#include "server/reception.h"
#include "server/socket_messages.h"

namespace salon::server {

class Telephone {
public:
    Telephone(net::Executor front, const ui::Composition& page, Reception& reception,
              Duration patience);

    Task<net::HttpResponse> incoming(net::HttpRequest request);
    /// One call, from its first message to its last.
    Task<> call(net::WebSocket& socket, net::HttpRequest request);

private:
    /// Null when the page has nothing for ears.
    const ui::PlacedStream* stream() const;
    Result<SocketCall, std::string> begin(TelephoneStart start, session::SocketWay way,
                                          std::function<void()> ended);

    net::Executor front_;
    const ui::Composition& page_;
    Reception& reception_;
    Duration patience_;  // For the first message that says who calls.
};

}  // namespace salon::server
