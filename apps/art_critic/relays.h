// The relays that callers of the art critic may need, from whom the operator chose by --turn.
#pragma once

#include <salon/salon.h>

/// Nothing where no provider was chosen. Hugging Face is asked with the caller's own token, or the
/// operator's; a caller without either is told "HF Token is required".
///
/// Units   `life`: how long the credentials shall be good
salon::RtcSource relays(const salon::Settings& settings, const salon::Textbox& token,
                        salon::Duration life = std::chrono::seconds(600));
