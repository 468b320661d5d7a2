// The 80 kinds of things of COCO 2017, which most detectors know, in their order.
#pragma once

#include <string>
#include <vector>

namespace salon::detect {

const std::vector<std::string>& coco_labels();

}  // namespace salon::detect
