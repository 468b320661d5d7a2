#include "server/reception.h"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/json.hpp>

#include "crypto/random_seed.h"
#include "net/clock.h"
#include "peer/peer.h"
#include "server/publish.h"

namespace salon::server {

namespace {

using net::HttpRequest;
using net::HttpResponse;
using net::json_response;

HttpResponse refused(const Refusal& refusal) {
    return json_response(refusal.status, refusal_json(refusal));
}

constexpr std::string_view already_running = "This call is already running.";
constexpr std::string_view no_such_stream =
    "The page has no such stream: it may have changed. Reload it.";
constexpr std::string_view only_pictures = "This stream has no sound; come by its page.";
constexpr std::string_view call_is_over = "The server has ended this call. Press Start again.";

/// A refusal that FastRTC's pages can read: HTTP 200 and a failed status.
HttpResponse failed(std::string_view error, std::string_view message) {
    return json_response(200, failed_json(error, message));
}

/// A stream's mode is the browser's, a direction is ours.
sdp::Direction our_direction(StreamMode mode) {
    switch (mode) {
        case StreamMode::Send:
            return sdp::Direction::ReceiveOnly;
        case StreamMode::Receive:
            return sdp::Direction::SendOnly;
        case StreamMode::SendReceive:
            return sdp::Direction::SendReceive;
    }
    return sdp::Direction::Inactive;
}

boost::json::object in_json(const session::RelayTotals& relays) {
    return {{"held", relays.held.load()},
            {"lent", relays.lent.load()},
            {"failed", relays.failed.load()},
            {"bytes_in", relays.bytes_in.load()},
            {"bytes_out", relays.bytes_out.load()}};
}

/// The places of all streams together; null where one takes as many as come.
boost::json::value places(const std::vector<ui::PlacedStream>& streams) {
    std::int64_t sum = 0;
    for (const auto& stream : streams) {
        if (!stream.concurrency_limit) return nullptr;
        sum += *stream.concurrency_limit;
    }
    return sum;
}

}  // namespace

Reception::Reception(ReceptionOptions options, net::Executor front,
                     session::Switchboard& switchboard, PageDesk& desk)
    : options_(std::move(options)),
      front_(std::move(front)),
      switchboard_(switchboard),
      desk_(desk),
      certificate_(crypto::Certificate::self_signed()),
      random_(crypto::random_seed()) {}

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
    using Places = std::map<std::string, int, std::less<>>;

    Arrival(Places& all, std::string id, int stream)
        : all_(all), place_(all.emplace(std::move(id), stream).first) {}
    Arrival(const Arrival&) = delete;
    Arrival& operator=(const Arrival&) = delete;
    ~Arrival() { all_.erase(place_); }

private:
    Places& all_;
    Places::iterator place_;
};

Task<HttpResponse> Reception::take_offer(OfferRequest offer) {
    ++ledger_.offers;
    if (const auto* running = call(offer.id, offer.session); running && running->peer_line) {
        auto answer = co_await restart(running->peer_line, std::move(offer.sdp));
        co_return answer;
    }
    if (offer.restart) co_return refuse(failed_json("unknown_connection", call_is_over));
    const auto* stream = stream_of(offer.component);
    if (auto why = refusal(offer.id, stream)) co_return refuse(std::move(*why));
    const Arrival arrival(arriving_, offer.id, stream->id);
    auto inputs = desk_.inputs_of(*stream, *desk_.visitor(offer.session));
    auto borrowing = borrow(switchboard_.quietest(), stream->channel->server_rtc_configuration,
                            std::move(inputs), offer.sdp, random_.fork());
    auto borrowed = co_await std::move(borrowing);
    peer::PeerOptions peer_options{.certificate = &certificate_,
                                   .candidates = options_.candidates,
                                   .audio = carries_audio(stream->modality),
                                   .video = carries_video(stream->modality),
                                   .direction = our_direction(stream->channel->mode),
                                   .ntp_at_zero = net::ntp_at_zero()};
    add_to(peer_options, borrowed);
    auto peer = peer::Peer::answer(offer.sdp, peer_options, random_.fork(), net::steady_now());
    if (!peer) {
        give_back(std::move(borrowed));
        co_return refuse(failed_json("invalid_offer", to_string(peer.error())));
    }
    const auto answer = answer_json(peer->answer_text());
    start(offer, *stream, std::move(*peer), std::move(borrowed));
    co_return json_response(200, answer);
}

