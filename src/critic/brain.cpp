#include "critic/brain.h"

#include "base/check.h"

namespace salon::critic {

std::vector<std::string> Brain::answer(const Sight& sight) {
    ++answers_;
    const auto subject = sight.artwork  ? Subject::Artwork
                         : sight.camera ? Subject::Camera
                                        : Subject::Nothing;
    if (subject == Subject::Nothing) return without_picture();

    const Seen& seen = subject == Subject::Artwork ? *sight.artwork : *sight.camera;
    const Words words = words_on(seen.findings, seen.width);
    std::vector<std::string> sentences;
    if (is_new(subject, seen)) {
        sentences.push_back(say(opening(subject), words));
        looks_ = 0;
        covered_.clear();
        first_look(seen, words, sentences);
    } else {
        another_look(seen, words, sight, sentences);
    }
    ++looks_;
    subject_ = subject;
    last_ = seen;
    return sentences;
}

std::vector<std::string> Brain::without_picture() {
    subject_ = Subject::Nothing;
    if (answers_ > 1) return {say(Topic::StillNoPicture, {})};
    return {say(Topic::Greeting, {}), say(Topic::NoPicture, {})};
}

bool Brain::is_new(Subject subject, const Seen& seen) const {
    if (!last_ || subject != subject_) return true;
    if (subject == Subject::Artwork) return seen.picture != last_->picture;
    return !alike(seen.findings, last_->findings);
}

Topic Brain::opening(Subject subject) const {
    if (last_ && subject == subject_) return Topic::NewPicture;
    return subject == Subject::Artwork ? Topic::FirstLook : Topic::OnCamera;
}

void Brain::first_look(const Seen& seen, const Words& words, std::vector<std::string>& sentences) {
    sentences.push_back(say(main_remark(seen.findings), words));
    sentences.push_back(next_remark(seen, words));
    sentences.push_back(tip(seen, words));
}

void Brain::another_look(const Seen& seen, const Words& words, const Sight& sight,
                         std::vector<std::string>& sentences) {
    sentences.push_back(say(Topic::AnotherLook, words));
    sentences.push_back(next_remark(seen, words));
    if (sight.artwork && sight.camera && looks_ % 3 == 1) {
        const Words aside{
            {"camera", words_on(sight.camera->findings, sight.camera->width).at("colour")}};
        sentences.push_back(say(Topic::CameraAside, aside));
    } else if (looks_ % 3 == 2) {
        sentences.push_back(say(Topic::Question, words));
    } else {
        sentences.push_back(tip(seen, words));
    }
}

std::string Brain::next_remark(const Seen& seen, const Words& words) {
    const auto remarks = remarks_on(seen.findings);
    // First what was not spoken of yet, the most striking first; then again, in other words.
    for (const auto& remark : remarks) {
        if (covered_.contains(remark.topic)) continue;
        if (auto line = fresh(remark.topic, words)) {
            covered_.insert(remark.topic);
            return *line;
        }
    }
    covered_.clear();
    for (const auto& remark : remarks) {
        if (auto line = fresh(remark.topic, words)) {
            covered_.insert(remark.topic);
            return *line;
        }
    }
    return say(main_remark(seen.findings), words);
}

std::string Brain::tip(const Seen& seen, const Words& words) {
    const auto lead = say(Topic::TipLead, {});
    for (const auto topic : tips_on(seen.findings)) {
        if (auto line = fresh(topic, words)) return lead + *line;
    }
    return lead + say(Topic::TipAny, words);
}

std::optional<std::string> Brain::fresh(Topic topic, const Words& words) {
    std::vector<std::pair<std::string_view, std::string>> choices;
    for (const auto line : lines_on(topic)) {
        if (used_.contains(line)) continue;
        if (auto text = filled(line, words)) choices.emplace_back(line, std::move(*text));
    }
    if (choices.empty()) return std::nullopt;
    auto& [line, text] = choices[random_.below(choices.size())];
    used_.insert(line);
    return text;
}

std::string Brain::say(Topic topic, const Words& words) {
    if (auto line = fresh(topic, words)) return *line;
    for (const auto line : lines_on(topic)) used_.erase(line);
    const auto again = fresh(topic, words);
    check(again.has_value());  // A topic that must be said has a line without rare words.
    return *again;
}

}  // namespace salon::critic
