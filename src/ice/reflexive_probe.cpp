#include "ice/reflexive_probe.h"

#include <algorithm>

#include "base/take_front.h"

namespace salon::ice {

bool ReflexiveProbe::receive(Bytes datagram, const Path& from, Moment now) {
    if (!open_ || from != Path{server_, leg_}) return false;
    const auto received = stun::parse(datagram);
    if (!received || received->message.transaction != transaction_) return false;
    const auto& message = received->message;
    if (message.kind != stun::Class::Success || !message.mapped_address) return true;
    open_ = false;
    gap_ = first_gap;
    unanswered_ = 0;
    due_ = now + refresh_every;
    if (address_ == message.mapped_address) return true;
    address_ = message.mapped_address;
    outputs_.emplace_back(ReflexiveAddress{*address_});
    return true;
}

void ReflexiveProbe::advance(Moment now) {
    if (now < due_) return;
    if (!open_) transaction_ = stun::marked_transaction(mark_, random_);
    open_ = true;
    due_ = now + (++unanswered_ < eager_questions ? gap_ : refresh_every);
    gap_ = std::min(gap_ * 2, gap_max);
    outputs_.emplace_back(Datagram{
        .bytes = stun::write({.transaction = transaction_}, nullptr), .to = server_, .leg = leg_});
}

std::optional<ReflexiveProbe::Output> ReflexiveProbe::poll() { return take_front(outputs_); }

}  // namespace salon::ice
