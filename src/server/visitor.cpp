#include "server/visitor.h"

#include <algorithm>
#include <utility>

namespace salon::server {

std::optional<InputValue> Visitor::value(int id) const {
    const std::scoped_lock lock(mutex_);
    const auto found = values_.find(id);
    if (found == values_.end()) return std::nullopt;
    return found->second;
}

void Visitor::set(int id, InputValue value) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(calls_, [](const auto& call) { return call.expired(); });
    for (const auto& weak : calls_) {
        if (const auto call = weak.lock()) call->set_input(id, value);
    }
    values_.insert_or_assign(id, std::move(value));
}

void Visitor::attach(const std::shared_ptr<session::Session>& call) {
    const std::scoped_lock lock(mutex_);
    calls_.push_back(call);
}

bool Visitor::in_call() const {
    const std::scoped_lock lock(mutex_);
    return std::ranges::any_of(calls_, [](const auto& call) { return !call.expired(); });
}

void Visitor::keep_file(std::string name, std::string bytes) {
    const std::scoped_lock lock(mutex_);
    files_.push_back(
        {.name = std::move(name), .bytes = std::make_shared<const std::string>(std::move(bytes))});
    if (files_.size() > files_max) files_.pop_front();
}

FileBytes Visitor::file(std::string_view name) const {
    const std::scoped_lock lock(mutex_);
    const auto found = std::ranges::find(files_, name, &File::name);
    return found == files_.end() ? nullptr : found->bytes;
}

}  // namespace salon::server
