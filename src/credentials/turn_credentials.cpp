#include "credentials/turn_credentials.h"

#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "credentials/cache.h"
#include "credentials/provider_answer.h"
#include "net/base64.h"
#include "net/clock.h"
#include "net/http_client.h"

namespace salon {

namespace {

using credentials::Provider;
using net::Task;
using Relays = Result<turn::RtcConfiguration, Error>;

constexpr Provider hugging_face{"Hugging Face", "the HF Token",
                                "https://huggingface.co/settings/tokens"};
constexpr Provider cloudflare{"Cloudflare", "the TURN key",
                              "https://dash.cloudflare.com, Realtime"};
constexpr Provider twilio{"Twilio", "the account SID or its auth token",
                          "https://console.twilio.com"};

constexpr std::size_t answer_max = 64u << 10;

/// A question to a provider, and under which key its answer is kept.
struct Question {
    Provider provider;
    net::FetchOptions fetch;
    std::vector<std::string> secrets;
    Duration ttl{};
};

credentials::Cache& cache() {
    static credentials::Cache kept;
    return kept;
}

std::string environment(std::initializer_list<const char*> names) {
    for (const auto* name : names) {
        // Nobody changes the environment while calls are answered.
        const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
        if (value != nullptr && *value != '\0') return value;
    }
    return {};
}

std::string given_or(std::string given, std::initializer_list<const char*> names) {
    return given.empty() ? environment(names) : std::move(given);
}

Error missing(std::string what) {
    return {std::make_error_code(std::errc::invalid_argument), std::move(what)};
}

// A header cannot hold it, and no secret has such letters: it was copied wrongly.
bool has_strange_letters(const std::string& secret) {
    return !std::ranges::all_of(secret, [](char c) { return c > ' ' && c < '\x7f'; });
}

// A secret travels encrypted, or stays on this machine.
bool kept_secret(const std::string& address) {
    const auto url = net::parse_url(address);
    return url && (url->scheme == "https" || (url->scheme == "http" && url->loopback()));
}

Error explain(const Provider& provider, const net::ConnectError& error) {
    const bool late = error.kind == net::ConnectError::Kind::Timeout;
    const auto code = late ? std::errc::timed_out : std::errc::host_unreachable;
    auto what = fmt::format("{} {}. Check this machine's network and try again.", provider.name,
                            late ? "did not answer in time" : "cannot be reached");
    return {std::make_error_code(code), std::move(what)};
}

long seconds(Duration length) {
    return static_cast<long>(std::chrono::duration_cast<std::chrono::seconds>(length).count());
}

net::FetchOptions fetch_from(std::string url, const TurnProviders& providers) {
    net::FetchOptions fetch;
    fetch.url = std::move(url);
    fetch.timeout = providers.patience;
    fetch.body_max = answer_max;
    fetch.trust = providers.trust;
    return fetch;
}

Task<Relays> ask(Question question) {
    for (const auto& secret : question.secrets) {
        if (!has_strange_letters(secret)) continue;
        co_return fail(
            missing(fmt::format("{} has spaces or strange characters in it. Copy it "
                                "again: {}.",
                                question.provider.secret, question.provider.where)));
    }
    if (!kept_secret(question.fetch.url)) {
        co_return fail(missing(
            fmt::format("The address of {} is no https:// address.", question.provider.name)));
    }
    auto parts = question.secrets;
    parts.push_back(question.fetch.url);
    parts.push_back(std::to_string(question.ttl.count()));
    const auto key = credentials::Cache::key_of(parts);
    if (auto kept = cache().find(key, net::steady_now())) co_return std::move(*kept);

    const auto asked = net::steady_now();
    const auto answer = co_await net::fetch(std::move(question.fetch));
    if (!answer) co_return fail(explain(question.provider, answer.error()));
    if (answer->status < 200 || answer->status > 299) {
        co_return fail(credentials::explain_status(question.provider, answer->status, answer->body,
                                                   question.secrets));
    }
    auto relays = credentials::read_answer(question.provider, answer->body);
    if (relays) cache().keep(key, *relays, question.ttl, asked);
    co_return relays;
}

}  // namespace

Task<Relays> get_hf_turn_credentials(std::string token, Duration ttl, TurnProviders providers) {
    token = given_or(std::move(token), {"HF_TOKEN"});
    if (token.empty()) {
        co_return fail(missing(
            fmt::format("HF Token is required: type one from {} into the page, or set HF_TOKEN.",
                        hugging_face.where)));
    }
    const auto url = fmt::format("{}/credentials?ttl={}", providers.hugging_face, seconds(ttl));
    Question question{.provider = hugging_face,
                      .fetch = fetch_from(url, providers),
                      .secrets = {token},
                      .ttl = ttl};
    question.fetch.headers.set("Authorization", "Bearer " + token);
    auto relays = co_await ask(std::move(question));
    co_return relays;
}

Task<Relays> get_cloudflare_turn_credentials(std::string key_id, std::string api_token,
                                             Duration ttl, TurnProviders providers) {
    key_id = given_or(std::move(key_id), {"CLOUDFLARE_TURN_KEY_ID", "TURN_KEY_ID"});
    api_token =
        given_or(std::move(api_token), {"CLOUDFLARE_TURN_KEY_API_TOKEN", "TURN_KEY_API_TOKEN"});
    if (key_id.empty() || api_token.empty()) {
        auto token = environment({"HF_TOKEN"});
        if (token.empty()) {
            co_return fail(
                missing("A Cloudflare TURN key is required: set CLOUDFLARE_TURN_KEY_ID and "
                        "CLOUDFLARE_TURN_KEY_API_TOKEN, or HF_TOKEN for Hugging Face's."));
        }
        auto relays = co_await get_hf_turn_credentials(std::move(token), ttl, std::move(providers));
        co_return relays;
    }
    if (!std::ranges::all_of(key_id, [](unsigned char c) { return std::isalnum(c) != 0; })) {
        co_return fail(
            missing("CLOUDFLARE_TURN_KEY_ID is no key's id: it has letters and digits "
                    "only. Copy it again: https://dash.cloudflare.com, Realtime."));
    }
    const auto url = fmt::format("{}/v1/turn/keys/{}/credentials/generate-ice-servers",
                                 providers.cloudflare, key_id);
    Question question{.provider = cloudflare,
                      .fetch = fetch_from(url, providers),
                      .secrets = {api_token},
                      .ttl = ttl};
    question.fetch.method = "POST";
    question.fetch.headers.set("Authorization", "Bearer " + api_token);
    question.fetch.headers.set("Content-Type", "application/json");
    question.fetch.body = fmt::format(R"({{"ttl":{}}})", seconds(ttl));
    auto relays = co_await ask(std::move(question));
    co_return relays;
}

Task<Relays> get_twilio_turn_credentials(std::string account_sid, std::string auth_token,
                                         Duration ttl, TurnProviders providers) {
    account_sid = given_or(std::move(account_sid), {"TWILIO_ACCOUNT_SID"});
    auth_token = given_or(std::move(auth_token), {"TWILIO_AUTH_TOKEN"});
    if (account_sid.empty() || auth_token.empty()) {
        co_return fail(
            missing("A Twilio account is required: set TWILIO_ACCOUNT_SID and "
                    "TWILIO_AUTH_TOKEN, from https://console.twilio.com."));
    }
    if (!std::ranges::all_of(account_sid, [](unsigned char c) { return std::isalnum(c) != 0; })) {
        co_return fail(
            missing("TWILIO_ACCOUNT_SID is no account: it begins with AC and has "
                    "letters and digits only. Copy it again: "
                    "https://console.twilio.com."));
    }
    const auto url =
        fmt::format("{}/2010-04-01/Accounts/{}/Tokens.json", providers.twilio, account_sid);
    Question question{.provider = twilio,
                      .fetch = fetch_from(url, providers),
                      .secrets = {auth_token},
                      .ttl = ttl};
    const auto pair = account_sid + ":" + auth_token;
    const ByteBuffer basic(pair.begin(), pair.end());
    question.fetch.method = "POST";
    question.fetch.headers.set("Authorization", "Basic " + net::to_base64(basic));
    question.fetch.headers.set("Content-Type", "application/x-www-form-urlencoded");
    question.fetch.body = fmt::format("Ttl={}", seconds(ttl));
    auto relays = co_await ask(std::move(question));
    if (relays) relays->ice_transport_policy = turn::IceTransportPolicy::Relay;
    co_return relays;
}

Task<Relays> get_turn_credentials(std::string method, TurnProviders providers) {
    if (method == "cloudflare") {
        auto relays = co_await get_cloudflare_turn_credentials({}, {}, 600s, providers);
        co_return relays;
    }
    if (method == "hf") {
        auto relays = co_await get_hf_turn_credentials({}, 600s, providers);
        co_return relays;
    }
    if (method == "twilio") {
        auto relays = co_await get_twilio_turn_credentials({}, {}, 24h, providers);
        co_return relays;
    }
    co_return fail(missing(fmt::format(
        "Nobody called \"{}\" lends relays here: say cloudflare, hf or twilio.", method)));
}

std::optional<std::string> get_space() {
    if (environment({"SYSTEM"}) != "spaces") return std::nullopt;
    auto space = environment({"SPACE_ID"});
    if (space.empty()) return std::nullopt;
    return space;
}

}  // namespace salon
