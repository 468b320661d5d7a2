// The art critic's whole house: the application's handler, on a server of its own, and the model it
// talks to. Each caller may choose another model or another place for it, by inputs of this page.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "art_critic.h"
#include "critic/critic_server.h"
#include "edge/books.h"
#include "edge/house.h"

namespace salon::testing_real {

inline constexpr int artwork_input = 3;
inline constexpr int key_input = 4;
inline constexpr int model_input = 5;
inline constexpr int endpoint_input = 6;

inline std::string or_else(const std::string& text, std::string otherwise) {
    return text.empty() ? std::move(otherwise) : text;
}

class BookedCritic : public ArtCritic {
public:
    BookedCritic(Call& call, std::string endpoint, CriticInputs inputs, Books* books)
        : ArtCritic(call, settings(call, std::move(endpoint)), std::move(inputs)), books_(*books) {
        ++books_.made;
    }
    ~BookedCritic() override { ++books_.destroyed; }
    Task<> shutdown() override {
        ++books_.shutdowns;
        co_await ArtCritic::shutdown();
    }

private:
    static CriticSettings settings(const Call& call, std::string endpoint) {
        const auto& inputs = call.inputs();
        return {.model = or_else(inputs.text("Model"), "gemini-3.8-live"),
                .voice = "Puck",
                .api_version = "v1beta",
                .instruction = "Be kind.",
                .endpoint = or_else(inputs.text("Endpoint"), std::move(endpoint))};
    }

    Books& books_;
};

inline Stream critics(Books& books, std::string endpoint, int callers) {
    const Image artwork({.label = "Artwork"});
    const Textbox key({.label = "Gemini API Key"});
    const CriticInputs inputs{artwork, key};
    return Stream({.handler = make<BookedCritic>(std::move(endpoint), inputs, &books),
                   .additional_inputs = {artwork, key, Textbox({.label = "Model"}),
                                         Textbox({.label = "Endpoint"})},
                   .concurrency_limit = callers});
}

/// The offline critic, on a loop and a pool of its own.
class Model {
public:
    explicit Model(std::vector<std::string> keys = {})
        : server_(loop_, pool_, critic::Faculties::load(), options(std::move(keys)), Random(1)) {
        server_.listen();
    }
    std::string endpoint() const { return server_.endpoint(); }
    std::size_t sessions() const { return server_.sessions(); }
    void stop() { server_.stop(); }

private:
    static critic::CriticOptions options(std::vector<std::string> keys) {
        return {.local = {*IpAddress::parse("127.0.0.1"), 0}, .keys = std::move(keys)};
    }

    net::Pool pool_;
    net::Loop loop_;
    critic::CriticServer server_;
};

/// A question asked aloud, and the pause after it in which an answer is due.
inline const Tape& question() {
    static const Tape tape = record(speech::Voice().speak("Hello! What do you think of it?"));
    return tape;
}

}  // namespace salon::testing_real
