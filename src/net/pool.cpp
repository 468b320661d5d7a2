#include "net/pool.h"

#include <algorithm>
#include <thread>

namespace salon::net {

namespace {
std::size_t threads_for(std::size_t asked) {
    return asked > 0 ? asked : std::max(2u, std::thread::hardware_concurrency());
}
}  // namespace

Pool::Pool(std::size_t threads, std::size_t jobs_max)
    : threads_(threads_for(threads)), jobs_max_(jobs_max) {}

Pool::~Pool() {
    threads_.stop();
    threads_.join();
}

}  // namespace salon::net
