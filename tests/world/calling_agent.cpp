#include "world/calling_agent.h"

#include "base/take_front.h"

namespace salon::testing_world {

namespace {

constexpr Duration eager_pace = 50ms;      // Until nominated.
constexpr Duration consent_pace = 2500ms;  // Chromium's; RFC 7675 would allow 5 s.

}  // namespace

void CallingAgent::receive(Bytes datagram, Moment now) {
    const auto received = stun::parse(datagram);
    if (!received || received->message.kind != stun::Class::Success) return;
    if (!open_.contains(received->message.transaction)) return;
    if (!stun::has_integrity(datagram, *received, key_)) return;
    open_.clear();
    nominated_ = nominated_ || works_ || options_.nominates_at_once;
    if (!works_) outputs_.push_back(PathWorks{});
    works_ = true;
    next_check_ = now + (nominated_ ? consent_pace : Duration(0));
}

void CallingAgent::advance(Moment now) {
    if (now < next_check_) return;
    check();
    const auto pace = nominated_ ? consent_pace : eager_pace;
    next_check_ = now + pace + Duration(random_.below(10'000));
}

std::optional<CallingAgent::Output> CallingAgent::poll() { return take_front(outputs_); }

void CallingAgent::check() {
    stun::Message request;
    random_.fill(request.transaction);
    request.username = options_.remote_ufrag + ":" + options_.local_ufrag;
    request.priority = 1853824767;
    request.controlling = 0x1122334455667788;
    request.use_candidate = works_ || options_.nominates_at_once;
    open_.insert(request.transaction);
    ++checks_sent_;
    outputs_.push_back(Datagram{.bytes = stun::write(request, &key_), .to = options_.remote});
}

}  // namespace salon::testing_world
