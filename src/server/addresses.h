// Where callers can reach this machine.
#pragma once

#include <vector>

#include "base/address.h"

namespace salon::server {

/// The addresses of the interfaces that are up; loopback ones last. IPv6 link-local ones are left
/// out: they mean nothing without a zone.
std::vector<IpAddress> interface_addresses();

}  // namespace salon::server
