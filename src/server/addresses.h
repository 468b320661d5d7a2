// Where callers can reach this machine.
#pragma once

#include <string>
#include <vector>

#include "base/address.h"
#include "server/settings.h"

namespace salon::server {

/// An address, and the interface that has it.
struct InterfaceAddress {
    std::string interface;
    IpAddress address;
};

/// Those of the interfaces that are up. IPv6 link-local ones are left out: they mean nothing
/// without a zone.
std::vector<InterfaceAddress> interface_addresses();

/// What callers are told, best first: the addresses that the operator named, or else those of the
/// interfaces that the operator named, or else of all but the bridges of this machine's containers
/// and guests, whom our other addresses serve as well. Loopback ones are last.
///
/// Errors  throws SettingsError when nothing is left to tell, or an interface has no address
/// Thread  any; does not block
std::vector<IpAddress> addresses_to_tell(const std::vector<InterfaceAddress>& all,
                                         const Settings& settings);

}  // namespace salon::server
