// Credentials for relays, borrowed from a provider for a while: Hugging Face, Cloudflare or Twilio.
// What comes back is what a page or the server's own side hands to its ICE.
//
//   auto relays = co_await get_hf_turn_credentials(token);
//   if (!relays) throw UserError(relays.error().what);
//
// An empty argument is looked up in the environment. Answers are kept, for the same secrets and the
// same ttl, until shortly before they expire; the secrets themselves are not kept, are in no log,
// in no error and in no address.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "net/task.h"
#include "net/tls.h"
#include "turn/ice_server.h"

namespace salon {

/// Where the providers are, and how long one may take to answer.
struct TurnProviders {
    std::string hugging_face = "https://turn.fastrtc.org";
    std::string cloudflare = "https://rtc.live.cloudflare.com";
    std::string twilio = "https://api.twilio.com";
    Duration patience = 4s;  ///< Less than the 5 s that whoever asks for a call waits.
    net::TlsTrust trust{};
};

/// Cloudflare's relays, paid by Hugging Face, for who has a token there.
///
/// Units   `token`: empty takes HF_TOKEN; `ttl`: how long the credentials shall be good
/// Errors  `what` tells the caller what happened and what to do. std::errc::invalid_argument: no
///         token ("HF Token is required"); permission_denied: refused; timed_out; host_unreachable;
///         protocol_error: an answer that is none
/// Thread  strand; does not block
net::Task<Result<turn::RtcConfiguration, Error>> get_hf_turn_credentials(
    std::string token = {}, Duration ttl = 600s, TurnProviders providers = {});

/// Cloudflare's relays by a TURN key of one's own. Without one, and with HF_TOKEN in the
/// environment, as `get_hf_turn_credentials`.
///
/// Units   `key_id`: empty takes CLOUDFLARE_TURN_KEY_ID or TURN_KEY_ID; `api_token`: empty takes
///         CLOUDFLARE_TURN_KEY_API_TOKEN or TURN_KEY_API_TOKEN
/// Errors  as above
/// Thread  strand; does not block
net::Task<Result<turn::RtcConfiguration, Error>> get_cloudflare_turn_credentials(
    std::string key_id = {}, std::string api_token = {}, Duration ttl = 600s,
    TurnProviders providers = {});

/// Twilio's relays; all traffic goes through them.
///
/// Units   `account_sid`: empty takes TWILIO_ACCOUNT_SID; `auth_token`: empty takes
///         TWILIO_AUTH_TOKEN
/// Errors  as above
/// Thread  strand; does not block
net::Task<Result<turn::RtcConfiguration, Error>> get_twilio_turn_credentials(
    std::string account_sid = {}, std::string auth_token = {}, Duration ttl = 24h,
    TurnProviders providers = {});

/// Those of the provider that `method` names, with what the environment says: "cloudflare", "hf" or
/// "twilio". For programs whose provider is a setting.
///
/// Errors  as above; std::errc::invalid_argument for any other name
/// Thread  strand; does not block
net::Task<Result<turn::RtcConfiguration, Error>> get_turn_credentials(
    std::string method = "cloudflare", TurnProviders providers = {});

/// The Hugging Face space this program runs in, "owner/name"; nothing anywhere else.
///
/// Thread  any; does not block
std::optional<std::string> get_space();

}  // namespace salon
