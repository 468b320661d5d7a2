// A conversation with a live model: carries what the caller says and shows there, and what comes
// back here. It lives on one strand.
//
//   auto client = co_await LiveClient::connect(std::move(options));
//   if (!client) show(client.error().hint);
//   for (;;) {
//       const LiveEvent event = co_await client->next();
//       if (std::holds_alternative<LiveClosed>(event)) break;
//       ...
//   }
//
// It outlives its connections: `conversation.h` tells by which rules one follows another. What is
// Tools (`tool.h`) are run beside it. What is
// sent is queued by kind and leaves in this order: control first, then sound (at most 1 s waits,
// drop_oldest), then the camera (one picture waits, the newest; at most one leaves a second). The
// key travels in the header x-goog-api-key and nowhere else.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/bytes.h"
#include "live/event.h"
#include "live/options.h"
#include "live/outbox.h"
#include "net/task.h"

namespace salon::live {

inline constexpr std::size_t events_waiting_max = 256;  ///< Then the connection is not read.

class LiveClient {
public:
    /// Connects, sends the setup and waits for its confirmation. What fails here is not tried
    /// again.
    ///
    /// Thread  strand; does not block
    static Task<Result<LiveClient, LiveFailure>> connect(LiveOptions options);

    LiveClient(LiveClient&&) noexcept;
    LiveClient& operator=(LiveClient&&) noexcept;
    /// Drops the connection if it is still open; nobody may be waiting in `next`.
    ~LiveClient();

    /// The caller's voice, any length; leaves in pieces of 20 to 40 ms.
    ///
    /// Shape   mono
    /// Units   16-bit samples at 16 kHz
    /// Thread  strand; does not block
    void send_audio(std::span<const std::int16_t> samples);
    /// The microphone pauses. The next audio goes on.
    void audio_stream_end();
    /// What the camera sees, as JPEG.
    void send_video(ByteBuffer jpeg);
    /// The artwork, as JPEG: shown once, as a turn of its own (clientContent with `caption`), which
    /// stays in the conversation, whatever happens to the connection. It cuts an answer short.
    /// Returns false when too much waits.
    bool send_image(ByteBuffer jpeg, std::string caption);
    /// What the caller typed. Returns false when too much waits.
    bool send_text(std::string text);

    /// The next thing that happens; LiveClosed is the last and stays. One waiter; cancelling it
    /// loses nothing.
    ///
    /// Errors  boost::system::system_error (operation_aborted) when the coroutine is cancelled
    Task<LiveEvent> next();

    /// Says goodbye; `next` then gives LiveClosed.
    Task<> close();

    LiveCounts counts() const;

private:
    class Line;
    explicit LiveClient(std::shared_ptr<Line> line);

    std::shared_ptr<Line> line_;
};

}  // namespace salon::live
