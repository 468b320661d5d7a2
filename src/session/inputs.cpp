#include "session/inputs.h"

#include <algorithm>
#include <stdexcept>

namespace salon {

void Inputs::set(int id, std::string_view label, InputValue value) {
    values_.insert_or_assign(id, Named{.label = std::string(label), .value = std::move(value)});
    ++version_;
}

bool Inputs::set(int id, InputValue value) {
    const auto found = values_.find(id);
    if (found == values_.end()) return false;
    found->second.value = std::move(value);
    ++version_;
    return true;
}

const InputValue& Inputs::at(int id) const {
    const auto found = values_.find(id);
    if (found == values_.end()) {
        throw std::out_of_range(
            "the call does not hear that component: name it among the stream's inputs");
    }
    return found->second.value;
}

const InputValue& Inputs::at(std::string_view label) const {
    const auto found = std::ranges::find(
        values_, label, [](const auto& entry) -> std::string_view { return entry.second.label; });
    if (found == values_.end()) {
        throw std::out_of_range("the page has no input named \"" + std::string(label) + "\"");
    }
    return found->second.value;
}

const std::string& Inputs::text(std::string_view label) const {
    static const std::string none;
    const auto* text = std::get_if<std::string>(&at(label));
    return text ? *text : none;
}

PictureRef Inputs::picture(std::string_view label) const {
    const auto* picture = std::get_if<PictureRef>(&at(label));
    return picture ? *picture : nullptr;
}

double Inputs::number(std::string_view label) const {
    const auto* number = std::get_if<double>(&at(label));
    return number ? *number : 0;
}

bool Inputs::flag(std::string_view label) const {
    const auto* flag = std::get_if<bool>(&at(label));
    return flag && *flag;
}

}  // namespace salon
