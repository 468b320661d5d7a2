// A telephone exchange's side of one call, as Twilio's media streams have it, over a real socket:
// the caller's voice in 20 ms frames of mu-law, and what comes back.
//
//   Telephone ada(loop, server.port(), "MZada");
//   ASSERT_TRUE(ada.dial());
//   ada.speak(tone(1s));
//   EXPECT_TRUE(ada.until([](const CallLog& log) { return log.heard.size() > 40; }));
//
// All of it is called from a test's own thread; nothing waits for a fixed time.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "media/audio.h"
#include "net/http.h"
#include "net/loop.h"
#include "net/websocket.h"

namespace salon::testing_real {

inline constexpr SampleRate telephone_rate{8'000};

/// A message of sound.
struct TelephoneFrame {
    Moment at;
    std::vector<std::int16_t> samples;
    std::string stream_sid;
};

struct CallLog {
    std::size_t spoken = 0;  ///< Frames.
    std::vector<TelephoneFrame> heard;
    std::vector<Moment> cleared;
    std::vector<std::string> others;  ///< What was neither.
    std::optional<net::WsClosed> end;

    /// What was heard from frame `first` on.
    AudioBlock sound(std::size_t first = 0) const;
};

class Telephone {
public:
    Telephone(net::Loop& loop, std::uint16_t port, std::string stream_sid);
    Telephone(const Telephone&) = delete;
    Telephone& operator=(const Telephone&) = delete;
    ~Telephone();

    /// Opens the socket, and no more.
    bool connect(net::HttpHeaders headers = {});
    /// Opens it and says who calls.
    bool dial(const std::map<std::string, std::string>& parameters = {});
    void send(std::string message);
    /// Speaks in real time from now on, after what it was to say before. Any rate.
    void speak(const AudioBlock& audio);
    /// The same at once: what it was to say before is forgotten.
    void interject(const AudioBlock& audio);
    /// Tells that the caller has hung up.
    void hang_up();
    /// Is gone without a word.
    void vanish();

    /// True as soon as `holds` does; false when `patience` passes first.
    bool until(const std::function<bool(const CallLog&)>& holds, Duration patience = 20s);
    bool ended() {
        return until([](const CallLog& log) { return log.end.has_value(); });
    }
    CallLog log() const;

private:
    class Stream;

    void speak(const AudioBlock& audio, bool at_once);

    net::Loop& loop_;
    std::uint16_t port_;
    std::string stream_sid_;
    std::shared_ptr<Stream> stream_;
};

}  // namespace salon::testing_real
