// What HTTP carries, as values.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/address.h"
#include "net/task.h"
#include "net/url.h"

namespace salon::net {

/// Header fields in their order; names compare without case.
class HttpHeaders {
public:
    HttpHeaders() = default;
    HttpHeaders(std::initializer_list<std::pair<std::string, std::string>> fields)
        : fields_(fields) {}

    /// The first value of `name`; empty when there is none.
    std::string_view get(std::string_view name) const;
    bool has(std::string_view name) const;
    /// Replaces every field of that name.
    void set(std::string_view name, std::string value);
    void add(std::string name, std::string value) {
        fields_.emplace_back(std::move(name), std::move(value));
    }
    const auto& all() const { return fields_; }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

struct HttpRequest {
    std::string method = "GET";
    std::string target = "/";  ///< As it was sent. May hold a key: never log it.
    std::string path;          ///< Decoded, see Target.
    std::string rest;          ///< What follows a prefix route's prefix.
    Query query;               ///< Decoded.
    HttpHeaders headers;
    std::string body;
    TransportAddress from;
    bool secure = false;  ///< It came through TLS.

    /// The first value of `name` in the query; empty when there is none.
    std::string_view query_value(std::string_view name) const;
};

/// Writes a body piece by piece, for as long as the client listens (server-sent events).
class HttpBodyWriter {
public:
    virtual ~HttpBodyWriter() = default;
    /// Waits until the network has taken `piece`; false when the client is gone.
    virtual Task<bool> write(std::string piece) = 0;
};

struct HttpResponse {
    int status = 200;
    HttpHeaders headers;
    std::string body;
    /// When set, it makes the body (chunked) and `body` is not used. The coroutine is a plain
    /// function or owns what it needs; the writer lives until it returns. It is cancelled when the
    /// client goes away or the server stops.
    std::function<Task<>(HttpBodyWriter&)> stream;
};

HttpResponse text_response(int status, std::string text);
HttpResponse json_response(int status, std::string json);
/// {"detail":"<message>"}
HttpResponse error_response(int status, std::string_view message);
/// "Not Found" for 404.
std::string_view reason_phrase(int status);

}  // namespace salon::net
