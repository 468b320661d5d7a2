// What Twilio is to do with a telephone call that comes in, in its own words (TwiML).
#pragma once

#include <string>
#include <string_view>

namespace salon::server {

/// Greets the caller and connects it to the WebSocket of `place`; takes leave when that ends.
std::string connecting_twiml(std::string_view place);
/// Says a sentence and hangs up.
std::string declining_twiml(std::string_view sentence);

}  // namespace salon::server
