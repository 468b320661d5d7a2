// An application's own routes, beside those of its stream: pages that are not composed here, hooks
// through which they set inputs, and outputs as server-sent events.
//
//   stream.route("POST", "/input_hook", [volume](HttpRequest request, Callers callers)
//                    -> Task<HttpResponse> {
//       const JsonBody body(request);
//       callers.set(body.text("webrtc_id"), volume, body.number("volume"));
//       co_return net::json_response(200, R"({"status":"ok"})");
//   });
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "net/http.h"
#include "server/callers.h"

namespace salon {

using net::HttpRequest;
using net::HttpResponse;

/// Errors  throws UserError, whose words the page is told with status 400; anything else is logged
///         and told as a fault of ours, 500
/// Thread  the server's front loop: what takes longer goes to a pool. What a lambda captures lives
///         as long as the server.
using RouteFunction = std::function<Task<HttpResponse>(HttpRequest request, Callers callers)>;

/// One of an application's own.
struct OwnRoute {
    std::string method;
    std::string path;
    RouteFunction answer;
};

/// The JSON object that a page posts, field by field.
class JsonBody {
public:
    /// Errors  UserError when the body is no JSON object; so say the fields below when they are
    ///         missing, or of another kind
    explicit JsonBody(const HttpRequest& request);

    std::string text(std::string_view field) const;
    /// A number, or a text that is one: sliders of HTML say theirs in quotes.
    double number(std::string_view field) const;

    const boost::json::object& fields() const { return fields_; }

private:
    boost::json::object fields_;
};

/// Server-sent events named "output", one for each change: the text that `said` makes of it, one
/// line of it a `data` line. An empty text is none. They end with the call.
HttpResponse event_stream(OutputStream outputs, std::function<std::string(const Outputs&)> said);

HttpResponse html_response(std::string html);

namespace server {

/// Answers by `route`; what it refuses in words becomes an answer too.
Task<HttpResponse> answer(const RouteFunction& route, HttpRequest request, Callers callers);

}  // namespace server

}  // namespace salon
