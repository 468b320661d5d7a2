#include "server/callers.h"

#include <algorithm>
#include <stdexcept>

#include "server/reception.h"

namespace salon {

namespace {

constexpr const char* no_such_call = "No call has this webrtc_id: it may have ended.";

const server::Reception::Running& found(const server::Reception& reception, std::string_view id) {
    const auto* running = reception.find(id);
    if (!running) throw UserError(no_such_call);
    return *running;
}

}  // namespace

void Callers::set_input(std::string_view webrtc_id, int component, InputValue value) const {
    const auto& running = found(*reception_, webrtc_id);
    if (std::ranges::count(running.stream->inputs, component) == 0) {
        throw std::out_of_range(
            "a route sets a component that its stream does not hear: name it among the inputs");
    }
    running.visitor->set(component, std::move(value));
}

void Callers::type(std::string_view webrtc_id, std::string text) const {
    found(*reception_, webrtc_id).session->type(std::move(text));
}

OutputStream Callers::outputs(std::string_view webrtc_id) const {
    auto listener = found(*reception_, webrtc_id).outlet->listen(reception_->front());
    if (!listener) throw UserError("Too many listen to this call. Close another page of it.");
    return listener;
}

void Callers::end(std::string_view webrtc_id, std::string reason) const {
    if (const auto* running = reception_->find(webrtc_id)) {
        running->session->end(std::move(reason));
    }
}

}  // namespace salon
