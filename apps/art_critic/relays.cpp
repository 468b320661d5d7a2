#include "relays.h"

#include <salon/credentials.h>

using namespace salon;

RtcSource relays(const Settings& settings, const Textbox& token, Duration life) {
    switch (settings.turn) {
        case TurnProvider::None:
            return {};
        case TurnProvider::HuggingFace:
            return [token, life, ours = settings.hf_token](const Inputs& inputs) {
                const auto brought = inputs[token];
                return get_hf_turn_credentials(brought.empty() ? ours : brought, life);
            };
        case TurnProvider::Cloudflare:
            return [life] { return get_cloudflare_turn_credentials({}, {}, life); };
        case TurnProvider::Twilio:
            return [] { return get_twilio_turn_credentials(); };
    }
    return {};
}
