// Any text as a trickled candidate: what is accepted reads back the same.
#include <cstdint>

#include "base/bytes.h"
#include "base/check.h"
#include "sdp/candidate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace salon;
    const auto candidate = sdp::parse_candidate(as_text(Bytes(bytes, size)));
    if (!candidate) return 0;
    (void)candidate->address();
    const auto line = sdp::write_candidate(*candidate);
    if (line.size() <= sdp::candidate_size_max) check(sdp::parse_candidate(line) == *candidate);
    return 0;
}
