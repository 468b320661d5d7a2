#include "vision/cascade.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace salon::vision {

namespace {

constexpr auto spaces = " \t\r\n";

/// Gives a file's elements one by one: each opening or closing tag with the text that follows it.
/// That is all of XML such files use, but for comments.
class Elements {
public:
    struct Element {
        std::string_view tag;  ///< "rects", "/rects".
        std::string_view text;
    };

    explicit Elements(std::string_view xml) : left_(xml) {}

    std::optional<Element> next() {
        const auto open = left_.find('<');
        if (open == left_.npos) return std::nullopt;
        left_.remove_prefix(open + 1);
        const std::string_view end = left_.starts_with("!--") ? "-->" : ">";
        const auto close = left_.find(end);
        if (close == left_.npos) return std::nullopt;
        const auto tag = left_.substr(0, std::min(left_.find_first_of(spaces), close));
        left_.remove_prefix(close + end.size());
        return Element{.tag = tag, .text = left_.substr(0, left_.find('<'))};
    }

private:
    std::string_view left_;
};

std::vector<float> numbers(std::string_view text) {
    std::vector<float> values;
    for (;;) {
        text.remove_prefix(std::min(text.find_first_not_of(spaces), text.size()));
        float value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc()) return values;
        values.push_back(value);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    }
}

/// A count or place; -1, which nothing accepts, when `value` is none.
int whole(float value) { return value >= 0 && value < 1e6F ? static_cast<int>(value) : -1; }

bool fits(const WeightedRect& rect, const Cascade& cascade) {
    return rect.x >= 0 && rect.y >= 0 && rect.width >= 0 && rect.height >= 0 &&
           rect.x + rect.width <= cascade.width && rect.y + rect.height <= cascade.height;
}

/// Everything a finder will rely on without asking again.
bool sound(const Cascade& cascade) {
    const auto known = [&](const Stump& stump) {
        return stump.feature >= 0 &&
               static_cast<std::size_t>(stump.feature) < cascade.features.size();
    };
    const auto good_stage = [&](const CascadeStage& stage) {
        return !stage.stumps.empty() && std::ranges::all_of(stage.stumps, known);
    };
    const auto inside = [&](const HaarFeature& feature) {
        return std::ranges::all_of(feature.rects,
                                   [&](const auto& rect) { return fits(rect, cascade); });
    };
    constexpr int side_max = 100;
    return cascade.width > 2 && cascade.width <= side_max && cascade.height > 2 &&
           cascade.height <= side_max && !cascade.stages.empty() &&
           std::ranges::all_of(cascade.stages, good_stage) &&
           std::ranges::all_of(cascade.features, inside);
}

/// Collects a cascade from its elements, which come in the order that OpenCV writes.
class Builder {
public:
    /// Takes one element. An error ends the reading.
    std::optional<CascadeError> take(const Elements::Element& element) {
        const auto& [tag, text] = element;
        const auto values = numbers(text);
        if (tag == "featureType" && text.find("HAAR") == text.npos) return unsupported;
        if (tag == "tilted" && values != std::vector{0.0F}) return unsupported;
        if (tag == "width" && values.size() == 1) cascade_.width = whole(values[0]);
        if (tag == "height" && values.size() == 1) cascade_.height = whole(values[0]);
        if (tag == "stageThreshold") return add_stage(values);
        if (tag == "internalNodes") return add_stump(values);
        if (tag == "leafValues") return add_leaves(values);
        if (tag == "rects") begin_feature();
        if (tag == "_" && values.size() == 5) return add_rect(values);
        return std::nullopt;
    }

    Result<Cascade, CascadeError> finish() {
        if (!sound(cascade_)) return fail(CascadeError::Malformed);
        return std::move(cascade_);
    }

private:
    static constexpr auto unsupported = CascadeError::Unsupported;
    static constexpr auto malformed = CascadeError::Malformed;

    std::optional<CascadeError> add_stage(const std::vector<float>& values) {
        if (values.size() != 1) return malformed;
        cascade_.stages.push_back({.threshold = values[0], .stumps = {}});
        return std::nullopt;
    }

    // Left and right of a node (0 and -1 are its leaves), feature, threshold.
    std::optional<CascadeError> add_stump(const std::vector<float>& values) {
        if (cascade_.stages.empty() || values.size() < 4) return malformed;
        if (values.size() > 4 || values[0] != 0 || values[1] != -1) return unsupported;
        cascade_.stages.back().stumps.push_back(
            {.feature = whole(values[2]), .threshold = values[3]});
        return std::nullopt;
    }

    std::optional<CascadeError> add_leaves(const std::vector<float>& values) {
        if (cascade_.stages.empty() || cascade_.stages.back().stumps.empty() ||
            values.size() != 2) {
            return malformed;
        }
        auto& stump = cascade_.stages.back().stumps.back();
        stump.below = values[0];
        stump.above = values[1];
        return std::nullopt;
    }

    void begin_feature() {
        cascade_.features.emplace_back();
        rects_ = 0;
    }

    std::optional<CascadeError> add_rect(const std::vector<float>& values) {
        if (cascade_.features.empty() || rects_ == 3) return malformed;
        cascade_.features.back().rects[rects_++] = {.x = whole(values[0]),
                                                    .y = whole(values[1]),
                                                    .width = whole(values[2]),
                                                    .height = whole(values[3]),
                                                    .weight = values[4]};
        return std::nullopt;
    }

    Cascade cascade_;
    std::size_t rects_ = 0;  // of the feature being read
};

}  // namespace

std::string_view to_string(CascadeError error) {
    switch (error) {
        case CascadeError::NoFile:
            return "the file of the face cascade is missing";
        case CascadeError::Malformed:
            return "this is not a cascade file";
        case CascadeError::Unsupported:
            return "this cascade needs trees, tilted or LBP features";
    }
    return "unknown";
}

Result<Cascade, CascadeError> parse_cascade(std::string_view xml) {
    Elements elements(xml);
    Builder builder;
    while (const auto element = elements.next()) {
        if (const auto error = builder.take(*element)) return fail(*error);
    }
    return builder.finish();
}

}  // namespace salon::vision
