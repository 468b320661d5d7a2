// An echo that borrows its own addresses from the relays named in SALON_TEST_RELAYS (urls, spaces
// between; user ada, password secret); SALON_TEST_POLICY=relay uses nothing else. For the tests of
// this folder.
#include <cstdlib>
#include <sstream>

#include "real/says_back.h"
#include "server/stream.h"

namespace {

using namespace salon;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

turn::RtcConfiguration configuration() {
    turn::IceServer server{.urls = {}, .username = "ada", .credential = "secret"};
    std::istringstream urls(variable("SALON_TEST_RELAYS"));
    for (std::string url; urls >> url;) server.urls.push_back(url);
    turn::RtcConfiguration all;
    all.ice_servers.push_back(server);
    if (variable("SALON_TEST_POLICY") == "relay") {
        all.ice_transport_policy = turn::IceTransportPolicy::Relay;
    }
    return all;
}

}  // namespace

int main(int argc, char** argv) {
    const bool borrows = !variable("SALON_TEST_RELAYS").empty();
    const Stream stream(
        {.handler = make<testing_real::SaysBack<>>(),
         .ui_args = {.title = "Echo"},
         .server_rtc_configuration = borrows ? RtcSource(configuration()) : RtcSource()});
    return launch(stream, argc, argv);
}
