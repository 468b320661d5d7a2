#include "critic/critic_server.h"

#include <utility>

#include "critic/setup_check.h"
#include "net/clock.h"
#include "net/with_timeout.h"

namespace salon::critic {
namespace {

// The key as the SDKs send it: in the URL, in Google's header, or as a bearer's token.
std::string_view key_of(const net::HttpRequest& request) {
    for (const auto* name : {"key", "access_token"}) {
        if (const auto value = request.query_value(name); !value.empty()) return value;
    }
    if (const auto key = request.headers.get("x-goog-api-key"); !key.empty()) return key;
    const auto authorization = request.headers.get("authorization");
    for (const std::string_view kind : {"Bearer ", "Token "}) {
        if (authorization.starts_with(kind)) return authorization.substr(kind.size());
    }
    return {};
}

std::string_view version_of(const net::HttpRequest& request) {
    return request.path.find("v1alpha") == std::string::npos ? "v1beta" : "v1alpha";
}

// Why the first message does not open a session; nothing when it does.
std::optional<Refusal> refuse(const Result<live::ClientMessage, live::MessageError>& message,
                              const net::HttpRequest& request,
                              const std::vector<std::string>& keys) {
    if (auto refusal = refuse_key(key_of(request), keys)) return refusal;
    if (!message) return Refusal{net::close_code::bad_payload, message.error().what};
    const auto* setup = std::get_if<live::Setup>(&*message);
    if (setup == nullptr) return Refusal{1007, "Request contains an invalid argument."};
    return refuse_setup(*setup, version_of(request));
}

net::HttpServerOptions door_at(TransportAddress local) {
    net::HttpServerOptions door;
    door.local = local;
    return door;
}

// Counts a session for as long as it lives.
class Counted {
public:
    explicit Counted(std::atomic<std::size_t>& count) : count_(count) { ++count_; }
    ~Counted() { --count_; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

private:
    std::atomic<std::size_t>& count_;
};

}  // namespace

CriticServer::CriticServer(net::Loop& loop, net::Pool& pool, Faculties faculties,
                           CriticOptions options, Random seed)
    : executor_(loop.executor()),
      pool_(pool),
      faculties_(std::move(faculties)),
      options_(std::move(options)),
      seed_(seed),
      handles_(seed_.fork()),
      server_(loop, door_at(options_.local)) {
    server_.route("GET", "/healthz", [](net::HttpRequest) -> net::Task<net::HttpResponse> {
        co_return net::text_response(200, "ok");
    });
    server_.websocket_prefix("/", [this](net::WebSocket& socket, net::HttpRequest request) {
        return serve(socket, std::move(request));
    });
}

std::string CriticServer::endpoint() const { return "ws://" + server_.local().text(); }

net::Task<> CriticServer::serve(net::WebSocket& socket, net::HttpRequest request) {
    const Counted counted(sessions_);
    if (sessions_ > options_.sessions_max) {
        std::string reason = "Too many sessions; try again later.";
        co_await socket.close(1013, std::move(reason));
        co_return;
    }
    auto first = co_await net::with_timeout(options_.setup_patience, socket.read());
    if (!first) {
        std::string reason = "Setup did not come in time.";
        co_await socket.close(net::close_code::policy, std::move(reason));
        co_return;
    }
    const auto& received = *first;  // A message, or how the connection ended.
    if (!received) co_return;

    const auto message = live::parse_client_message(received->data, live::UnknownFields::Refuse);
    if (const auto refusal = refuse(message, request, options_.keys)) {
        co_await socket.close(refusal->code, refusal->reason);
        co_return;
    }
    co_await converse(socket, std::get<live::Setup>(*message));
}

net::Task<> CriticServer::converse(net::WebSocket& socket, const live::Setup& setup) {
    using When = Fault::When;
    const auto handle = setup.session_resumption ? setup.session_resumption->handle : "";
    const auto* asked = fault_of_model(setup.model);
    const auto* fault = asked != nullptr ? asked : options_.fault;
    if (fault != nullptr) {
        const bool refused = fault->when == When::AtSetup;
        if (refused && fault->quirk == Fault::Quirk::Stall) {
            co_await net::sleep_for(options_.fault_length);
        } else if (refused || (fault->when == When::Resuming && !handle.empty())) {
            co_return co_await carry_out(socket, *fault);
        }
    }
    SessionOptions options{.fault = fault,
                           .fault_length = options_.fault_length,
                           .length_max = options_.session_max,
                           .random = seed_.fork(),
                           .mind = {}};
    if (!handle.empty()) {
        options.mind = handles_.find(handle, net::steady_now());
        if (!options.mind) co_return co_await carry_out(socket, *find_fault("session-not-found"));
        if (fault != nullptr && fault->strikes_once()) options.fault = nullptr;
    }
    const House house{executor_, pool_, faculties_, handles_};
    Session session(socket, house, setup, std::move(options));
    co_await session.run();
}

}  // namespace salon::critic
