#include "flow/throughput.h"

#include <algorithm>

namespace salon::flow {

void Throughput::passed(std::size_t size, Duration at) {
    if (!begun_ || at - newest_ > window) begun_ = at;  // After a pause it begins anew.
    newest_ = std::max(newest_, at);
    packets_.push_back({.size = size, .at = at});
    bytes_ += static_cast<std::int64_t>(size);
    while (packets_.size() > packets_max || packets_.front().at <= newest_ - window) drop_oldest();
}

void Throughput::drop_oldest() {
    bytes_ -= static_cast<std::int64_t>(packets_.front().size);
    packets_.pop_front();
}

std::optional<std::int64_t> Throughput::bitrate() const {
    if (!begun_) return std::nullopt;
    const auto seen = std::min(window, newest_ - *begun_);
    if (seen < window / 2) return std::nullopt;
    return bytes_ * 8 * 1'000'000 / seen.count();
}

}  // namespace salon::flow