/// A running call's further offer: its ICE begins anew. Another page's has the wrong fingerprint.
Task<HttpResponse> Reception::restart(std::shared_ptr<session::PeerLine> line, std::string offer) {
    const auto answer = co_await session::PeerLine::restart(std::move(line), std::move(offer));
    if (answer) co_return json_response(200, answer_json(*answer));
    co_return refuse(failed_json("connection_already_exists", already_running));
}

HttpResponse Reception::refuse(std::string json) {
    ++ledger_.refused;
    return json_response(200, std::move(json));
}

void Reception::start(const OfferRequest& offer, const ui::PlacedStream& stream, peer::Peer peer,
                      Borrowed borrowed) {
    auto line = std::make_shared<session::PeerLine>(*borrowed.exchange, std::move(peer),
                                                    std::move(borrowed.relays));
    run(stream,
        {.id = offer.id, .tab = offer.session, .line = line, .loop = borrowed.exchange->executor()})
        .peer_line = line;
    for (auto& candidate : early_.take(offer.id, offer.session, net::steady_now())) {
        line->add_candidate(std::move(candidate));
    }
}

Result<SocketCall, std::string> Reception::begin(SocketCaller caller, session::SocketWay way,
                                                 std::function<void()> ended) {
    ++ledger_.offers;
    const auto* stream = stream_of(caller.component);
    auto why = refusal(caller.id, stream);
    if (!why && !carries_audio(stream->modality)) why = failed_json("no_sound", only_pictures);
    if (why) {
        ++ledger_.refused;
        return fail(std::move(*why));
    }
    const auto loop = switchboard_.quietest().executor();
    auto line = std::make_shared<session::SocketLine>(loop, std::move(caller.wire), std::move(way));
    run(*stream, {.id = std::move(caller.id),
                  .tab = std::move(caller.tab),
                  .line = line,
                  .loop = loop,
                  .telephone = std::move(caller.telephone),
                  .ended = std::move(ended)});
    return SocketCall{.line = std::move(line), .loop = loop};
}

Reception::Running& Reception::run(const ui::PlacedStream& stream, Beginning beginning) {
    const auto visitor = desk_.visitor(beginning.tab);
    const auto outlet = std::make_shared<Outlet>();
    const auto heard = options_.own_routes ? outlet : nullptr;  // Else nobody can come to listen.
    session::Session::Parts parts{
        .id = beginning.id,
        .line = std::move(beginning.line),
        .handler = stream.binding->handler,
        .inputs = desk_.inputs_of(stream, *visitor),
        .time_limit = stream.time_limit,
        .outputs = {stream.outputs.begin(), stream.outputs.end()},
        .publish =
            [visitor, heard, &pool = desk_.pool()](session::OutputValues values) {
                if (heard) heard->tell(values);
                return publish(visitor, pool, std::move(values));
            },
        .telephone = std::move(beginning.telephone)};
    auto ended = [this, id = beginning.id, told = std::move(beginning.ended)] {
        boost::asio::post(front_, [this, id, told] {
            forget(id);
            if (told) told();
        });
    };
    auto session = std::make_shared<session::Session>(std::move(parts), beginning.loop,
                                                      desk_.pool(), std::move(ended));
    ++ledger_.started;
    session->start();
    visitor->attach(session);
    Running running{.session = std::move(session),
                    .peer_line = nullptr,
                    .tab = std::move(beginning.tab),
                    .visitor = visitor,
                    .stream = &stream,
                    .outlet = outlet};
    return calls_.emplace(std::move(beginning.id), std::move(running)).first->second;
}

