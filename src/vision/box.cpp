#include "vision/box.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <functional>

namespace salon::vision {

namespace {

struct Group {
    Box sum;  // Each member added up.
    int members = 0;
    int support = 0;

    void add(const Find& find) {
        const auto& box = find.box;
        sum.x += box.x;
        sum.y += box.y;
        sum.width += box.width;
        sum.height += box.height;
        ++members;
        support += find.support;
    }
    Box mean() const {
        return {.x = sum.x / members,
                .y = sum.y / members,
                .width = sum.width / members,
                .height = sum.height / members};
    }
};

/// Every edge within a fifth of the side, as OpenCV has it too.
bool alike(const Box& one, const Box& other) {
    const int reach = (std::min(one.width, other.width) + std::min(one.height, other.height)) / 10;
    return std::abs(one.x - other.x) <= reach && std::abs(one.y - other.y) <= reach &&
           std::abs(one.right() - other.right()) <= reach &&
           std::abs(one.bottom() - other.bottom()) <= reach;
}

/// For each find the index of the first of its class: alike boxes, and what is alike to those.
std::vector<std::size_t> classes(const std::vector<Find>& finds) {
    std::vector<std::size_t> first(finds.size());
    for (std::size_t i = 0; i < finds.size(); ++i) {
        first[i] = i;
        for (std::size_t j = 0; j < i; ++j) {
            if (first[j] == first[i] || !alike(finds[i].box, finds[j].box)) continue;
            const auto [kept, gone] = std::minmax(first[i], first[j]);
            std::replace(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                         std::size_t{gone}, std::size_t{kept});
        }
    }
    return first;
}

bool inside(const Group& one, const Group& other) {
    const auto inner = one.mean();
    const auto outer = other.mean();
    const int slack = outer.width / 5;
    return other.support > one.support && inner.x >= outer.x - slack &&
           inner.y >= outer.y - slack && inner.right() <= outer.right() + slack &&
           inner.bottom() <= outer.bottom() + slack;
}

}  // namespace

std::vector<Box> grouped(const std::vector<Find>& finds, int support_min) {
    std::vector<Group> groups(finds.size());
    const auto first = classes(finds);
    for (std::size_t i = 0; i < finds.size(); ++i) groups[first[i]].add(finds[i]);
    std::erase_if(groups, [&](const Group& group) {
        return group.members == 0 || group.support < support_min;
    });

    std::vector<Box> result;
    for (const auto& group : groups) {
        const auto holds = [&](const Group& other) { return inside(group, other); };
        if (std::ranges::none_of(groups, holds)) result.push_back(group.mean());
    }
    std::ranges::sort(result, std::greater(), &Box::width);
    return result;
}

}  // namespace salon::vision
