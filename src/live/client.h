// A conversation with a live model: carries what the caller says and shows there, and what comes
// back here. One coroutine client on one WebSocket; it lives on one strand.
//
//   auto client = co_await LiveClient::connect(std::move(options));
//   if (!client) show(client.error().hint);
//   for (;;) {
//       const LiveEvent event = co_await client->next();
//       if (std::holds_alternative<LiveClosed>(event)) break;
//       ...
//   }
//
// What is sent is queued by kind and leaves in this order: control first, then sound (at most 1 s
// waits, drop_oldest), then the camera (one picture waits, the newest; at most one leaves a
// second). The key travels in the header x-goog-api-key and nowhere else.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "base/bytes.h"
#include "live/failure.h"
#include "live/message.h"
#include "media/audio.h"
#include "net/task.h"
#include "net/tls.h"

namespace salon::live {

inline constexpr SampleRate heard_rate{16'000};           ///< What the model wants to hear.
inline constexpr std::size_t audio_piece_min = 320;       ///< Samples: 20 ms.
inline constexpr std::size_t audio_piece_max = 640;       ///< Samples: 40 ms.
inline constexpr std::size_t audio_waiting_max = 16'000;  ///< Samples: 1 s; drop_oldest.
inline constexpr std::size_t control_waiting_max = 64;    ///< Messages; refuse.
inline constexpr Duration picture_interval = 1s;

struct LiveOptions {
    std::string endpoint =
        "wss://generativelanguage.googleapis.com";  ///< ws:// to this machine only.
    std::string api_version = "v1beta";
    std::string key;
    std::string model = "gemini-3.8-live";  ///< With or without "models/".
    std::string voice;                      ///< Empty: the model's own choice.
    std::string system_instruction;
    std::optional<ThinkingConfig> thinking;
    Duration connect_patience = 10s;
    Duration setup_patience = 15s;
    net::TlsTrust trust;
};

enum class Speaker { User, Model };

struct LiveAudio {
    AudioBlock
        audio;  ///< Mono, 24 kHz unless the service says otherwise; comes faster than it plays.
};
struct LiveInterrupted {};  ///< The caller spoke: drop what is queued and playing.
struct CaptionPiece {
    Speaker who = Speaker::Model;
    std::string text;  ///< Pieces carry their own spaces.
};
struct GenerationComplete {};  ///< Nothing more will be said in this turn.
struct TurnComplete {
    bool more_follows = false;  ///< A model that thinks aloud goes on by itself.
};
struct LiveGoAway {
    Duration time_left{0};  ///< Until the service ends the connection.
};
struct LiveClosed {
    LiveFailure failure;
};

using LiveEvent = std::variant<LiveAudio, LiveInterrupted, CaptionPiece, GenerationComplete,
                               TurnComplete, LiveGoAway, LiveClosed>;

struct LiveCounts {
    std::uint64_t audio_pieces_sent = 0;
    std::uint64_t audio_pieces_dropped = 0;
    std::uint64_t pictures_sent = 0;
    std::uint64_t pictures_replaced = 0;  ///< By a newer one before they could leave.
    std::uint64_t messages_unreadable = 0;
};

class LiveClient {
public:
    /// Connects, sends the setup and waits for its confirmation.
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
    /// stays in the conversation. It cuts an answer short. Returns false when too much waits.
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
    /// With which this conversation could be resumed; empty before the service gave one.
    const std::string& resumption_handle() const;

private:
    class Line;
    explicit LiveClient(std::shared_ptr<Line> line);

    std::shared_ptr<Line> line_;
};

}  // namespace salon::live
