#include "live/inbox.h"

#include <charconv>
#include <utility>

#include "base/overload.h"

namespace salon::live {

namespace {

constexpr SampleRate default_rate{24'000};

// An odd byte at the end is half a sample: nobody can hear it.
std::vector<std::int16_t> samples_in(Bytes bytes) {
    std::vector<std::int16_t> samples;
    samples.reserve(bytes.size() / 2);
    for (std::size_t at = 0; at + 2 <= bytes.size(); at += 2) {
        samples.push_back(static_cast<std::int16_t>(bytes[at] | bytes[at + 1] << 8));
    }
    return samples;
}

}  // namespace

SampleRate spoken_rate(std::string_view mime_type) {
    constexpr std::string_view name = "rate=";
    const auto at = mime_type.find(name);
    if (at == mime_type.npos) return default_rate;
    const auto digits = mime_type.substr(at + name.size());
    int rate = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), rate);
    const bool sensible = parsed.ec == std::errc() && rate >= 8'000 && rate <= 96'000;
    return sensible ? SampleRate(rate) : default_rate;
}

std::vector<LiveEvent> Inbox::take(const ServerMessage& message) {
    std::vector<LiveEvent> events;
    std::visit(overload{
                   [&](const ServerContent& content) { take_content(content, events); },
                   [&](const GoAway& leave) { events.push_back(LiveGoAway{leave.time_left}); },
                   [&](const SessionResumptionUpdate& update) {
                       if (update.resumable && !update.new_handle.empty())
                           handle_ = update.new_handle;
                   },
                   [](const auto&) {},  // Tools and voice signals were not asked for.
               },
               message.body);
    return events;
}

void Inbox::take_content(const ServerContent& content, std::vector<LiveEvent>& events) {
    if (content.interrupted) {
        cut_ = speaking_;  // One that comes late must not silence the next turn.
        events.push_back(LiveInterrupted());
    }
    if (content.model_turn) take_turn(*content.model_turn, events);
    if (content.input_transcription && !content.input_transcription->text.empty()) {
        events.push_back(CaptionPiece{Speaker::User, content.input_transcription->text});
    }
    if (content.output_transcription && !content.output_transcription->text.empty() && !cut_) {
        speaking_ = true;
        events.push_back(CaptionPiece{Speaker::Model, content.output_transcription->text});
    }
    if (content.generation_complete) events.push_back(GenerationComplete());
    if (content.turn_complete) {
        speaking_ = cut_ = false;
        events.push_back(TurnComplete{content.interaction_status == "IN_PROGRESS"});
    }
}

void Inbox::take_turn(const Content& turn, std::vector<LiveEvent>& events) {
    for (const auto& part : turn.parts) {
        if (part.thought || !part.inline_data || cut_) continue;
        const auto& blob = *part.inline_data;
        if (!blob.mime_type.starts_with("audio/") || blob.data.size() < 2) continue;
        speaking_ = true;
        events.push_back(LiveAudio{{.samples = samples_in(blob.data),
                                    .rate = spoken_rate(blob.mime_type),
                                    .channels = 1}});
    }
}

}  // namespace salon::live
