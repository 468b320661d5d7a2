#include "credentials/provider_answer.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json/parse.hpp>

namespace salon::credentials {

namespace json = boost::json;

namespace {

Error protocol_error(const Provider& provider) {
    return {std::make_error_code(std::errc::protocol_error),
            fmt::format("{} gave an answer that holds no relay. Try again later, or use another "
                        "provider.",
                        provider.name)};
}

const json::value* member(const json::object& object, std::string_view name) {
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &found->value();
}

std::string text_of(const json::object& object, std::string_view name) {
    const auto* value = member(object, name);
    return value != nullptr && value->is_string() ? std::string(value->get_string().c_str())
                                                  : std::string();
}

void add_url(const json::value& value, std::vector<std::string>& urls) {
    if (!value.is_string() || urls.size() >= urls_max) return;
    std::string url(value.get_string().c_str());
    if (turn::parse_server_url(url)) urls.push_back(std::move(url));
}

// "urls" is one text or a list; older answers say "url".
turn::IceServer read_server(const json::object& object) {
    turn::IceServer server{.urls = {},
                           .username = text_of(object, "username"),
                           .credential = text_of(object, "credential")};
    const auto* urls = member(object, "urls");
    if (urls == nullptr) urls = member(object, "url");
    if (urls == nullptr) return server;
    if (const auto* list = urls->if_array()) {
        for (const auto& url : *list) add_url(url, server.urls);
    } else {
        add_url(*urls, server.urls);
    }
    return server;
}

bool is_relay(const turn::IceServer& server) {
    const auto to_relay = [](const std::string& url) { return url.starts_with("turn"); };
    return !server.username.empty() && std::ranges::any_of(server.urls, to_relay);
}

// What can be read aloud, on one line.
std::string own_words(std::string_view body, const std::vector<std::string>& secrets) {
    std::string words(body);
    std::erase_if(words, [](unsigned char c) { return c < ' ' || c == 0x7f; });
    for (const auto& secret : secrets) {
        for (auto at = words.find(secret); !secret.empty() && at != words.npos;
             at = words.find(secret)) {
            words.replace(at, secret.size(), "…");
        }
    }
    if (words.size() <= own_words_max) return words;
    auto end = own_words_max;
    while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xc0) == 0x80) --end;
    return words.substr(0, end);
}

std::string advice(const Provider& provider, int status) {
    if (status == 401 || status == 403 || status == 404) {
        return fmt::format("{} refused {}. Check it, or make a new one: {}.", provider.name,
                           provider.secret, provider.where);
    }
    if (status == 429) {
        return fmt::format(
            "{} gives no more relays to this account for now. Wait a while, or look "
            "into its quota: {}.",
            provider.name, provider.where);
    }
    if (status >= 500) {
        return fmt::format("{} has trouble at the moment. Try again in a minute.", provider.name);
    }
    return fmt::format("{} did not understand the question. Check {} and the time to live.",
                       provider.name, provider.secret);
}

}  // namespace

Result<turn::RtcConfiguration, Error> read_answer(const Provider& provider, std::string_view body) {
    std::error_code wrong;
    const auto answer = json::parse({body.data(), body.size()}, wrong);
    const auto* object = wrong ? nullptr : answer.if_object();
    if (object == nullptr) return fail(protocol_error(provider));
    const auto* servers = member(*object, "iceServers");
    if (servers == nullptr) servers = member(*object, "ice_servers");
    const auto* list = servers == nullptr ? nullptr : servers->if_array();
    if (list == nullptr) return fail(protocol_error(provider));

    turn::RtcConfiguration configuration;
    for (const auto& item : *list) {
        const auto* server = item.if_object();
        if (server == nullptr || configuration.ice_servers.size() >= servers_max) continue;
        auto read = read_server(*server);
        if (!read.urls.empty()) configuration.ice_servers.push_back(std::move(read));
    }
    if (std::ranges::none_of(configuration.ice_servers, is_relay)) {
        return fail(protocol_error(provider));
    }
    return configuration;
}

Error explain_status(const Provider& provider, int status, std::string_view body,
                     const std::vector<std::string>& secrets) {
    const bool refused = status == 401 || status == 403 || status == 404 || status == 429;
    const auto code = refused ? std::errc::permission_denied : std::errc::protocol_error;
    const auto words = own_words(body, secrets);
    auto what = fmt::format("{} (status {}{}{})", advice(provider, status), status,
                            words.empty() ? "" : ": ", words);
    return {std::make_error_code(code), std::move(what)};
}

}  // namespace salon::credentials
