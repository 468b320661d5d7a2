// The values of a page's components that are neither text, number nor picture, and how each kind
// of value becomes an InputValue and back.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "session/inputs.h"

namespace salon {

/// What a Label shows: the best name, and how sure each is.
struct Confidence {
    std::string label;
    double confidence = 0;

    friend bool operator==(const Confidence&, const Confidence&) = default;
};

struct Classification {
    Classification() = default;
    Classification(std::string best) : label(std::move(best)) {}
    Classification(const char* best) : label(best) {}
    Classification(std::string best, std::vector<Confidence> all)
        : label(std::move(best)), confidences(std::move(all)) {}

    std::string label;
    std::vector<Confidence> confidences;

    friend bool operator==(const Classification&, const Classification&) = default;
};

/// What a Chatbot shows. The content is Markdown; the page makes it harmless.
struct ChatMessage {
    enum class Role { User, Assistant };

    Role role = Role::User;
    std::string content;

    friend bool operator==(const ChatMessage&, const ChatMessage&) = default;
};
using ChatLog = std::vector<ChatMessage>;

namespace ui {

/// Reading gives the empty value of its kind for one of another kind.
void read(const InputValue& value, std::string& text);
void read(const InputValue& value, double& number);
void read(const InputValue& value, PictureRef& picture);
void read(const InputValue& value, boost::json::value& json);
void read(const InputValue& value, Classification& classification);
void read(const InputValue& value, ChatLog& chat);

InputValue write(std::string text);
InputValue write(double number);
InputValue write(PictureRef picture);
InputValue write(boost::json::value json);
InputValue write(const Classification& classification);
InputValue write(const ChatLog& chat);

}  // namespace ui

}  // namespace salon
