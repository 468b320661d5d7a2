#include "calls/talking_model.h"

#include "live/message.h"
#include "media/resampler.h"
#include "net/clock.h"
#include "speech/voice.h"

namespace salon::bench {

namespace {

constexpr Duration piece_length = 200ms;
constexpr std::size_t pieces_max = 20;      // 4 s
constexpr Duration piece_interval = 150ms;  // Faster than it is played, as models do.
constexpr Duration pause_length = 5s;
constexpr SampleRate model_rate{24'000};

net::HttpServerOptions door() {
    net::HttpServerOptions options;
    options.local = {*IpAddress::parse("127.0.0.1"), 0};
    return options;
}

std::string message_of(std::span<const std::int16_t> samples) {
    live::Blob blob{.mime_type = "audio/pcm;rate=24000", .data = {}};
    for (const auto sample : samples) {
        blob.data.push_back(static_cast<std::uint8_t>(sample & 0xff));
        blob.data.push_back(static_cast<std::uint8_t>(sample >> 8 & 0xff));
    }
    live::Content content{.parts = {}, .role = "model"};
    content.parts.emplace_back().inline_data = std::move(blob);
    return live::write_message(
        live::ServerMessage{.body = live::ServerContent{.model_turn = std::move(content)}});
}

std::vector<std::string> speech() {
    const auto said = speech::Voice().speak(
        "What a calm picture. The light comes from the left, and nobody seems to be in a hurry.");
    const auto samples = resampled(said.view(), model_rate).samples;
    const auto piece = frames_in(piece_length, model_rate);
    std::vector<std::string> messages;
    for (std::size_t at = 0; messages.size() < pieces_max; at += piece) {
        if (at + piece > samples.size()) at = 0;
        messages.push_back(message_of(std::span(samples).subspan(at, piece)));
    }
    return messages;
}

}  // namespace

TalkingModel::TalkingModel() : speech_(speech()), server_(loop_, door()) {
    server_.websocket_prefix(
        "/", [this](net::WebSocket& socket, net::HttpRequest) { return talk(socket); });
    server_.listen();
}

std::string TalkingModel::endpoint() const { return "ws://" + server_.local().text(); }

/// What a client sends, thirty pieces of sound a second or more, is also the clock.
net::Task<> TalkingModel::talk(net::WebSocket& socket) const {
    const live::ServerMessage ready{.body = live::SetupComplete{}};
    auto next = live::write_message(ready);
    auto due = Moment::min();
    for (std::size_t said = 0;;) {
        auto received = co_await socket.read();
        if (!received) co_return;
        const auto now = net::steady_now();
        if (now < due) continue;
        co_await socket.send_text(std::move(next));
        next = speech_[said];
        said = (said + 1) % speech_.size();
        due = now + (said == 1 ? pause_length : piece_interval);
    }
}

}  // namespace salon::bench
