#include "media/box.h"

#include <algorithm>

namespace salon {

float overlap(const Box& one, const Box& other) {
    const float width = std::min(one.right(), other.right()) - std::max(one.x, other.x);
    const float height = std::min(one.bottom(), other.bottom()) - std::max(one.y, other.y);
    if (width <= 0 || height <= 0) return 0;
    const float both = width * height;
    return both / (one.area() + other.area() - both);
}

}  // namespace salon
