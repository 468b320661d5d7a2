// Bytes to and from a connection, as they come: for protocols that bring their own frames.
//
//   in   bytes of the other side; bytes to send
//   out  they are told in order; then, once, that the connection has ended
//
// Lives on its stream's loop.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>

#include "base/bytes.h"
#include "base/time.h"
#include "net/expiry.h"
#include "net/stream.h"

namespace salon::net {

class ByteLink : public std::enable_shared_from_this<ByteLink> {
public:
    static constexpr std::size_t waiting_max = 256 << 10;  ///< What does not fit is not sent.
    static constexpr Duration farewell_max =
        std::chrono::seconds(1);  ///< For what waits at the end.

    using OnBytes = std::function<void(Bytes)>;
    using OnEnd = std::function<void()>;

    explicit ByteLink(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}

    /// Begins to read. `on_end` is not called after close().
    void start(OnBytes on_bytes, OnEnd on_end);
    /// Sends all of `bytes` or, when too much waits already, nothing: then it returns false.
    bool send(Bytes bytes);
    /// Ends both ways. Nothing is told any more; what was sent just before, a goodbye, still leaves
    /// if the other side takes it within `farewell_max`.
    void close();

private:
    void read();
    void write();
    void end();
    void shut();

    std::unique_ptr<Stream> stream_;
    OnBytes on_bytes_;
    OnEnd on_end_;
    std::array<std::uint8_t, 16 << 10> room_{};
    ByteBuffer waiting_;
    ByteBuffer leaving_;  // Handed to the stream; waiting_ follows when it is gone.
    std::size_t left_ = 0;
    bool open_ = true;
    std::optional<Expiry> farewell_;  // Once closed, while something still leaves.
};

}  // namespace salon::net
