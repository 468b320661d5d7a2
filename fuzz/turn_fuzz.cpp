// A client of a hostile relay. Each step is a byte: time passes, a payload is sent, or bytes come
// from the relay; with the top bit set they are a response to the client's latest request, rightly
// signed. The same bytes also come as a stream.
#include <cstdlib>

#include "crypto/digest.h"
#include "turn/client.h"
#include "turn/stream_frames.h"

using namespace salon;

namespace {

const stun::IntegrityKey& key() {
    static const stun::IntegrityKey made(
        crypto::digest(crypto::Hash::Md5, as_bytes("ada:realm:secret")));
    return made;
}

/// What `bytes` say, as an answer to `asked`.
ByteBuffer answered(Bytes bytes, const std::optional<stun::Message>& asked) {
    auto received = stun::parse(bytes);
    if (!received || !asked) return to_buffer(bytes);
    auto& answer = received->message;
    answer.method = asked->method;
    answer.transaction = asked->transaction;
    const bool challenge = answer.error && (answer.error->code == 401 || answer.error->code == 438);
    if (challenge) {
        answer.realm = "realm";
        answer.nonce = "nonce" + answer.nonce.value_or("");
    }
    if (answer.nonce && answer.nonce->size() > 700) answer.nonce.reset();
    return stun::write(answer, challenge ? nullptr : &key());
}

void drain(turn::Client& client, std::optional<stun::Message>& asked, Moment now) {
    std::size_t outputs = 0;
    while (const auto output = client.poll()) {
        if (++outputs > 2 * turn::Client::outputs_max) std::abort();
        const auto* sent = std::get_if<turn::ToRelay>(&*output);
        if (sent == nullptr) continue;
        const auto request = stun::parse(sent->bytes);
        if (request && request->message.kind == stun::Class::Request) asked = request->message;
    }
    if (client.deadline() < now) std::abort();
}

void as_stream(Bytes bytes) {
    turn::StreamFrames frames;
    while (!bytes.empty()) {
        const auto piece = std::min<std::size_t>(bytes.size(), 1 + bytes[0] % 50);
        frames.push(bytes.first(piece));
        bytes = bytes.subspan(piece);
        while (const auto frame = frames.next()) {
            if (frame->size() > turn::StreamFrames::frame_size_max) std::abort();
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* start, std::size_t size) {
    as_stream(Bytes(start, size));
    Moment now{1h};
    turn::Client client({.username = "ada", .credential = "secret"}, Random(1), now);
    std::optional<stun::Message> asked;
    drain(client, asked, now);
    ByteReader in(Bytes(start, size));
    while (in.left() > 0) {
        const auto step = in.u8();
        if (step < 0x20) {
            now += std::chrono::milliseconds(step * step * 300);
            client.advance(now);
        } else if (step < 0x40) {
            const TransportAddress to{IpAddress::v4(0xC0000200 + step / 4), step};
            client.send(in.take(std::min<std::size_t>(in.left(), 30)), to, now);
        } else if (step == 0x40) {
            client.close(now);
        } else {
            const auto bytes = in.take(std::min<std::size_t>(in.left(), in.u8()));
            client.receive((step & 0x80) != 0 ? answered(bytes, asked) : to_buffer(bytes), now);
        }
        drain(client, asked, now);
    }
    return 0;
}
