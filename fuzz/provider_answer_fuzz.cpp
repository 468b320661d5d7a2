// What a provider of relays answers: a configuration or words, and never more than the limits.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "credentials/provider_answer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace salon;
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const credentials::Provider provider{"Somebody", "a key", "nowhere"};
    if (const auto answer = credentials::read_answer(provider, body)) {
        check(answer->ice_servers.size() <= credentials::servers_max);
    }
    const auto told = credentials::explain_status(provider, 401, body, {"secret"});
    check(told.what.find("secret") == told.what.npos);
    return 0;
}
