#include "real/caller.h"

#include <future>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/json.hpp>

#include "crypto/random_seed.h"
#include "net/http_client.h"
#include "net/run_on.h"

namespace salon::testing_real {

namespace {

namespace json = boost::json;

/// Why a server refused, as its answer tells it; nothing when it answered the offer.
std::string refusal_of(const net::HttpResponse& response, const json::value& body) {
    const auto* object = body.if_object();
    if (response.status != 200 || !object) return std::to_string(response.status) + response.body;
    if (object->contains("sdp")) return {};
    const auto* meta = object->if_contains("meta");
    return meta ? std::string(meta->at("error").as_string()) : response.body;
}

}  // namespace

net::HttpResponse ask(net::Loop& loop, std::uint16_t port, std::string method, std::string path,
                      std::string body, net::HttpHeaders headers) {
    net::FetchOptions options;
    options.url = "http://127.0.0.1:" + std::to_string(port) + path;
    options.method = std::move(method);
    options.body = std::move(body);
    options.headers = std::move(headers);
    options.timeout = 30s;
    auto response = net::run_on(loop, net::fetch(std::move(options)));
    if (!response) return {.status = 0, .headers = {}, .body = response.error().what, .stream = {}};
    return std::move(*response);
}

Caller::Caller(net::Loop& loop, std::uint16_t port, std::string id,
               testing_world::BrowserOptions options, std::optional<TransportAddress> tcp)
    : loop_(loop),
      port_(port),
      id_(std::move(id)),
      session_(Random(crypto::random_seed()).letters(32)),
      phone_(std::make_shared<Phone>(loop, options, Random(crypto::random_seed()), tcp)) {}

Caller::~Caller() {
    on_loop([this](Phone& phone) {
        phone.drop();
        phone_.reset();
    });
}

void Caller::on_loop(const std::function<void(Phone&)>& action) {
    std::promise<void> done;
    boost::asio::post(loop_.executor(), [&] {
        action(*phone_);
        done.set_value();
    });
    done.get_future().wait();
}

net::HttpResponse Caller::input(int component, const json::value& value) {
    const json::object values{{std::to_string(component), value}};
    const json::object body{{"session", session_}, {"values", values}};
    return ask(loop_, port_, "POST", "/input", json::serialize(body));
}

net::HttpResponse Caller::upload(int component, Bytes file) {
    const auto path = "/upload?component=" + std::to_string(component);
    return ask(loop_, port_, "POST", path, std::string(as_text(file)),
               {{"X-Salon-Session", session_}});
}

net::HttpResponse Caller::send_candidate(std::string_view line) {
    const json::object candidate{{"candidate", line}, {"sdpMid", "0"}, {"sdpMLineIndex", 0}};
    const json::object body{{"webrtc_id", id_},
                            {"type", "ice-candidate"},
                            {"candidate", candidate},
                            {"session", session_}};
    return ask(loop_, port_, "POST", "/webrtc/offer", json::serialize(body));
}

net::HttpResponse Caller::send_own_candidate() {
    const auto local = phone_->local();
    return send_candidate("candidate:1 1 udp 2122260223 " + local.ip.text() + " " +
                          std::to_string(local.port) + " typ host");
}

net::HttpResponse Caller::post_close() {
    const json::object body{{"webrtc_id", id_}, {"session", session_}};
    return ask(loop_, port_, "POST", "/webrtc/close", json::serialize(body));
}

net::HttpResponse Caller::type(std::string_view text) {
    const json::object body{{"webrtc_id", id_}, {"session", session_}, {"text", text}};
    return ask(loop_, port_, "POST", "/webrtc/text", json::serialize(body));
}

std::string Caller::call() {
    const json::object body{
        {"webrtc_id", id_}, {"type", "offer"}, {"sdp", offer()}, {"session", session_}};
    const auto response = ask(loop_, port_, "POST", "/webrtc/offer", json::serialize(body));
    json::error_code error;
    const auto parsed = json::parse(response.body, error);
    auto refusal = refusal_of(response, parsed);
    if (!refusal.empty()) return refusal;
    answer_ = parsed.at("sdp").as_string();
    on_loop([&](Phone& phone) { phone.accept(answer_); });
    return {};
}

bool Caller::connect() {
    return call().empty() && until([](const Diary& diary) { return diary.connected; });
}

void Caller::speak(const Tape& tape) {
    on_loop([&](Phone& phone) { phone.speak(tape); });
}

void Caller::stop_speaking() {
    on_loop([](Phone& phone) { phone.stop_speaking(); });
}

void Caller::show(Film film, Duration interval) {
    on_loop([&](Phone& phone) { phone.show(std::move(film), interval); });
}

void Caller::request_key_frame() {
    on_loop([](Phone& phone) { phone.request_key_frame(); });
}

void Caller::send_raw(Datagram datagram) {
    on_loop([&](Phone& phone) { phone.send_raw(std::move(datagram)); });
}

void Caller::move() {
    on_loop([](Phone& phone) { phone.move(); });
}

void Caller::hang_up() {
    on_loop([](Phone& phone) { phone.hang_up(); });
}

}  // namespace salon::testing_real
