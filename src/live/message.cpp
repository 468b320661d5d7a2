#include "live/message.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "live/message_reader.h"
#include "live/message_writer.h"

namespace salon::live {

namespace json = boost::json;

namespace {

MessageError not_readable() { return {.what = "Request contains an invalid argument."}; }

/// `message` from `text`; says whether it had a body.
template <class Message>
Result<bool, MessageError> read_envelope(std::string_view text, UnknownFields unknown,
                                         Message& message) {
    json::error_code broken;
    const auto value = json::parse(text, broken);
    if (broken || !value.is_object()) return fail(not_readable());
    std::optional<MessageError> trouble;
    MessageReader reader(value.get_object(), "", unknown, trouble);
    fields(reader, message);
    reader.refuse_the_rest();
    if (trouble) return fail(std::move(*trouble));
    return reader.has_body();
}

template <class Message>
std::string write_envelope(const Message& message) {
    MessageWriter writer;
    fields(writer, message);
    return json::serialize(writer.take());
}

}  // namespace

json::value MessageWriter::json(const JsonText& text) {
    boost::json::error_code broken;
    auto value = boost::json::parse(text.value(), broken);
    return broken ? boost::json::value() : value;
}

Result<ClientMessage, MessageError> parse_client_message(std::string_view text,
                                                         UnknownFields unknown) {
    ClientMessage message;
    const auto has_body = read_envelope(text, unknown, message);
    if (!has_body) return fail(has_body.error());
    if (!*has_body) return fail(not_readable());
    return message;
}

Result<ServerMessage, MessageError> parse_server_message(std::string_view text) {
    ServerMessage message;
    const auto has_body = read_envelope(text, UnknownFields::Ignore, message);
    if (!has_body) return fail(has_body.error());
    return message;
}

std::string write_message(const ClientMessage& message) { return write_envelope(message); }
std::string write_message(const ServerMessage& message) { return write_envelope(message); }

}  // namespace salon::live
