// What a provider of relays answers, as a configuration or as words for whoever waits for one.
//
//   in   status and body of an HTTP answer: foreign bytes
//   out  RtcConfiguration, or Error
//
// Values only; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "turn/ice_server.h"

namespace salon::credentials {

inline constexpr std::size_t servers_max = 16;
inline constexpr std::size_t urls_max = 16;        ///< Of one server.
inline constexpr std::size_t own_words_max = 160;  ///< Bytes of a provider's error that are told.

/// Who was asked, for the words of an error.
struct Provider {
    std::string_view name;    ///< "Hugging Face"
    std::string_view secret;  ///< What it asks for: "the HF token"
    std::string_view where;   ///< Where a right one is found.
};

/// Reads `{"iceServers": […]}`, or Twilio's `{"ice_servers": […]}`. Urls that are none are left
/// out; an answer without a relay is none.
///
/// Errors  std::errc::protocol_error
Result<turn::RtcConfiguration, Error> read_answer(const Provider& provider, std::string_view body);

/// Why there is no answer: a status other than 2xx and what came with it. `secrets` are cut from
/// the provider's own words.
Error explain_status(const Provider& provider, int status, std::string_view body,
                     const std::vector<std::string>& secrets);

}  // namespace salon::credentials
