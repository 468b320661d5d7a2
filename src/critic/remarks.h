// What is worth saying about a picture, judged from what was measured in it.
//
//   in   findings
//   out  topics, each with how striking it is; and the words that fill its lines
#pragma once

#include <vector>

#include "critic/lines.h"
#include "critic/words.h"
#include "vision/look_at.h"

namespace salon::critic {

struct Remark {
    Topic topic = Topic::EvenLight;
    double strength = 0;  ///< 0 hardly worth a word, 1 the first thing anybody would notice.
};

/// The one thing that is said about every picture first: its colour, or that it has none.
///
/// Thread  this and all below: any; does not block
Topic main_remark(const vision::Findings& findings);

/// Everything else that can be said, most striking first.
std::vector<Remark> remarks_on(const vision::Findings& findings);

/// The advice that fits, most fitting first; never empty.
std::vector<Topic> tips_on(const vision::Findings& findings);

/// The words for the slots of all of these lines. `width` is the picture's, in pixels.
Words words_on(const vision::Findings& findings, int width);

/// What people would call the picture: "red one", "black and white one".
std::string handle_of(const vision::Findings& findings);

/// Whether two findings are likely of the same view: a camera never sends the same picture twice.
bool alike(const vision::Findings& one, const vision::Findings& other);

}  // namespace salon::critic
