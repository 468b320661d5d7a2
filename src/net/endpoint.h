// Our addresses as Asio's TCP spells them.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "base/address.h"

namespace salon::net {

boost::asio::ip::tcp::endpoint to_endpoint(const TransportAddress& address);
TransportAddress from_endpoint(const boost::asio::ip::tcp::endpoint& endpoint);

}  // namespace salon::net
