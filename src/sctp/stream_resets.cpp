#include "sctp/stream_resets.h"

#include "base/check.h"

namespace salon::sctp {

ByteBuffer StreamResets::ask(Moment now, Duration patience) {
    check(asked_.has_value());
    asked_->response = expected_ - 1;
    deadline_ = now + patience;
    return write_chunk(ReconfigChunk{{*asked_}});
}

std::vector<std::uint16_t> StreamResets::answered(const ResetResponse& response, Moment now,
                                                  Duration patience) {
    if (!asked_ || response.response != asked_->request) return {};
    if (response.result == ResetResult::InProgress) {  // It waits for data; ask again later.
        deadline_ = now + patience;
        return {};
    }
    // Performed, or refused: either way nothing more will come of it, and the channel is gone.
    auto streams = std::move(asked_->streams);
    asked_.reset();
    deadline_ = never;
    ++next_request_;
    return streams;
}

StreamResets::Verdict StreamResets::requested(const OutgoingReset& reset, Tsn cumulative) {
    const bool again = reset.request == expected_ - 1;
    if (again && !deferred_ && last_response_) return {*last_response_, std::nullopt};
    if (reset.request != expected_ && !(again && deferred_)) {
        return {{reset.request, ResetResult::BadSequence}, std::nullopt};
    }
    if (!again) ++expected_;
    deferred_ = reset;
    if (auto done = resume(cumulative)) return std::move(*done);
    return {{reset.request, ResetResult::InProgress}, std::nullopt};
}

std::optional<StreamResets::Verdict> StreamResets::resume(Tsn cumulative) {
    if (!deferred_ || unwrap(deferred_->last_tsn, cumulative) > cumulative) return std::nullopt;
    last_response_ = ResetResponse{deferred_->request, ResetResult::Performed};
    Verdict verdict{*last_response_, std::move(deferred_)};
    deferred_.reset();
    return verdict;
}

ResetResponse StreamResets::deny(const OtherRequest& other) {
    if (other.request != expected_) return {other.request, ResetResult::BadSequence};
    ++expected_;
    last_response_ = ResetResponse{other.request, ResetResult::Denied};
    return *last_response_;
}

}  // namespace salon::sctp
