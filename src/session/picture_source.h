// A handler that only shows: pictures from a function, at a rate.
//
//   int brightness = 0;
//   salon::HandlerFactory dawn = salon::pictures([=](const Inputs&) mutable {
//       return std::optional(Picture::filled(640, 480, grey(brightness++)));
//   });
//
//   in   the page's inputs
//   out  frames of what the function returned, until it returns nothing: then the call ends
//
// Function and encoder run on the pool. A picture that takes longer than its share of a second
// delays those that follow; none is made up for. Where the caller's network is narrow, all are made
// and fewer are shown.
#pragma once

#include <functional>
#include <optional>

#include "session/picture_maker.h"

namespace salon {

/// The next picture; nothing: that was the last. Each call has a copy of the function of its own,
/// so what it counts begins anew with every caller.
///
/// Shape   at most 4096 a side; an empty one shows nothing new
/// Errors  throws UserError to end the call with that message, anything else with a general one
/// Thread  pool, one picture at a time; may block
using PictureFunction = std::function<std::optional<Picture>(const Inputs&)>;

class PictureSource : public PictureMaker {
public:
    /// `fps`, pictures a second, is at least 1.
    PictureSource(Call& call, PictureFunction function, int fps);

    Task<> start_up() override;

private:
    struct Made {
        bool last = false;  ///< There is no other.
        std::optional<EncodedPicture> frame{};
    };

    Made made(const Inputs& inputs, MediaTime time, const Order& order);

    PictureFunction function_;
    Duration interval_;
};

/// A factory of sources, for streams that their callers receive.
HandlerFactory pictures(PictureFunction function, int fps = 30);

}  // namespace salon
