#include "turn/refusal.h"

#include <fmt/format.h>

namespace salon::turn {

std::string words_for(int code) {
    switch (code) {
        case no_answer:
            return "the relay does not answer; check its address and the firewall on the way";
        case 400:
            return "the relay did not understand the request (400)";
        case 401:
            return "the relay refuses the username or the credential (401); they may have expired";
        case 403:
            return "the relay forbids this (403); look at its list of denied peers";
        case 437:
            return "the relay knows no such allocation, or already has one (437)";
        case 438:
            return "the relay calls every nonce stale (438)";
        case 440:
            return "the relay has no addresses of this family (440)";
        case 441:
            return "the allocation was made with other credentials (441)";
        case 442:
            return "the relay does not relay UDP (442)";
        case 443:
            return "the peer's address is of another family than the relay's (443)";
        case 486:
            return "this user has as many allocations as the relay allows (486)";
        case 508:
            return "the relay has no room left (508); try another relay or later";
        default:
            return fmt::format("the relay refuses with error {}", code);
    }
}

}  // namespace salon::turn
