#include "net/endpoint.h"

#include <cstring>

#include "net/sockaddr.h"

namespace salon::net {

using boost::asio::ip::tcp;

tcp::endpoint to_endpoint(const TransportAddress& address) {
    const auto family = address.ip.is_v4() ? AF_INET : AF_INET6;
    auto kernel = to_kernel(address, family);
    tcp::endpoint endpoint;
    endpoint.resize(kernel->size);
    std::memcpy(endpoint.data(), kernel->get(), kernel->size);
    return endpoint;
}

TransportAddress from_endpoint(const tcp::endpoint& endpoint) {
    sockaddr_storage storage{};
    std::memcpy(&storage, endpoint.data(), endpoint.size());
    return from_kernel(storage);
}

}  // namespace salon::net
