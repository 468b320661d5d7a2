#include "world/nat.h"

#include <algorithm>

namespace salon::testing_world {

std::string_view to_string(NatKind kind) {
    switch (kind) {
        case NatKind::FullCone:
            return "full cone";
        case NatKind::Restricted:
            return "restricted";
        case NatKind::PortRestricted:
            return "port-restricted";
        case NatKind::Symmetric:
            return "symmetric";
    }
    return "";
}

TransportAddress Nat::leave(TransportAddress inside, TransportAddress to, Moment now) {
    const bool symmetric = policy_.kind == NatKind::Symmetric;
    std::erase_if(mappings_, [&](const auto& entry) {
        return now > entry.second.used + policy_.forgets_after;
    });
    for (auto& [port, mapping] : mappings_) {
        if (mapping.inside != inside || (symmetric && mapping.only_to != to)) continue;
        mapping.used = now;
        mapping.sent_to[to] = now;
        return {.ip = outside_, .port = port};
    }
    std::uint16_t port = 0;
    do {
        port = static_cast<std::uint16_t>(10'000 + random_.below(50'000));
    } while (mappings_.contains(port));
    mappings_[port] = {.inside = inside,
                       .only_to = symmetric ? std::optional(to) : std::nullopt,
                       .used = now,
                       .sent_to = {{to, now}}};
    return {.ip = outside_, .port = port};
}

std::optional<TransportAddress> Nat::enter(TransportAddress outside, TransportAddress from,
                                           Moment now) {
    const auto found = mappings_.find(outside.port);
    if (found == mappings_.end() || now > found->second.used + policy_.forgets_after) {
        return std::nullopt;
    }
    if (!lets_in(found->second, from, now)) return std::nullopt;
    return found->second.inside;
}

bool Nat::lets_in(const Mapping& mapping, TransportAddress from, Moment now) const {
    if (policy_.kind == NatKind::FullCone) return true;
    const bool any_port = policy_.kind == NatKind::Restricted;
    return std::ranges::any_of(mapping.sent_to, [&](const auto& sent) {
        const bool known = any_port ? sent.first.ip == from.ip : sent.first == from;
        return known && now <= sent.second + policy_.forgets_after;
    });
}

}  // namespace salon::testing_world
