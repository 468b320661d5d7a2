// Every browser tab the server remembers, by the secret it made for itself.
//
// Bounded: at most `visitors_max` and those in a call; the one unused for longest is forgotten
// first, and each an hour after its last request, but nobody in a call. A tab that was forgotten
// tells its inputs again. Lives on the front loop.
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"
#include "server/visitor.h"

namespace salon::server {

class Visitors {
public:
    struct Policy {
        std::size_t visitors_max = 1024;
        Duration patience = 1h;
    };

    Visitors() : Visitors(Policy{}) {}
    explicit Visitors(Policy policy) : policy_(policy) {}

    /// The tab of this secret, new or known.
    std::shared_ptr<Visitor> of(std::string_view session, Moment now);
    /// A picture of any tab: its name is a secret of that tab.
    FileBytes file(std::string_view name) const;

    std::size_t size() const { return entries_.size(); }

private:
    struct Entry {
        std::string session;
        std::shared_ptr<Visitor> visitor;
        Moment last;
    };
    void forget(std::list<Entry>::iterator entry);
    void forget_stale(Moment now);
    void make_room();

    Policy policy_;
    std::list<Entry> entries_;  // The one unused for longest first.
    std::map<std::string, std::list<Entry>::iterator, std::less<>> by_session_;
};

}  // namespace salon::server
