#include "server/twiml.h"

#include <gmock/gmock.h>

namespace salon::server {
namespace {

using testing::HasSubstr;

TEST(Twiml, ConnectsTheCallToOurSocket) {
    EXPECT_EQ(connecting_twiml("salon.example:8443"),
              R"(<?xml version="1.0" encoding="UTF-8"?><Response>)"
              "<Say>Connecting to the AI assistant.</Say>"
              R"(<Connect><Stream url="wss://salon.example:8443/telephone/handler"/></Connect>)"
              "<Say>The call has been disconnected.</Say></Response>");
}

TEST(Twiml, EscapesWhatIsSaid) {
    EXPECT_THAT(declining_twiml(R"(Tom & "Jerry" <both>)"),
                HasSubstr("<Say>Tom &amp; &quot;Jerry&quot; &lt;both&gt;</Say><Hangup/>"));
}

}  // namespace
}  // namespace salon::server
