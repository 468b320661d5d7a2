#include "server/reception.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/json.hpp>

#include "base/log.h"
#include "crypto/random_seed.h"
#include "media/image_file.h"
#include "net/clock.h"
#include "peer/peer.h"

namespace salon::server {

namespace {

using net::HttpRequest;
using net::HttpResponse;
using net::json_response;

HttpResponse refused(const Refusal& refusal) {
    return json_response(refusal.status, refusal_json(refusal));
}

/// A refusal that FastRTC's pages can read: HTTP 200 and a failed status.
HttpResponse failed(std::string_view error, std::string_view message) {
    return json_response(200, failed_json(error, message));
}

std::string file_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read the picture " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A picture as the model will see it, from the bytes of a file.
Result<PictureRef, ImageError> small_picture(const std::string& bytes) {
    auto picture = decode_image(as_bytes(bytes));
    if (!picture) return fail(picture.error());
    return std::make_shared<const Picture>(fit_within(*picture, picture_side_max));
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// A text for a text box; null, as JSON says it, to take an image's picture away.
bool settable(const Component& component, const InputValue& value) {
    if (std::holds_alternative<Textbox>(component)) {
        return std::holds_alternative<std::string>(value);
    }
    return std::holds_alternative<ImageInput>(component) &&
           std::holds_alternative<std::monostate>(value);
}

InputValue first_value(const Component& component) {
    if (const auto* box = std::get_if<Textbox>(&component)) return box->value;
    return PictureRef();
}

}  // namespace

Reception::Reception(ReceptionOptions options, net::Executor front,
                     session::Switchboard& switchboard, net::Pool& pool)
    : options_(std::move(options)),
      front_(std::move(front)),
      switchboard_(switchboard),
      pool_(pool),
      certificate_(crypto::Certificate::self_signed()),
      random_(crypto::random_seed()) {
    read_defaults();
}

void Reception::read_defaults() {
    int id = 0;
    for (const auto& component : options_.page.components) {
        ++id;
        const auto label = label_of(component);
        if (label.empty()) continue;
        defaults_.set(label, first_value(component));
        const auto* image = std::get_if<ImageInput>(&component);
        if (!image || image->default_file.empty()) continue;
        auto bytes = file_bytes(image->default_file);
        const auto picture = small_picture(bytes);
        if (!picture) {
            throw std::runtime_error(image->default_file + ": " +
                                     std::string(to_string(picture.error())));
        }
        defaults_.set(label, *picture);
        picture_files_.emplace(id, std::move(bytes));
    }
}

Task<HttpResponse> Reception::offer(HttpRequest request) {
    auto parsed = parse_offer(request.body);
    if (!parsed) co_return refused(parsed.error());
    if (auto* offer = std::get_if<OfferRequest>(&*parsed)) {
        auto answer = co_await take_offer(std::move(*offer));
        co_return answer;
    }
    co_return take_candidate(std::get<CandidateRequest>(*parsed));
}

/// A caller whose offer is being answered: the place is taken already.
class Arrival {
public:
    Arrival(std::set<std::string, std::less<>>& all, std::string id)
        : all_(all), place_(all.insert(std::move(id)).first) {}
    Arrival(const Arrival&) = delete;
    Arrival& operator=(const Arrival&) = delete;
    ~Arrival() { all_.erase(place_); }

private:
    std::set<std::string, std::less<>>& all_;
    std::set<std::string, std::less<>>::iterator place_;
};

Task<HttpResponse> Reception::take_offer(OfferRequest offer) {
    ++ledger_.offers;
    if (sessions_.contains(offer.id)) {
        auto answer = co_await restart(std::move(offer));
        co_return answer;
    }
    if (arriving_.contains(offer.id)) {
        ++ledger_.refused;
        co_return failed("connection_already_exists", "This call is already running.");
    }
    const auto calls = sessions_.size() + arriving_.size();
    if (std::cmp_greater_equal(calls, options_.concurrency_limit)) {
        ++ledger_.refused;
        co_return json_response(200, limit_reached_json(options_.concurrency_limit));
    }
    const Arrival arrival(arriving_, offer.id);
    auto borrowing = borrow(switchboard_.quietest(), options_.server_rtc_configuration, offer.sdp,
                            random_.fork());
    auto borrowed = co_await std::move(borrowing);
    peer::PeerOptions peer_options{.certificate = &certificate_,
                                   .candidates = options_.candidates,
                                   .ntp_at_zero = net::ntp_at_zero()};
    add_to(peer_options, borrowed);
    auto peer = peer::Peer::answer(offer.sdp, peer_options, random_.fork(), net::steady_now());
    if (!peer) {
        ++ledger_.refused;
        give_back(std::move(borrowed));
        co_return failed("invalid_offer", to_string(peer.error()));
    }
    const auto answer = answer_json(peer->answer_text());
    start(std::move(offer.id), std::move(*peer), std::move(borrowed));
    co_return json_response(200, answer);
}

/// A running call's further offer: its ICE begins anew. Anybody else's has the wrong fingerprint.
Task<HttpResponse> Reception::restart(OfferRequest offer) {
    const auto session = sessions_.find(offer.id)->second;
    const auto answer = co_await session::Session::restart(session, std::move(offer.sdp));
    if (answer) co_return json_response(200, answer_json(*answer));
    ++ledger_.refused;
    co_return failed("connection_already_exists", "This call is already running.");
}

void Reception::start(std::string id, peer::Peer peer, Borrowed borrowed) {
    session::Session::Parts parts{.id = id,
                                  .peer = std::move(peer),
                                  .relays = std::move(borrowed.relays),
                                  .handler = options_.handler,
                                  .inputs = desk_.take(id, defaults_, net::steady_now()),
                                  .time_limit = options_.time_limit};
    auto ended = [this, id] { boost::asio::post(front_, [this, id] { forget(id); }); };
    auto session = std::make_shared<session::Session>(std::move(parts), *borrowed.exchange, pool_,
                                                      std::move(ended));
    ++ledger_.started;  // Not before: a handler that cannot be made has thrown.
    session->start();
    sessions_.emplace(std::move(id), std::move(session));
}

void Reception::forget(const std::string& id) {
    ++ledger_.ended;
    sessions_.erase(id);
}

HttpResponse Reception::take_candidate(const CandidateRequest& candidate) {
    const auto found = sessions_.find(candidate.id);
    if (found == sessions_.end()) {
        return failed("unknown_connection", "No call has this webrtc_id.");
    }
    const bool end = candidate.candidate.empty();
    if (!end && !candidate.candidate.starts_with("candidate:")) {
        return failed("invalid_candidate_format", "A candidate starts with \"candidate:\".");
    }
    if (!end) found->second->add_candidate(candidate.candidate);
    return json_response(200, success_json());
}

Task<HttpResponse> Reception::input(HttpRequest request) {
    auto parsed = parse_inputs(request.body);
    if (!parsed) co_return refused(parsed.error());
    for (auto& [id, value] : parsed->values) {
        const auto* known = component(id);
        if (!known || !settable(*known, value)) {
            const Refusal refusal{
                .field = "inputs",
                .what = "no input takes this value under the id " + std::to_string(id)};
            co_return refused(refusal);
        }
        set_input(parsed->id, std::string(label_of(*known)), std::move(value));
    }
    co_return json_response(200, success_json());
}

Task<HttpResponse> Reception::upload(HttpRequest request) {
    const std::string id(request.query_value("webrtc_id"));
    const auto* known = component(number(request.query_value("component")).value_or(0));
    if (!is_id(id) || !known || !std::holds_alternative<ImageInput>(*known)) {
        const Refusal refusal{.field = "component",
                              .what = "a webrtc_id and the id of an image input are required"};
        co_return refused(refusal);
    }
    const std::string label(label_of(*known));
    auto job = [bytes = std::move(request.body)] { return small_picture(bytes); };
    const auto picture = co_await pool_.run(std::move(job));
    if (!picture) {
        const Refusal busy{
            .status = 503, .field = "", .what = "Too busy to look at the picture. Try again."};
        co_return refused(busy);
    }
    if (!*picture) {
        const int status = picture->error() == ImageError::TooLarge ? 413 : 415;
        const Refusal refusal{
            .status = status, .field = "", .what = std::string(to_string(picture->error()))};
        co_return refused(refusal);
    }
    set_input(id, label, **picture);
    co_return json_response(200, success_json());
}

void Reception::set_input(const std::string& id, const std::string& label, InputValue value) {
    const auto found = sessions_.find(id);
    if (found != sessions_.end()) {
        found->second->set_input(label, std::move(value));
    } else {
        desk_.put(id, label, std::move(value), net::steady_now());
    }
}

const Component* Reception::component(int id) const {
    const auto& all = options_.page.components;
    if (id < 1 || std::cmp_greater(id, all.size())) return nullptr;
    return &all[static_cast<std::size_t>(id - 1)];
}

Task<HttpResponse> Reception::close(HttpRequest request) {
    const auto id = parse_id(request.body);
    if (!id) co_return refused(id.error());
    if (const auto found = sessions_.find(*id); found != sessions_.end()) {
        found->second->end("The caller hung up.");
    }
    co_return json_response(200, success_json());
}

Task<HttpResponse> Reception::picture(HttpRequest request) {
    const auto found = picture_files_.find(number(request.rest).value_or(0));
    if (found == picture_files_.end()) co_return net::error_response(404, "no such picture");
    HttpResponse response{.status = 200, .headers = {}, .body = found->second, .stream = {}};
    response.headers.set("Content-Type", "image/jpeg");
    co_return response;
}

Task<HttpResponse> Reception::config(HttpRequest) {
    auto response = json_response(200, config_json(options_.page));
    response.headers.set("Cache-Control", "no-store");
    co_return response;
}

Task<HttpResponse> Reception::health(HttpRequest) {
    const auto counts = switchboard_.counts();
    const auto body = boost::json::serialize(boost::json::object{
        {"status", "ok"},
        {"sessions", boost::json::object{{"active", sessions_.size()},
                                         {"limit", options_.concurrency_limit},
                                         {"lines", switchboard_.lines()}}},
        {"ledger", boost::json::object{{"offers", ledger_.offers},
                                       {"refused", ledger_.refused},
                                       {"started", ledger_.started},
                                       {"ended", ledger_.ended}}},
        {"datagrams",
         boost::json::object{{"unknown", counts.unknown}, {"passed_on", counts.passed_on}}},
        {"tcp",
         boost::json::object{{"taken", counts.tcp.taken}, {"refused", counts.tcp.refused}}}});
    co_return json_response(200, body);
}

Task<> Reception::close_all(Duration patience) {
    for (auto& [id, session] : sessions_) session->end("The server is closing.");
    const auto until = net::steady_now() + patience;
    while (!sessions_.empty() && net::steady_now() < until) co_await net::sleep_for(10ms);
}

}  // namespace salon::server