std::optional<std::string> Reception::refusal(const std::string& id,
                                              const ui::PlacedStream* stream) const {
    if (calls_.contains(id) || arriving_.contains(id)) {
        return failed_json("connection_already_exists", already_running);
    }
    if (!stream) return failed_json("unknown_component", no_such_stream);
    if (full(*stream)) return limit_reached_json(*stream->concurrency_limit);
    return std::nullopt;
}

bool Reception::full(const ui::PlacedStream& stream) const {
    return stream.concurrency_limit && taken(stream.id) >= *stream.concurrency_limit;
}

void Reception::forget(const std::string& id) {
    ++ledger_.ended;
    const auto ended = calls_.extract(id);
    ended.mapped().outlet->close();
}

const ui::PlacedStream* Reception::stream_of(int component) const {
    const auto& streams = desk_.page().streams();
    if (component == 0 && !streams.empty()) return &streams.front();
    return desk_.page().stream(component);
}

const Reception::Running* Reception::find(std::string_view id) const {
    const auto found = calls_.find(id);
    return found != calls_.end() ? &found->second : nullptr;
}

const Reception::Running* Reception::call(const std::string& id, const std::string& tab) const {
    const auto* running = find(id);
    return running && running->tab == tab ? running : nullptr;
}

std::int64_t Reception::taken(int stream) const {
    const auto calls = std::ranges::count(
        calls_, stream, [](const auto& entry) { return entry.second.stream->id; });
    return calls +
           std::ranges::count(arriving_, stream, [](const auto& entry) { return entry.second; });
}

HttpResponse Reception::take_candidate(const CandidateRequest& candidate) {
    const auto& [id, line, tab] = candidate;
    const bool end = line.empty();
    if (!end && !line.starts_with("candidate:")) {
        return failed("invalid_candidate_format", "A candidate starts with \"candidate:\".");
    }
    const auto* running = call(id, tab);
    if (running ? !running->peer_line : calls_.contains(id)) {
        return failed("unknown_connection", "No call of this page has this webrtc_id.");
    }
    if (end) return json_response(200, success_json());
    if (running) {
        running->peer_line->add_candidate(line);
    } else if (!early_.keep(id, tab, line, net::steady_now())) {
        return failed("too_many_candidates", "Send the offer first: no more of them can wait.");
    }
    return json_response(200, success_json());
}

Task<HttpResponse> Reception::text(HttpRequest request) {
    auto parsed = parse_text(request.body);
    if (!parsed) co_return refused(parsed.error());
    const auto* running = call(parsed->id, parsed->session);
    if (!running) co_return failed("unknown_connection", call_is_over);
    running->session->type(std::move(parsed->text));
    co_return json_response(200, success_json());
}

Task<HttpResponse> Reception::close(HttpRequest request) {
    const auto parsed = parse_close(request.body);
    if (!parsed) co_return refused(parsed.error());
    if (const auto* running = call(parsed->id, parsed->session)) {
        running->session->end("The caller hung up.");
    }
    co_return json_response(200, success_json());
}

Task<HttpResponse> Reception::health(HttpRequest) {
    const auto counts = switchboard_.counts();
    const auto body = boost::json::serialize(boost::json::object{
        {"status", "ok"},
        {"sessions", boost::json::object{{"active", calls_.size()},
                                         {"limit", places(desk_.page().streams())},
                                         {"lines", switchboard_.lines()}}},
        {"ledger", boost::json::object{{"offers", ledger_.offers},
                                       {"refused", ledger_.refused},
                                       {"started", ledger_.started},
                                       {"ended", ledger_.ended}}},
        {"datagrams",
         boost::json::object{{"unknown", counts.unknown}, {"passed_on", counts.passed_on}}},
        {"tcp", boost::json::object{{"taken", counts.tcp.taken}, {"refused", counts.tcp.refused}}},
        {"relays", in_json(switchboard_.relays())}});
    co_return json_response(200, body);
}

Task<> Reception::close_all(Duration patience) {
    for (auto& [id, running] : calls_)
        running.session->end("The server is closing. Try again in a minute.");
    const auto until = net::steady_now() + patience;
    while (!calls_.empty() && net::steady_now() < until) co_await net::sleep_for(10ms);
}

}  // namespace salon::server
