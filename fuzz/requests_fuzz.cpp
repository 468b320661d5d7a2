// What a page posts: read or refused in words, and never more than the limits. A component takes
// what it said or nothing.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <boost/json.hpp>

#include "base/check.h"
#include "server/requests.h"
#include "ui/accept.h"

namespace {

using namespace salon;

ui::Node slider() {
    ui::Node node;
    node.kind = ui::Kind::Slider;
    node.props = {{"minimum", 0}, {"maximum", 1}};
    return node;
}

void check_values(const server::SaidValues& said) {
    static const auto number = slider();
    static const ui::Node text = [] {
        ui::Node node;
        node.kind = ui::Kind::Textbox;
        return node;
    }();
    for (const auto& [id, value] : said) {
        if (const auto taken = ui::accept(number, value)) {
            const double share = std::get<double>(*taken);
            check(share >= 0 && share <= 1);
        }
        if (const auto taken = ui::accept(text, value)) {
            check(std::get<std::string>(*taken).size() <= ui::text_size_max);
        }
    }
}

void check_refusal(const server::Refusal& refusal) {
    check(refusal.status == 422 && !refusal.what.empty());
    check(boost::json::parse(server::refusal_json(refusal)).is_object());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const auto offer = server::parse_offer(body);
    if (!offer) check_refusal(offer.error());
    if (const auto inputs = server::parse_inputs(body)) {
        check(server::is_session(inputs->session));
        check_values(inputs->values);
    } else {
        check_refusal(inputs.error());
    }
    if (const auto event = server::parse_event(body)) check(event->event >= 0);
    if (const auto turn = server::parse_turn(body)) check(turn->component >= 0);
    if (const auto typed = server::parse_text(body)) check(!typed->text.empty());
    if (const auto close = server::parse_close(body)) check(server::is_id(close->id));
    return 0;
}
