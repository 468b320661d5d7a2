// What a page posts, as values: offers, trickled candidates, inputs. FastRTC's shapes.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "session/inputs.h"

namespace salon::server {

inline constexpr std::size_t id_size_max = 128;
inline constexpr std::size_t offer_size_max = 256 * 1024;
inline constexpr std::size_t inputs_size_max = 64 * 1024;
inline constexpr std::size_t text_size_max = 16 * 1024;  ///< Of one input.

struct OfferRequest {
    std::string id;
    std::string sdp;
};

struct CandidateRequest {
    std::string id;
    std::string candidate;  ///< Empty: end of candidates.
};

struct InputRequest {
    std::string id;
    std::vector<std::pair<int, InputValue>> values;  ///< By component id.
};

/// Why a request is refused: an HTTP status, and a sentence for the page's developer.
struct Refusal {
    int status = 422;
    std::string field;  ///< What is wrong; empty: the whole body.
    std::string what;
};

Result<std::variant<OfferRequest, CandidateRequest>, Refusal> parse_offer(std::string_view body);
Result<InputRequest, Refusal> parse_inputs(std::string_view body);
/// {"webrtc_id":"…"}
Result<std::string, Refusal> parse_id(std::string_view body);

/// An id is 1 to 128 visible ASCII characters.
bool is_id(std::string_view text);

/// {"detail":[{"loc":["body",field],"msg":what,"type":"value_error"}]}, as FastAPI says it.
std::string refusal_json(const Refusal& refusal);
/// {"status":"failed","meta":{"error":error,"message":message}}
std::string failed_json(std::string_view error, std::string_view message);
std::string limit_reached_json(int limit);
std::string answer_json(std::string_view sdp);
std::string success_json();

}  // namespace salon::server
