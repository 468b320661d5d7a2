#include "net/spawn.h"

#include <exception>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include "base/log.h"

namespace salon::net {

namespace asio = boost::asio;

namespace {

void report(std::string_view module, const std::exception_ptr& failure) {
    if (!failure) return;
    try {
        std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        if (error.code() == asio::error::operation_aborted) return;
        log(LogLevel::Error, module, "a task ended with: {}", error.what());
    } catch (const std::exception& error) {
        log(LogLevel::Error, module, "a task ended with: {}", error.what());
    } catch (...) {
        log(LogLevel::Error, module, "a task ended with something that is no std::exception");
    }
}

}  // namespace

void spawn(const Executor& executor, std::string_view module, Task<> task) {
    asio::co_spawn(executor, std::move(task),
                   [module](const std::exception_ptr& failure) { report(module, failure); });
}

}  // namespace salon::net
