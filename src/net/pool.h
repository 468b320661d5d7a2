// A few threads for work that is too heavy for a loop. Work waits in a bounded queue; when that is
// full, more is refused (the rule: refuse), and the caller decides what to leave out.
//
//   auto work = [picture] { return look_at(*picture); };
//   const auto findings = co_await pool.run(std::move(work));
//   if (!findings) ...  // the pool is full or stopped
//
// It ends before the loops whose work it does.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/result.h"
#include "net/task.h"

namespace salon::net {

enum class PoolError { Full, Stopped };
std::string_view to_string(PoolError error);

struct PoolOptions {
    /// More than there are cores: they share those, so quick work need not wait for slow work.
    std::size_t threads = 16;
    std::size_t waiting_max = 256;  ///< Work that has not begun; refuse.
};

class Pool {
public:
    explicit Pool(PoolOptions options = {});
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;
    ~Pool();

    /// Calls `work` on one of the threads and comes back to the caller's executor with what it
    /// returned. Cancelling the caller takes effect after the work is done.
    ///
    /// Errors  PoolError; throws what `work` throws
    /// Thread  strand; does not block
    template <class Work>
    Task<Result<std::invoke_result_t<Work&>, PoolError>> run(Work work) {
        using Value = std::invoke_result_t<Work&>;
        std::exception_ptr failure;
        std::optional<Result<Value, PoolError>> outcome;
        // May point into this coroutine: it rests until the job is done or dropped.
        std::function<void()> job = [&] {
            try {
                if constexpr (std::is_void_v<Value>) {
                    work();
                    outcome.emplace();
                } else {
                    outcome.emplace(work());
                }
            } catch (...) {
                failure = std::current_exception();
            }
        };
        const auto refused = co_await run_job(std::move(job));
        if (refused) co_return fail(*refused);
        if (failure) std::rethrow_exception(failure);
        co_return std::move(*outcome);
    }

    /// Begun work is finished, waiting work is answered with PoolError::Stopped. Waits for it.
    ///
    /// Thread  any but the pool's own; blocks
    void stop();

    /// Thread  any; does not block
    std::size_t waiting() const;

private:
    Task<std::optional<PoolError>> run_job(std::function<void()> job);

    class Crew;
    std::unique_ptr<Crew> crew_;
};

}  // namespace salon::net
