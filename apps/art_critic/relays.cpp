#include "relays.h"

#include <utility>

using namespace salon;

namespace {

constexpr Duration servers_life = 600s * 10'000;

Task<RtcSource::Answer> beside_our_own(Task<RtcSource::Answer> asking) {
    auto answer = co_await std::move(asking);
    if (answer) answer->ice_transport_policy = IceTransportPolicy::All;
    co_return answer;
}

}  // namespace

RtcSource relays(const Settings& settings, std::optional<Textbox> token, Duration life,
                 TurnProviders providers) {
    switch (settings.turn) {
        case TurnProvider::None:
            return {};
        case TurnProvider::HuggingFace:
            return [token, life, providers, ours = settings.hf_token](const Inputs& inputs) {
                const auto brought = token ? inputs[*token] : std::string();
                return get_hf_turn_credentials(brought.empty() ? ours : brought, life, providers);
            };
        case TurnProvider::Cloudflare:
            return [life, providers] {
                return get_cloudflare_turn_credentials({}, {}, life, providers);
            };
        case TurnProvider::Twilio:
            return [providers] { return get_twilio_turn_credentials({}, {}, 24h, providers); };
    }
    return {};
}

RtcSource server_relays(const Settings& settings, const Textbox& token, TurnProviders providers) {
    auto source = relays(settings, token, servers_life, std::move(providers));
    if (!source) return {};
    return [source](const Inputs& inputs) { return beside_our_own(source.ask(inputs)); };
}
