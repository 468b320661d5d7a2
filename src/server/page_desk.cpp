#include "server/page_desk.h"

#include <charconv>
#include <utility>

#include <boost/json.hpp>

#include "base/log.h"
#include "net/clock.h"
#include "net/with_timeout.h"
#include "server/borrowing.h"
#include "server/publish.h"
#include "ui/accept.h"

namespace salon::server {

namespace {

namespace json = boost::json;
using net::HttpRequest;
using net::HttpResponse;
using net::json_response;

constexpr std::string_view our_fault =
    "Something went wrong on the server. Please try again; its log says more.";
constexpr std::string_view too_slow =
    "Nobody answered in 5 s who could lend a relay. Try again in a moment.";
constexpr std::string_view busy = "The server is busy. Try again in a moment.";

HttpResponse refused(const Refusal& refusal) {
    return json_response(refusal.status, refusal_json(refusal));
}

HttpResponse told(int status, std::string_view sentence) {
    return json_response(status, detail_json(sentence));
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

HttpResponse file_response(const FileBytes& bytes, std::string_view content_type) {
    HttpResponse response{.status = 200, .headers = {}, .body = *bytes, .stream = {}};
    response.headers.set("Content-Type", std::string(content_type));
    response.headers.set("X-Content-Type-Options", "nosniff");
    response.headers.set("Content-Security-Policy",
                         "default-src 'none'; style-src 'unsafe-inline'");
    response.headers.set("Cache-Control", "private, no-store");
    return response;
}

/// RTCConfiguration as the browser's RTCPeerConnection takes it.
json::object to_json(const RtcConfiguration& configuration) {
    json::array servers;
    for (const auto& server : configuration.ice_servers) {
        json::object one{{"urls", json::array(server.urls.begin(), server.urls.end())}};
        if (!server.username.empty()) one["username"] = server.username;
        if (!server.credential.empty()) one["credential"] = server.credential;
        servers.push_back(std::move(one));
    }
    const bool relay = configuration.ice_transport_policy == IceTransportPolicy::Relay;
    return {{"iceServers", std::move(servers)}, {"iceTransportPolicy", relay ? "relay" : "all"}};
}

/// Counts while it lives.
class Running {
public:
    explicit Running(int& count) : count_(count) { ++count_; }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() { --count_; }

private:
    int& count_;
};

class TooBusy : public UserError {
public:
    TooBusy() : UserError(std::string(busy)) {}
};

}  // namespace

PageDesk::PageDesk(Blocks page, const ui::Limits& limits, net::Pool& pool)
    : pool_(pool), page_(std::move(page), limits), shelf_(page_) {}

Task<HttpResponse> PageDesk::config(HttpRequest) {
    const auto url = [this](const ui::Node& node) { return shelf_.url(node); };
    auto response = json_response(200, page_.config(url));
    response.headers.set("Cache-Control", "no-store");
    co_return response;
}

Task<HttpResponse> PageDesk::file(HttpRequest request) {
    const auto own = shelf_.file(request.rest);
    if (own.bytes) co_return file_response(own.bytes, own.content_type);
    const auto shown = visitors_.file(request.rest);
    if (shown) co_return file_response(shown, "image/jpeg");
    co_return told(404, "There is no such picture any more.");
}

std::shared_ptr<Visitor> PageDesk::visitor(std::string_view session) {
    if (session.empty()) return std::make_shared<Visitor>();
    return visitors_.of(session, net::steady_now());
}

InputValue PageDesk::value_of(int id, const Visitor& visitor) const {
    if (auto set = visitor.value(id)) return *set;
    const auto& node = *page_.find(id);
    if (node.kind == ui::Kind::Image) return shelf_.picture(id);
    return node.value;
}

Inputs PageDesk::inputs_of(const ui::PlacedStream& stream, const Visitor& visitor) const {
    Inputs inputs;
    for (const int id : stream.inputs) {
        inputs.set(id, page_.find(id)->label, value_of(id, visitor));
    }
    return inputs;
}

std::optional<Refusal> PageDesk::take(Visitor& visitor, const SaidValues& said) {
    std::vector<std::pair<int, InputValue>> values;
    for (const auto& [id, word] : said) {
        const auto* node = page_.find(id);
        if (!node) {
            return Refusal{.field = "values",
                           .what = "the page has no component " + std::to_string(id) +
                                   ": it may have changed, reload it"};
        }
        auto value = ui::accept(*node, word);
        if (!value) return Refusal{.field = "values", .what = value.error()};
        values.emplace_back(id, std::move(*value));
    }
    for (auto& [id, value] : values) visitor.set(id, std::move(value));
    return std::nullopt;
}

Task<HttpResponse> PageDesk::input(HttpRequest request) {
    const auto parsed = parse_inputs(request.body);
    if (!parsed) co_return refused(parsed.error());
    if (const auto refusal = take(*visitor(parsed->session), parsed->values)) {
        co_return refused(*refusal);
    }
    co_return json_response(200, success_json());
}

Task<HttpResponse> PageDesk::upload(HttpRequest request) {
    const std::string session(request.headers.get("X-Salon-Session"));
    const auto id = number(request.query_value("component")).value_or(0);
    const auto* node = page_.find(id);
    if (!is_session(session) || !node || !ui::takes_pictures(*node)) {
        const Refusal refusal{
            .field = "component",
            .what = "the header X-Salon-Session and the id of an image input are required"};
        co_return refused(refusal);
    }
    auto job = [bytes = std::move(request.body)] { return small_picture(bytes); };
    const auto picture = co_await pool_.run(std::move(job));
    if (!picture) co_return told(503, busy);
    if (!*picture) {
        const int status = picture->error() == ImageError::TooLarge ? 413 : 415;
        co_return told(status, to_string(picture->error()));
    }
    visitor(session)->set(id, **picture);
    co_return json_response(200, success_json());
}

Task<HttpResponse> PageDesk::event(HttpRequest request) {
    const auto parsed = parse_event(request.body);
    if (!parsed) co_return refused(parsed.error());
    if (std::cmp_greater_equal(parsed->event, page_.events().size())) {
        const Refusal refusal{.field = "event", .what = "the page has no such event"};
        co_return refused(refusal);
    }
    auto visitor = this->visitor(parsed->session);
    if (const auto refusal = take(*visitor, parsed->values)) co_return refused(*refusal);
    const auto& event = page_.events()[static_cast<std::size_t>(parsed->event)];
    try {
        auto response = co_await outcome(event, std::move(visitor));
        co_return response;
    } catch (const TooBusy& error) {
        co_return told(503, error.what());
    } catch (const UserError& error) {
        co_return told(400, error.what());
    } catch (const std::exception& error) {
        log(LogLevel::Error, "server", "a page's function failed: {}", error.what());
        co_return told(500, our_fault);
    }
}

Task<HttpResponse> PageDesk::outcome(const ui::PlacedEvent& event,
                                     std::shared_ptr<Visitor> visitor) {
    ui::Values values;
    for (const int id : event.inputs) values.push_back(value_of(id, *visitor));
    auto results = co_await run(event.event->function, std::move(values));
    session::OutputValues outputs;
    for (std::size_t i = 0; i < results.size(); ++i) {
        outputs.insert_or_assign(event.outputs.at(i), std::move(results[i]));
    }
    const auto json = co_await publish(std::move(visitor), pool_, std::move(outputs));
    co_return json_response(200, "{\"outputs\":" + json + "}");
}

Task<ui::Values> PageDesk::run(const ui::EventFunction& function, ui::Values values) {
    if (function.coroutine) {
        if (events_running_ >= events_running_max) throw TooBusy();
        const Running running(events_running_);
        auto results = co_await function.coroutine(std::move(values));
        co_return results;
    }
    auto job = [&function, values = std::move(values)]() mutable {
        return function.plain(std::move(values));
    };
    auto results = co_await pool_.run(std::move(job));
    if (!results) throw TooBusy();
    co_return std::move(*results);
}

Task<HttpResponse> PageDesk::turn(HttpRequest request) {
    const auto parsed = parse_turn(request.body);
    if (!parsed) co_return refused(parsed.error());
    const auto* stream = page_.stream(parsed->component);
    if (!stream) {
        const Refusal refusal{.field = "component", .what = "the id of a stream is required"};
        co_return refused(refusal);
    }
    const auto& source = stream->channel->rtc_configuration;
    if (!source) co_return json_response(200, R"({"rtc_configuration":null})");
    if (rtc_questions_ >= rtc_questions_max) co_return told(503, busy);
    const Running running(rtc_questions_);
    auto inputs = inputs_of(*stream, *visitor(parsed->session));
    try {
        auto response = co_await ice_servers(source, std::move(inputs));
        co_return response;
    } catch (const UserError& error) {
        co_return told(400, error.what());
    } catch (const std::exception& error) {
        log(LogLevel::Error, "server", "rtc_configuration failed: {}", error.what());
        co_return told(500, our_fault);
    }
}

Task<HttpResponse> PageDesk::ice_servers(const RtcSource& source, Inputs inputs) {
    auto asked = source.ask(std::move(inputs));
    const auto answer = co_await net::with_timeout(question_patience, std::move(asked));
    if (!answer) co_return told(504, too_slow);
    if (!*answer) {
        const bool callers = answer->error().code == std::errc::invalid_argument;
        co_return told(callers ? 400 : 502, answer->error().what);
    }
    auto response =
        json_response(200, json::serialize(json::object{{"rtc_configuration", to_json(**answer)}}));
    response.headers.set("Cache-Control", "no-store");
    co_return response;
}

}  // namespace salon::server
