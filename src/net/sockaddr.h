// Our addresses as the kernel spells them.
#pragma once

#include <sys/socket.h>

#include <optional>

#include "base/address.h"

namespace salon::net {

struct KernelAddress {
    sockaddr_storage storage{};
    socklen_t size = sizeof(sockaddr_storage);

    sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

/// `address` for a socket of `family`; an IPv4 address fits both, an IPv6 address only AF_INET6.
std::optional<KernelAddress> to_kernel(const TransportAddress& address, int family);
TransportAddress from_kernel(const sockaddr_storage& storage);

}  // namespace salon::net
