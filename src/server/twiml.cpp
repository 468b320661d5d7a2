#include "server/twiml.h"

namespace salon::server {

namespace {

std::string in_xml(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            default:
                escaped += c;
        }
    }
    return escaped;
}

std::string say(std::string_view sentence) { return "<Say>" + in_xml(sentence) + "</Say>"; }

std::string response(std::string_view verbs) {
    return R"(<?xml version="1.0" encoding="UTF-8"?><Response>)" + std::string(verbs) +
           "</Response>";
}

}  // namespace

std::string connecting_twiml(std::string_view place) {
    const auto url = in_xml("wss://" + std::string(place) + "/telephone/handler");
    return response(say("Connecting to the AI assistant.") + "<Connect><Stream url=\"" + url +
                    "\"/></Connect>" + say("The call has been disconnected."));
}

std::string declining_twiml(std::string_view sentence) {
    return response(say(sentence) + "<Hangup/>");
}

}  // namespace salon::server
