// Where a page's own requests arrive: its description, its pictures, what the caller puts in, and
// the functions behind its buttons.
//
//   in   what a browser tab posts, under the secret it made for itself
//   out  the tab's values, for calls; what functions set, for the tab
//
// Lives on the front loop, where HTTP does. docs/notes/page.md is the protocol.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "net/http.h"
#include "net/pool.h"
#include "server/requests.h"
#include "server/shelf.h"
#include "server/visitors.h"
#include "ui/composition.h"

namespace salon::server {

inline constexpr std::size_t upload_size_max = 12 * 1024 * 1024;
inline constexpr int events_running_max = 64;  ///< Coroutines behind events; more are refused.
inline constexpr int rtc_questions_max = 64;   ///< Of pages, for their servers; more are refused.

class PageDesk {
public:
    /// Errors  throws what Composition and Shelf throw
    PageDesk(Blocks page, const ui::Limits& limits, net::Pool& pool);

    Task<net::HttpResponse> config(net::HttpRequest request);
    Task<net::HttpResponse> file(net::HttpRequest request);
    Task<net::HttpResponse> input(net::HttpRequest request);
    Task<net::HttpResponse> upload(net::HttpRequest request);
    Task<net::HttpResponse> event(net::HttpRequest request);
    Task<net::HttpResponse> turn(net::HttpRequest request);

    const ui::Composition& page() const { return page_; }
    /// The tab of this secret; an empty one is a tab that sets nothing.
    std::shared_ptr<Visitor> visitor(std::string_view session);
    /// What a stream hears of a tab at first.
    Inputs inputs_of(const ui::PlacedStream& stream, const Visitor& visitor) const;
    net::Pool& pool() { return pool_; }

private:
    /// Takes all of `said`, or none.
    std::optional<Refusal> take(Visitor& visitor, const SaidValues& said);
    InputValue value_of(int id, const Visitor& visitor) const;
    Task<ui::Values> run(const ui::EventFunction& function, ui::Values values);
    Task<net::HttpResponse> ice_servers(const RtcSource& source, Inputs inputs);
    Task<net::HttpResponse> outcome(const ui::PlacedEvent& event, std::shared_ptr<Visitor> visitor);

    net::Pool& pool_;
    ui::Composition page_;
    Shelf shelf_;
    Visitors visitors_;
    int events_running_ = 0;
    int rtc_questions_ = 0;
};

}  // namespace salon::server
