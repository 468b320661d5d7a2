// The relays that callers of the art critic may need, from whom the operator chose by --turn.
#pragma once

#include <optional>

#include <salon/credentials.h>
#include <salon/salon.h>

/// For the browser. Nothing where no provider was chosen. Hugging Face is asked with what the
/// caller typed into `token`, or with the operator's; a caller without either is told "HF Token is
/// required".
///
/// Units   `life`: how long the credentials shall be good; Twilio's are for a day
salon::RtcSource relays(const salon::Settings& settings, std::optional<salon::Textbox> token = {},
                        salon::Duration life = std::chrono::seconds(600),
                        salon::TurnProviders providers = {});

/// For our own side: good for longer, and beside our own addresses whatever the provider says, so
/// that a relay that cannot be had does not cost the call.
salon::RtcSource server_relays(const salon::Settings& settings, const salon::Textbox& token,
                               salon::TurnProviders providers = {});
