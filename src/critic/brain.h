// Thinks of what to say: facts in, a few sentences out.
//
//   in   what is seen now: the artwork, the camera, both or neither
//   out  two to four sentences that follow from what was measured
//
// It remembers its conversation: it never uses a line twice while it has another, looks at other
// facts when asked again, and notices when the picture is a different one. Same seed, same wit.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "critic/lines.h"
#include "critic/remarks.h"
#include "vision/look_at.h"

namespace salon::critic {

/// A picture that was looked at.
struct Seen {
    vision::Findings findings;
    int width = 0;              ///< In pixels.
    std::uint64_t picture = 0;  ///< The same number is the same picture.
};

struct Sight {
    std::optional<Seen> artwork;  ///< The subject, when there is one.
    std::optional<Seen> camera;   ///< The subject otherwise, and good for an aside.
};

class Brain {
public:
    explicit Brain(Random random) : random_(random) {}

    /// What to say now, sentence by sentence; never empty.
    ///
    /// Thread  one at a time; does not block
    std::vector<std::string> answer(const Sight& sight);

private:
    enum class Subject { Nothing, Artwork, Camera };

    std::vector<std::string> without_picture();
    bool is_new(Subject subject, const Seen& seen) const;
    Topic opening(Subject subject) const;
    void first_look(const Seen& seen, const Words& words, std::vector<std::string>& sentences);
    void another_look(const Seen& seen, const Words& words, const Sight& sight,
                      std::vector<std::string>& sentences);
    std::string next_remark(const Seen& seen, const Words& words);
    std::string tip(const Seen& seen, const Words& words);
    /// A line on `topic` that was not used yet; nothing when none is left.
    std::optional<std::string> fresh(Topic topic, const Words& words);
    /// As `fresh`, but rather says one again than nothing.
    std::string say(Topic topic, const Words& words);

    Random random_;
    std::set<std::string_view> used_;  // Lines said; at most all there are.
    std::set<Topic> covered_;          // What was said about the picture at hand.
    Subject subject_ = Subject::Nothing;
    std::optional<Seen> last_;
    int looks_ = 0;    // At the picture at hand.
    int answers_ = 0;  // In this conversation.
};

}  // namespace salon::critic
