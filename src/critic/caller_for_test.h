// A caller of the offline critic in tests: our own live client, which asks aloud and notes what
// comes back.
#pragma once

#include <future>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "critic/critic_server.h"
#include "live/client.h"
#include "media/image_file.h"
#include "net/clock.h"
#include "net/spawn.h"

namespace salon::critic {

inline constexpr SampleRate microphone(16'000);

inline ByteBuffer picture_of(Rgb colour) { return encode_jpeg(Picture::filled(64, 64, colour)); }

// A spoken question, with the pause by which a listener knows that it is over.
inline std::vector<std::int16_t> question() {
    static const auto sound = [] {
        auto samples = speech::Voice().speak("What do you think of my painting?").samples;
        samples.insert(samples.begin(), frames_in(200ms, microphone), 0);
        samples.resize(samples.size() + frames_in(800ms, microphone));
        return samples;
    }();
    return sound;
}

// Says it ten times as fast as people speak: 40 ms of sound every 4 ms.
inline Task<> speak(live::LiveClient& client) {
    const auto sound = question();
    const auto step = frames_in(40ms, microphone);
    for (auto rest = std::span(sound); !rest.empty();) {
        const auto piece = rest.first(std::min(step, rest.size()));
        client.send_audio(piece);
        rest = rest.subspan(piece.size());
        co_await net::sleep_for(4ms);
    }
}

// What came back in one turn, or in the part of it that was waited for.
struct Answer {
    std::vector<std::int16_t> sound;
    std::string words;
    std::string heard;  // What the critic wrote down of the caller.
    // In order: a audio, I interrupted, G generation complete, T turn complete; R the conversation
    // was resumed, F it was but had been forgotten.
    std::string events;
    std::optional<live::LiveFailure> closed;
};

inline void note(Answer& answer, live::LiveEvent event) {
    if (auto* audio = std::get_if<live::LiveAudio>(&event)) {
        const auto& samples = audio->audio.samples;
        answer.sound.insert(answer.sound.end(), samples.begin(), samples.end());
        answer.events += 'a';
    } else if (const auto* piece = std::get_if<live::CaptionPiece>(&event)) {
        (piece->who == live::Speaker::Model ? answer.words : answer.heard) += piece->text;
    } else if (std::holds_alternative<live::LiveInterrupted>(event)) {
        answer.events += 'I';
    } else if (std::holds_alternative<live::GenerationComplete>(event)) {
        answer.events += 'G';
    } else if (std::holds_alternative<live::TurnComplete>(event)) {
        answer.events += 'T';
    } else if (const auto* resumed = std::get_if<live::LiveResumed>(&event)) {
        answer.events += resumed->remembered ? 'R' : 'F';
    } else if (auto* closed = std::get_if<live::LiveClosed>(&event)) {
        answer.closed = closed->failure;
    }
}

using Enough = bool (*)(const Answer&);
inline bool whole_turn(const Answer& answer) { return answer.events.ends_with('T'); }
inline bool a_piece_of_sound(const Answer& answer) { return !answer.sound.empty(); }
inline bool a_second_of_sound(const Answer& answer) { return answer.sound.size() >= 24'000; }
inline bool never_enough(const Answer&) { return false; }

// Listens until it has heard enough, or the connection ends.
inline Task<> hear(live::LiveClient& client, Answer& answer, Enough enough) {
    while (!enough(answer) && !answer.closed) {
        live::LiveEvent event = co_await client.next();
        note(answer, std::move(event));
    }
}

// One question, about a picture if there is one, and what is said to it.
inline Task<Answer> ask(live::LiveOptions options, ByteBuffer picture, Enough enough) {
    auto client = co_await live::LiveClient::connect(std::move(options));
    Answer answer;
    if (!client) {
        answer.closed = client.error();
        co_return answer;
    }
    if (!picture.empty()) client->send_image(std::move(picture), "This is the artwork.");
    co_await speak(*client);
    co_await hear(*client, answer, enough);
    co_await client->close();
    co_return answer;
}

class CriticCaller : public testing::Test {
protected:
    std::unique_ptr<CriticServer> make_server(CriticOptions options) {
        options.local = {.ip = *IpAddress::parse("127.0.0.1"), .port = 0};
        return std::make_unique<CriticServer>(loop, pool, Faculties::load(), std::move(options),
                                              Random(1));
    }

    void start(CriticOptions options = {}) {
        server = make_server(std::move(options));
        server->listen();
    }

    live::LiveOptions call_options() const {
        live::LiveOptions options;
        options.redial.tries_max = 0;  // What fails here shall be seen.
        options.endpoint = server->endpoint();
        options.key = "TESTKEY";
        return options;
    }

    // Runs a client's coroutine and waits for what it gives.
    template <class T>
    T on_client(Task<T> task) {
        std::promise<T> promise;
        auto future = promise.get_future();
        net::spawn(client_loop.executor(), "test", deliver(std::move(task), promise));
        return future.get();
    }

    template <class T>
    static Task<> deliver(Task<T> task, std::promise<T>& promise) {
        try {
            promise.set_value(co_await std::move(task));
        } catch (...) {
            promise.set_exception(std::current_exception());
        }
    }

    net::Pool pool;
    net::Loop loop;
    std::unique_ptr<CriticServer> server;
    net::Loop client_loop;
};

}  // namespace salon::critic
