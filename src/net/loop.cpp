#include "net/loop.h"

#include <algorithm>

namespace salon::net {

Loop::Loop()
    : work_(boost::asio::make_work_guard(context_)), thread_([this] { context_.run(); }) {}

Loop::~Loop() {
    context_.stop();
    thread_.join();
}

Loops::Loops(std::size_t count) {
    if (count == 0) count = std::max(1u, std::thread::hardware_concurrency());
    for (std::size_t i = 0; i < count; ++i) loops_.push_back(std::make_unique<Loop>());
}

void Loops::stop() {
    for (auto& loop : loops_) loop->stop();
}

}  // namespace salon::net
