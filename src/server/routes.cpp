#include "server/routes.h"

#include <charconv>
#include <cmath>
#include <utility>

#include "server/json_fields.h"
#include "server/requests.h"
#include "session/handler.h"

namespace salon {

namespace {

[[noreturn]] void expected(std::string_view field, std::string_view kind) {
    throw UserError("The field \"" + std::string(field) + "\" must be " + std::string(kind) + ".");
}

std::optional<double> number_in(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

/// A text may have lines; each is a `data` line of its own.
std::string event_text(std::string_view text) {
    std::string event = "event: output\n";
    for (;;) {
        const auto end = text.find('\n');
        event.append("data: ").append(text.substr(0, end)).append("\n");
        if (end == std::string_view::npos) return event + "\n";
        text.remove_prefix(end + 1);
    }
}

Task<> write_events(net::HttpBodyWriter& writer, OutputStream outputs,
                    std::function<std::string(const Outputs&)> said) {
    while (const auto changed = co_await outputs->next()) {
        const auto text = said(*changed);
        if (text.empty()) continue;
        auto event = event_text(text);
        const bool there = co_await writer.write(std::move(event));
        if (!there) co_return;
    }
}

}  // namespace

JsonBody::JsonBody(const HttpRequest& request) {
    auto parsed = server::parse_object(request.body);
    if (!parsed) throw UserError("The body must be a JSON object.");
    fields_ = std::move(*parsed);
}

std::string JsonBody::text(std::string_view field) const {
    const auto* value = server::text_of(fields_, field);
    if (!value) expected(field, "a text");
    return {value->data(), value->size()};
}

double JsonBody::number(std::string_view field) const {
    const auto* value = fields_.if_contains({field.data(), field.size()});
    if (value && value->is_number()) return value->to_number<double>();
    const auto* text = value ? value->if_string() : nullptr;
    const auto number = text ? number_in({text->data(), text->size()}) : std::nullopt;
    if (!number) expected(field, "a number");
    return *number;
}

HttpResponse event_stream(OutputStream outputs, std::function<std::string(const Outputs&)> said) {
    HttpResponse response;
    response.headers.set("Content-Type", "text/event-stream");
    response.headers.set("Cache-Control", "no-store");
    response.headers.set("X-Accel-Buffering", "no");  // Said to nginx: pass each on at once.
    response.stream = [outputs = std::move(outputs),
                       said = std::move(said)](net::HttpBodyWriter& writer) {
        return write_events(writer, outputs, said);
    };
    return response;
}

HttpResponse html_response(std::string html) {
    auto response = net::text_response(200, std::move(html));
    response.headers.set("Content-Type", "text/html; charset=utf-8");
    response.headers.set("Cache-Control", "no-cache");
    return response;
}

namespace server {

Task<HttpResponse> answer(const RouteFunction& route, HttpRequest request, Callers callers) {
    try {
        auto response = co_await route(std::move(request), callers);
        co_return response;
    } catch (const UserError& error) {
        co_return net::json_response(400, detail_json(error.what()));
    }
}

}  // namespace server

}  // namespace salon
