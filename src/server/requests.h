// What a page posts, as values: offers and trickled candidates in FastRTC's shapes, and what is
// ours: inputs, events, and the session they belong to.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json/value.hpp>

#include "base/result.h"

namespace salon::server {

inline constexpr std::size_t id_size_max = 128;
inline constexpr std::size_t session_size_min = 22;  ///< 128 bits in base64.
inline constexpr std::size_t offer_size_max = 256 * 1024;
inline constexpr std::size_t inputs_size_max = 64 * 1024;
inline constexpr std::size_t typed_size_max = 16 * 1024;  ///< Bytes of what is typed at once.

struct OfferRequest {
    std::string id;
    std::string sdp;
    std::string session{};  ///< Empty: FastRTC's own page, which has none.
    int component = 0;      ///< 0: the first stream of the page.
    bool restart = false;   ///< Of a running call, and of no other.
};

struct CandidateRequest {
    std::string id;
    std::string candidate;  ///< Empty: end of candidates.
    std::string session{};
};

struct CloseRequest {
    std::string id;
    std::string session{};
};

/// What a caller typed.
struct TextRequest {
    std::string id;
    std::string text;
    std::string session{};
};

/// Values by component, not yet judged.
using SaidValues = std::vector<std::pair<int, boost::json::value>>;

struct InputRequest {
    std::string session;
    SaidValues values;
};

struct EventRequest {
    std::string session;
    int event = 0;
    SaidValues values;
};

/// For the ICE servers of the stream `component`.
struct TurnRequest {
    std::string session;
    int component = 0;
};

/// Why a request is refused: an HTTP status, and a sentence for the page's developer.
struct Refusal {
    int status = 422;
    std::string field;  ///< What is wrong; empty: the whole body.
    std::string what;
};

Result<std::variant<OfferRequest, CandidateRequest>, Refusal> parse_offer(std::string_view body);
Result<InputRequest, Refusal> parse_inputs(std::string_view body);
Result<EventRequest, Refusal> parse_event(std::string_view body);
Result<TurnRequest, Refusal> parse_turn(std::string_view body);
Result<TextRequest, Refusal> parse_text(std::string_view body);
Result<CloseRequest, Refusal> parse_close(std::string_view body);

/// An id is 1 to 128 visible ASCII characters.
bool is_id(std::string_view text);
/// A session is 22 to 128 letters, digits, - and _.
bool is_session(std::string_view text);

/// {"detail":[{"loc":["body",field],"msg":what,"type":"value_error"}]}, as FastAPI says it.
std::string refusal_json(const Refusal& refusal);
/// {"status":"failed","meta":{"error":error,"message":message}}
std::string failed_json(std::string_view error, std::string_view message);
std::string limit_reached_json(int limit);
/// {"detail":sentence}: for the caller to read.
std::string detail_json(std::string_view sentence);
std::string answer_json(std::string_view sdp);
std::string success_json();

}  // namespace salon::server
