// A conversation with a full ICE agent. Each step is a byte: time passes, the peer names a
// candidate, ICE restarts, a leg comes or dies, or a datagram arrives by one of a few paths: raw,
// sealed by the peer, or an answer to what the agent last asked.
#include <algorithm>
#include <cstdlib>
#include <optional>

#include "base/check.h"
#include "ice/agent.h"

using namespace salon;

namespace {

const ice::Credentials ours{.ufrag = "oursours", .pwd = "our-password-of-24-chars"};
const ice::Credentials theirs{.ufrag = "theirs", .pwd = "their-password-24-chars."};

const stun::IntegrityKey& key_of(const ice::Credentials& whose) {
    static const stun::IntegrityKey our_key(as_bytes(ours.pwd));
    static const stun::IntegrityKey their_key(as_bytes(theirs.pwd));
    return whose.ufrag == ours.ufrag ? our_key : their_key;
}

Path path_of(std::uint8_t step) {
    const auto port = static_cast<std::uint16_t>(5000 + (step & 7));
    return {.remote = {IpAddress::v4(0xC0000201), port}, .leg = Leg((step >> 3) & 1)};
}

class FuzzedAgent {
public:
    explicit FuzzedAgent(std::uint8_t setup)
        : agent_({.local = ours,
                  .role = setup % 2 == 0 ? ice::Role::Controlled : ice::Role::Controlling,
                  .filter = static_cast<ice::CandidateFilter>(setup / 2 % 3)},
                 Random(7), now_) {
        add_leg(Leg(0), ice::CandidateKind::Host);
        add_leg(Leg(1), ice::CandidateKind::Relayed);
        if (setup < 0xC0) agent_.set_remote(theirs, now_);
    }

    void obey(std::uint8_t step, ByteReader& in) {
        if (step < 0x20)
            pass(std::chrono::milliseconds(step * step * 40));
        else if (step < 0x40)
            agent_.add_remote({.address = path_of(step).remote, .priority = step}, now_);
        else if (step < 0x48)
            agent_.restart(ours, theirs, now_);
        else if (step < 0x50)
            agent_.remove_leg(Leg(step & 1), now_);
        else if (step < 0x58)
            add_leg(Leg(step & 1), ice::CandidateKind::Relayed);
        else if (step < 0x60)
            agent_.roamed(path_of(step), now_);
        else if (step < 0xA0)
            answer(path_of(step), step & 0x20);
        else
            give(in, path_of(step), step >= 0xC0);
        drain();
        check(agent_.deadline() > now_ || settle());
    }

private:
    void add_leg(Leg leg, ice::CandidateKind kind) {
        const auto port = static_cast<std::uint16_t>(7000 + leg.value());
        agent_.add_local({.kind = kind, .address = {IpAddress::v4(0xCB007101), port}, .leg = leg},
                         now_);
    }

    /// Nothing that is due may stay behind.
    bool settle() {
        agent_.advance(now_);
        drain();
        return agent_.deadline() > now_;
    }

    void pass(Duration length) {
        const auto end = now_ + length;
        for (int steps = 0; steps < 5'000 && agent_.deadline() <= end; ++steps) {
            now_ = std::max(now_, agent_.deadline());
            check(settle());
        }
        now_ = end;
    }

    void answer(const Path& from, bool conflict) {
        if (!asked_) return;
        stun::Message response{.kind = conflict ? stun::Class::Error : stun::Class::Success,
                               .transaction = *asked_};
        if (conflict) response.error = stun::ErrorCode{.code = 487, .reason = {}};
        agent_.receive(stun::write(response, &key_of(theirs)), asked_by_.value_or(from), now_);
    }

    void give(ByteReader& in, const Path& from, bool sealed) {
        auto bytes = to_buffer(in.take(std::min<std::size_t>(in.left(), in.u8())));
        if (auto received = stun::parse(bytes); sealed && received) {
            received->message.username = ours.ufrag + ":" + theirs.ufrag;
            bytes = stun::write(received->message, &key_of(ours));
        }
        agent_.receive(bytes, from, now_);
    }

    void drain() {
        while (auto output = agent_.poll()) {
            check(!failed_);
            failed_ = std::holds_alternative<ice::Failed>(*output);
            const auto* datagram = std::get_if<Datagram>(&*output);
            if (datagram == nullptr) continue;
            check(datagram->bytes.size() <= datagram_size_max);
            const auto sent = stun::parse(datagram->bytes);
            check(sent.has_value());
            if (sent->message.kind != stun::Class::Request) continue;
            asked_ = sent->message.transaction;
            asked_by_ = Path{datagram->to, datagram->leg};
        }
        if (const auto path = agent_.path()) check(!failed_);
    }

    Moment now_{1h};
    ice::Agent agent_;
    std::optional<stun::TransactionId> asked_;
    std::optional<Path> asked_by_;
    bool failed_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* start, std::size_t size) {
    ByteReader in(Bytes(start, size));
    FuzzedAgent agent(in.u8());
    for (int steps = 0; steps < 300 && in.left() > 0; ++steps) agent.obey(in.u8(), in);
    return 0;
}
