// What a caller says on a socket: read or refused in words, and never more than the limits.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "server/requests.h"
#include "server/socket_messages.h"

namespace {

using namespace salon;

void check_sound(const server::SocketMedia& media) {
    check(media.mu_law.size() <= server::socket_samples_max);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto message = server::parse_browser_message(text)) {
        if (const auto* start = std::get_if<server::SocketStart>(&*message)) {
            check(server::is_id(start->id) && start->component >= 0);
            check(start->session.empty() || server::is_session(start->session));
        }
        if (const auto* media = std::get_if<server::SocketMedia>(&*message)) check_sound(*media);
    } else {
        check(!message.error().empty());
    }
    if (const auto message = server::parse_telephone_message(text)) {
        if (const auto* start = std::get_if<server::TelephoneStart>(&*message)) {
            check(server::is_id(start->stream_sid));
        }
        if (const auto* media = std::get_if<server::SocketMedia>(&*message)) check_sound(*media);
    } else {
        check(!message.error().empty());
    }
    return 0;
}
