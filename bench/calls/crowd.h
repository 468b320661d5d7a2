// Many callers at once, who talk and show their cameras; what they cost the server, and whether it
// still keeps up with them.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "calls/child.h"
#include "net/loop.h"
#include "real/caller.h"

namespace salon::bench {

enum class Shape {
    Echo,    ///< All that is said and shown comes back.
    Critic,  ///< The camera comes back; sound comes when the model speaks.
};

/// What some seconds of a crowd were like.
struct Load {
    int callers = 0;
    double server_share = 0;   ///< Of a core; the pool's work included.
    double callers_share = 0;  ///< The same for the callers themselves, who run on another.
    double sound_back = 1;     ///< Packets that came, of those that were due; echo only.
    double pictures_back = 0;
    Duration gap_p99{};  ///< Between packets of sound.
    int lost = 0;        ///< Callers who did not stay.

    /// In real time: nothing to speak of is lost or late.
    bool kept_up() const;
};

/// A second of noise that moves: about 1 Mbit, what a browser sends of a camera.
const testing_real::Film& camera();

class Crowd {
public:
    Crowd(const Child& server, Shape shape);
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;
    ~Crowd();

    /// Lets callers join until there are `count`. Those who cannot are noted as lost.
    void grow_to(int count);
    int size() const { return static_cast<int>(callers_.size()); }
    /// Lets some seconds pass, and tells about them.
    Load measure(Duration length) const;
    /// Everyone leaves; returns when the server has no call any more.
    void leave();

private:
    void join();

    const Child& server_;
    Shape shape_;
    net::Loop loop_;
    std::vector<std::unique_ptr<testing_real::Caller>> callers_;
    int number_ = 0;
};

}  // namespace salon::bench
