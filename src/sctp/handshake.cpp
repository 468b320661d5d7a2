#include "sctp/handshake.h"

namespace salon::sctp {

namespace {

constexpr std::size_t cookie_size_max = packet_size_max - packet_header_size - 4;

bool usable(const InitChunk& init) {
    return init.tag != 0 && init.streams_out != 0 && init.streams_in != 0;
}

}  // namespace

ByteBuffer Handshake::answer(const InitChunk& theirs) const {
    if (!usable(theirs)) return {};
    const auto cookie = write_cookie(seal_, terms_of(theirs));
    auto answer = ours_;
    answer.ack = true;
    answer.cookie = cookie;
    answer.unknown = theirs.unknown;
    return write_chunk(answer);
}

std::optional<PeerTerms> Handshake::answered(const InitChunk& theirs) {
    if (!usable(theirs)) return std::nullopt;
    if (theirs.cookie.empty() || theirs.cookie.size() > cookie_size_max) return std::nullopt;
    cookie_ = to_buffer(theirs.cookie);
    return terms_of(theirs);
}

}  // namespace salon::sctp
