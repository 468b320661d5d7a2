#include "turn/requests.h"

#include <algorithm>
#include <utility>

#include "base/take_front.h"

namespace salon::turn {

using stun::Class;

void Requests::ask(const Question& question, stun::Message message, Moment now) {
    Pending pending;
    pending.question = question;
    pending.message = std::move(message);
    send(std::move(pending), now);
}

void Requests::send(Pending pending, Moment now) {
    random_.fill(pending.message.transaction);
    pending.bytes = login_.sign(pending.message);
    pending.sendings = 1;
    pending.gap = first_gap;
    pending.due = now + first_gap;
    if (delivery_ == Delivery::Stream) {  // Waits as long as datagrams would.
        pending.sendings = sendings_max;
        pending.due = now + first_gap * ((1 << sendings_max) - 1);
    }
    outputs_.push_back(pending.bytes);
    pending_.push_back(std::move(pending));
}

std::optional<Outcome> Requests::receive(Bytes datagram, const stun::Received& received,
                                         Moment now) {
    const auto& answer = received.message;
    const auto found = std::ranges::find_if(pending_, [&](const Pending& pending) {
        return pending.message.transaction == answer.transaction &&
               pending.message.method == answer.method;
    });
    if (found == pending_.end()) return std::nullopt;
    const int code = answer.error ? answer.error->code : 0;
    if ((answer.kind == Class::Error) != (code != 0)) return std::nullopt;
    // Only a success must prove itself: relays do not sign all of their errors.
    const bool must_prove = code == 0 || received.integrity_at.has_value();
    if (must_prove && code != 401 && code != 438 && !login_.genuine(datagram, received)) {
        return std::nullopt;
    }

    auto pending = std::move(*found);
    pending_.erase(found);
    if ((code == 401 || code == 438) && pending.challenges < challenges_max) {
        // Others may have brought the new nonce already; this request was signed with an older one.
        const bool newer = login_.take_challenge(answer);
        const bool was_older = pending.bytes != login_.sign(pending.message);
        if (newer || was_older) {
            ++pending.challenges;
            send(std::move(pending), now);
            return std::nullopt;
        }
    }
    return Outcome{.question = pending.question, .code = code, .answer = answer};
}

std::optional<Outcome> Requests::advance(Moment now) {
    for (auto pending = pending_.begin(); pending != pending_.end(); ++pending) {
        if (pending->due > now) continue;
        if (pending->sendings == sendings_max) {
            const Outcome outcome{.question = pending->question, .code = no_answer, .answer = {}};
            pending_.erase(pending);
            return outcome;
        }
        ++pending->sendings;
        pending->gap *= 2;
        pending->due = now + pending->gap;
        outputs_.push_back(pending->bytes);
    }
    return std::nullopt;
}

std::optional<ByteBuffer> Requests::poll() { return take_front(outputs_); }

Moment Requests::deadline() const {
    const auto first = std::ranges::min_element(pending_, {}, &Pending::due);
    return first == pending_.end() ? never : first->due;
}

bool Requests::asking(Ask ask) const {
    return std::ranges::any_of(
        pending_, [ask](const Pending& pending) { return pending.question.ask == ask; });
}

}  // namespace salon::turn
