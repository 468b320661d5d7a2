#include "net/spawn.h"

#include <exception>
#include <string>

#include <boost/asio/co_spawn.hpp>

#include "base/log.h"

namespace salon::net {

void spawn(Executor executor, std::string_view name, Task<> task) {
    boost::asio::co_spawn(executor, std::move(task),
                          [name = std::string(name)](std::exception_ptr failure) {
                              if (!failure) return;
                              try {
                                  std::rethrow_exception(failure);
                              } catch (const std::exception& error) {
                                  log(LogLevel::Error, "net", "{} ended: {}", name, error.what());
                              }
                          });
}

}  // namespace salon::net
