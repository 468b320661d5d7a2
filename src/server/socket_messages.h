// What a caller says on a socket, as values: a browser's audio over WebSocket in FastRTC's shapes,
// and a telephone call in those of Twilio's media streams. Sound is mu-law in base64 both ways.
//
//   in   one text message
//   out  what it means, or a sentence for the developer at the other end
//
// What we say ourselves is in session/messages.h; here are the answers no call gives.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.h"
#include "base/result.h"

namespace salon::server {

inline constexpr std::size_t socket_message_max = 96 * 1024;
inline constexpr std::size_t socket_samples_max = 48'000;  ///< Of one message: 1 s of the finest.

/// A browser begins: who it is.
struct SocketStart {
    std::string id;
    std::string session{};  ///< Empty: FastRTC's own page, which has none.
    int component = 0;      ///< 0: the first stream of the page.
};

/// A piece of the caller's voice.
struct SocketMedia {
    ByteBuffer mu_law;
};

struct SocketPing {};

/// The caller hangs up.
struct SocketStop {};

using BrowserMessage = std::variant<SocketStart, SocketMedia, SocketPing, SocketStop>;

/// A telephone call begins.
struct TelephoneStart {
    std::string stream_sid;
    std::string call_sid{};                           ///< Empty when nothing was said of it.
    std::map<std::string, std::string> parameters{};  ///< The <Parameter>s of the TwiML.
};

/// Something of no consequence here: connected, mark, dtmf, or what is newer than we are.
struct TelephoneAside {};

using TelephoneMessage = std::variant<TelephoneStart, SocketMedia, TelephoneAside, SocketStop>;

/// Errors  a sentence that says what is wrong and what is wanted
/// Thread  any; does not block
Result<BrowserMessage, std::string> parse_browser_message(std::string_view text);
Result<TelephoneMessage, std::string> parse_telephone_message(std::string_view text);

/// {"event":"pong"}
std::string pong_json();

}  // namespace salon::server
