#include "live/failure.h"

#include <algorithm>
#include <array>

namespace salon::live {

namespace {

struct Meaning {
    std::uint16_t code = 0;
    std::string_view said;  ///< Part of the reason: older servers put a trace id before it.
    bool retryable = false;
    std::string_view hint;
};

constexpr std::string_view our_message_was_wrong =
    "The live model did not understand Salon. Please report this, with the server's log.";

// As seen in practice; the first that fits counts. What is general stands last.
constexpr auto meanings = std::to_array<Meaning>({
    {1007, "API key not valid", false,
     "The Gemini API key is not valid. Check it, or create one at aistudio.google.com/apikey."},
    {1007, "API Key not found", false,
     "The Gemini API key is not known. Check it, or create one at aistudio.google.com/apikey."},
    {1007, "API key expired", false,
     "The Gemini API key has expired. Create a new one at aistudio.google.com/apikey."},
    {1007, "Unknown name", false,
     "The live model does not know one of the settings in this API version. Try v1alpha, or leave "
     "the setting out."},
    {1007, "media_chunks is deprecated", false, our_message_was_wrong},
    {1007, "Cannot extract voices", false,
     "A voice was chosen for a model that only writes. Choose a model that speaks."},
    {1007, "the system instruction has", false,
     "The instruction is too long for the live model. Make it shorter."},
    {1007, "", false,
     "The live model did not accept a setting. Check the names of the model and of the voice."},
    {1008, "is not found for API version", false,
     "The live model is unknown or retired. Choose another model, for example gemini-3.8-live."},
    {1008, "unregistered callers", false,
     "The live model wants a key. Enter a Gemini API key; one is free at "
     "aistudio.google.com/apikey."},
    {1008, "reported as leaked", false,
     "The Gemini API key was blocked because it leaked. Create a new one at "
     "aistudio.google.com/apikey."},
    {1008, "invalid authentication credentials", false,
     "This is no Gemini API key. Enter one from aistudio.google.com/apikey."},
    {1008, "Operation is not implemented", true,
     "The live model refused for the moment. Press Start again; if it stays so, choose another "
     "model."},
    {1008, "GoAway", true, "The conversation reached its longest time. Press Start to go on."},
    {1008, "session not found", true,
     "The earlier conversation is gone. Press Start for a new one."},
    {1008, "session expired", true, "The earlier conversation is gone. Press Start for a new one."},
    {1008, "", false,
     "The live model refused the conversation. Check the key and the model's name."},
    {1009, "", false, "A picture or message was too large for the live model. Try a smaller one."},
    {1011, "exceeded your current quota", false,
     "The quota of this Gemini API key is used up. Wait a while, or check plan and billing at "
     "aistudio.google.com."},
    {1011, "spending cap", false,
     "The Gemini project has reached its monthly spending cap. Raise it at aistudio.google.com."},
    {1011, "Deadline expired", true,
     "The conversation reached its longest time. Press Start to go on."},
    {1011, "", true, "The live model has trouble at the moment. Press Start again in a minute."},
    {1000, "", true, "The live model ended the conversation. Press Start to go on."},
    {1001, "", true, "The live model's server restarts. Press Start again in a minute."},
    {1005, "", true, "The live model ended the conversation. Press Start to go on."},
    {1006, "", true,
     "The connection to the live model broke. Check the network and press Start again."},
    {1012, "", true, "The live model's server restarts. Press Start again in a minute."},
    {1013, "", true, "The live model is busy. Press Start again in a minute."},
});

constexpr Meaning unknown_close{
    0, "", true, "The live model ended the conversation unexpectedly. Press Start to try again."};

const Meaning& meaning_of(const net::WsClosed& closed) {
    const auto fits = [&](const Meaning& meaning) {
        return meaning.code == closed.code && closed.reason.find(meaning.said) != std::string::npos;
    };
    const auto found = std::ranges::find_if(meanings, fits);
    return found == meanings.end() ? unknown_close : *found;
}

Meaning meaning_of_status(int status) {
    if (status == 401 || status == 403) {
        return {0, "", false,
                "The Gemini API key was refused. Check it, or create one at "
                "aistudio.google.com/apikey."};
    }
    if (status == 404) {
        return {0, "", false,
                "There is no live model at this address. Check the endpoint and the API version."};
    }
    if (status == 429) {
        return {0, "", false,
                "The quota of this Gemini API key is used up. Wait a while, or check plan and "
                "billing at aistudio.google.com."};
    }
    if (status >= 500) {
        return {0, "", true,
                "The live model has trouble at the moment. Press Start again in a minute."};
    }
    return {0, "", false, "The live model's server refused the connection. Check the endpoint."};
}

Meaning meaning_of(const net::ConnectError& error) {
    using Kind = net::ConnectError::Kind;
    switch (error.kind) {
        case Kind::BadUrl:
            return {0, "", false,
                    "The live model's address is not valid. It is wss://host, or ws:// to this "
                    "machine only."};
        case Kind::NotFound:
            return {0, "", true,
                    "The live model's server was not found. Check the network and the endpoint's "
                    "name."};
        case Kind::Unreachable:
            return {0, "", true,
                    "The live model's server cannot be reached. Check the network, or whether it "
                    "runs."};
        case Kind::Tls:
            return {0, "", false,
                    "The live model's server could not prove who it is. Check the endpoint and "
                    "this machine's date and certificates."};
        case Kind::Timeout:
            return {0, "", true,
                    "The live model's server did not answer in time. Check the network and press "
                    "Start again."};
        case Kind::Refused:
            return meaning_of_status(error.http_status);
    }
    return unknown_close;
}

}  // namespace

LiveFailure explain_close(LiveFailure::Phase phase, const net::WsClosed& closed) {
    const auto& meaning = meaning_of(closed);
    return {.phase = phase,
            .close_code = closed.code,
            .reason = closed.reason,
            .http_status = 0,
            .retryable = meaning.retryable,
            .hint = std::string(meaning.hint)};
}

bool refuses_handle(const LiveFailure& failure) {
    const auto said = [&](std::string_view words) {
        return failure.reason.find(words) != std::string::npos;
    };
    if (failure.close_code == 1008) return said("session not found") || said("session expired");
    return failure.close_code == 1007 && said("invalid argument");
}

LiveFailure explain_connect(const net::ConnectError& error) {
    const auto meaning = meaning_of(error);
    return {.phase = LiveFailure::Phase::Connect,
            .close_code = 0,
            .reason = error.what,
            .http_status = error.http_status,
            .retryable = meaning.retryable,
            .hint = std::string(meaning.hint)};
}

LiveFailure explain_silence() {
    return {.phase = LiveFailure::Phase::Setup,
            .close_code = 0,
            .reason = "no setupComplete",
            .http_status = 0,
            .retryable = true,
            .hint = "The live model did not answer in time. Press Start again in a minute."};
}

LiveFailure explain_stall() {
    return {.phase = LiveFailure::Phase::Talk,
            .close_code = 0,
            .reason = "the answer did not go on",
            .http_status = 0,
            .retryable = true,
            .hint = "The live model stopped in the middle of an answer. Press Start again."};
}

LiveFailure explain_goodbye() {
    return {.phase = LiveFailure::Phase::Talk,
            .close_code = net::close_code::normal,
            .reason = {},
            .http_status = 0,
            .retryable = false,
            .hint = "The conversation was ended."};
}

LiveFailure explain_bad_key() {
    return {.phase = LiveFailure::Phase::Connect,
            .close_code = 0,
            .reason = "the key holds characters that no key has",
            .http_status = 0,
            .retryable = false,
            .hint = "The Gemini API key has spaces or strange characters in it. Copy it again."};
}

std::string_view to_string(LiveFailure::Phase phase) {
    switch (phase) {
        case LiveFailure::Phase::Connect:
            return "connect";
        case LiveFailure::Phase::Setup:
            return "setup";
        case LiveFailure::Phase::Talk:
            return "talk";
    }
    return "unknown";
}

}  // namespace salon::live
