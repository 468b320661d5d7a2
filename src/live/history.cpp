#include "live/history.h"

#include <algorithm>
#include <utility>

namespace salon::live {

namespace {

std::size_t letters_in(const Content& turn) {
    std::size_t letters = 0;
    for (const auto& part : turn.parts) letters += part.text.size();
    return letters;
}

bool has_picture(const Content& turn) {
    return std::ranges::any_of(turn.parts,
                               [](const Part& part) { return part.inline_data.has_value(); });
}

}  // namespace

Content History::picture_turn(ByteBuffer jpeg, std::string caption) {
    Content turn{.parts = {}, .role = "user"};
    turn.parts.emplace_back().inline_data =
        Blob{.mime_type = "image/jpeg", .data = std::move(jpeg)};
    turn.parts.emplace_back().text = std::move(caption);
    return turn;
}

Content History::text_turn(std::string_view role, std::string text) {
    Content turn{.parts = {}, .role = std::string(role)};
    turn.parts.emplace_back().text = std::move(text);
    return turn;
}

void History::add(Content turn) {
    if (has_picture(turn)) {
        const auto old = std::ranges::find_if(turns_, has_picture);
        if (old != turns_.end()) {
            if (static_cast<std::size_t>(old - turns_.begin()) < known_) --known_;
            turns_.erase(old);
        }
    }
    turns_.push_back(std::move(turn));
    forget_old();
}

void History::turn_ended() {
    if (answer_.empty()) return;  // Nobody answered: the question stays open.
    if (!question_.empty()) add(text_turn("user", std::exchange(question_, {})));
    add(text_turn("model", std::exchange(answer_, {})));
}

void History::forget_old() {
    std::size_t letters = 0;
    for (const auto& turn : turns_) letters += letters_in(turn);
    while (turns_.size() > turns_max || (letters > letters_max && turns_.size() > 1)) {
        // The artwork is what the talk is about: it outlives the words about it.
        auto oldest = turns_.begin();
        if (has_picture(*oldest) && turns_.size() > 1) ++oldest;
        letters -= letters_in(*oldest);
        if (static_cast<std::size_t>(oldest - turns_.begin()) < known_) --known_;
        turns_.erase(oldest);
    }
}

std::vector<Content> History::unknown() const {
    return {turns_.begin() + static_cast<std::ptrdiff_t>(known_), turns_.end()};
}

}  // namespace salon::live
