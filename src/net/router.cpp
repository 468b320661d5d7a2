#include "net/router.h"

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace salon::net {

namespace {

bool answers(const Route& route, std::string_view method) {
    return route.handler && (route.method == method || (route.method == "GET" && method == "HEAD"));
}

}  // namespace

bool Route::fits(std::string_view asked) const {
    if (!prefix) return asked == path;
    const std::string_view folder = path;
    return asked.starts_with(folder) || asked == folder.substr(0, folder.size() - 1);
}

std::string Route::rest(std::string_view asked) const {
    return std::string(asked.substr(std::min(prefix ? path.size() : asked.size(), asked.size())));
}

void Router::add(Route route) {
    const auto key = [](const Route& one) { return std::tie(one.method, one.path, one.prefix); };
    const auto name = route.method + " " + route.path;
    if (!route.path.starts_with('/')) {
        throw std::invalid_argument("the route \"" + name + "\" must begin with /");
    }
    if (std::ranges::any_of(routes_, [&](const Route& one) { return key(one) == key(route); })) {
        throw std::invalid_argument("there is a route \"" + name +
                                    "\" already: choose another path");
    }
    routes_.push_back(std::move(route));
}

template <class Accepts>
const Route* Router::best(std::string_view path, Accepts accepts) const {
    const Route* best = nullptr;
    const auto better = [&](const Route& route) {
        if (best == nullptr || route.prefix != best->prefix) return !best || best->prefix;
        return route.path.size() > best->path.size();
    };
    for (const auto& route : routes_) {
        if (route.fits(path) && accepts(route) && better(route)) best = &route;
    }
    return best;
}

Router::Found Router::find(std::string_view method, std::string_view path) const {
    Found found;
    found.route = best(path, [&](const Route& route) { return answers(route, method); });
    if (found.route != nullptr) return found;
    for (const auto& route : routes_) {
        if (!route.fits(path) || !route.handler) continue;
        if (!found.allowed.empty()) found.allowed += ", ";
        found.allowed += route.method == "GET" ? "GET, HEAD" : route.method;
    }
    return found;
}

const Route* Router::find_websocket(std::string_view path) const {
    return best(path, [](const Route& route) { return static_cast<bool>(route.socket_handler); });
}

std::size_t Router::body_max() const {
    std::size_t most = 0;
    for (const auto& route : routes_) most = std::max(most, route.options.body_max);
    return most;
}

}  // namespace salon::net
