// The names, by family. Each stands for the region of colours nearest to it, so a family needs
// enough of them to mark its borders: dark, light, dull and strong.
#include <algorithm>
#include <array>
#include <vector>

#include "vision/colour.h"

namespace salon::vision {

namespace {

using enum ColourFamily;

constexpr std::array names{
    ColourName{"red", Red, {240, 10, 15}},
    ColourName{"scarlet", Red, {225, 45, 30}},
    ColourName{"vermilion", Red, {227, 66, 52}},
    ColourName{"crimson", Red, {190, 20, 50}},
    ColourName{"ruby", Red, {155, 17, 50}},
    ColourName{"burgundy", Red, {110, 15, 40}},
    ColourName{"carmine", Red, {150, 0, 24}},
    ColourName{"brick red", Red, {165, 55, 45}},
    ColourName{"oxblood", Red, {75, 10, 15}},

    ColourName{"orange", Orange, {255, 135, 0}},
    ColourName{"tangerine", Orange, {245, 110, 40}},
    ColourName{"coral", Orange, {250, 125, 95}},
    ColourName{"apricot", Orange, {250, 185, 125}},
    ColourName{"peach", Orange, {252, 208, 175}},
    ColourName{"amber", Orange, {245, 175, 30}},
    ColourName{"terracotta", Orange, {205, 100, 65}},
    ColourName{"burnt orange", Orange, {200, 85, 10}},

    ColourName{"yellow", Yellow, {255, 240, 0}},
    ColourName{"lemon", Yellow, {250, 240, 110}},
    ColourName{"gold", Yellow, {225, 185, 50}},
    ColourName{"mustard", Yellow, {200, 165, 45}},
    ColourName{"straw", Yellow, {228, 215, 145}},
    ColourName{"butter", Yellow, {250, 240, 175}},

    ColourName{"green", Green, {20, 140, 45}},
    ColourName{"bright green", Green, {20, 240, 40}},
    ColourName{"grass green", Green, {85, 165, 40}},
    ColourName{"lime", Green, {165, 225, 45}},
    ColourName{"emerald", Green, {20, 165, 95}},
    ColourName{"jade", Green, {70, 160, 125}},
    ColourName{"forest green", Green, {30, 80, 35}},
    ColourName{"bottle green", Green, {15, 50, 38}},
    ColourName{"pine green", Green, {48, 78, 64}},
    ColourName{"viridian", Green, {55, 125, 105}},
    ColourName{"olive", Green, {110, 112, 40}},
    ColourName{"dark olive", Green, {62, 66, 32}},
    ColourName{"moss", Green, {125, 145, 75}},
    ColourName{"sage", Green, {160, 178, 145}},
    ColourName{"celadon", Green, {130, 160, 148}},
    ColourName{"mint", Green, {170, 230, 190}},

    ColourName{"blue", Blue, {15, 60, 225}},
    ColourName{"electric blue", Blue, {10, 10, 255}},
    ColourName{"ultramarine", Blue, {40, 35, 160}},
    ColourName{"royal blue", Blue, {8, 20, 115}},
    ColourName{"cornflower", Blue, {100, 120, 245}},
    ColourName{"periwinkle", Blue, {150, 155, 235}},
    ColourName{"cobalt", Blue, {15, 75, 165}},
    ColourName{"navy", Blue, {20, 30, 85}},
    ColourName{"midnight blue", Blue, {14, 20, 48}},
    ColourName{"Prussian blue", Blue, {12, 52, 85}},
    ColourName{"petrol", Blue, {30, 60, 74}},
    ColourName{"denim", Blue, {62, 92, 135}},
    ColourName{"steel blue", Blue, {92, 128, 165}},
    ColourName{"slate blue", Blue, {112, 120, 160}},
    ColourName{"cerulean", Blue, {35, 120, 185}},
    ColourName{"azure", Blue, {50, 145, 235}},
    ColourName{"sky blue", Blue, {135, 195, 238}},
    ColourName{"powder blue", Blue, {180, 205, 228}},
    ColourName{"turquoise", Blue, {60, 205, 200}},
    ColourName{"cyan", Blue, {20, 235, 245}},
    ColourName{"teal", Blue, {10, 118, 125}},

    ColourName{"purple", Purple, {128, 35, 150}},
    ColourName{"violet", Purple, {140, 70, 215}},
    ColourName{"electric violet", Purple, {150, 10, 255}},
    ColourName{"deep violet", Purple, {78, 5, 150}},
    ColourName{"indigo", Purple, {78, 24, 122}},
    ColourName{"amethyst", Purple, {150, 105, 190}},
    ColourName{"lavender", Purple, {192, 175, 228}},
    ColourName{"lilac", Purple, {200, 162, 206}},
    ColourName{"mauve", Purple, {160, 122, 155}},
    ColourName{"plum", Purple, {112, 50, 98}},
    ColourName{"aubergine", Purple, {58, 22, 55}},

    ColourName{"pink", Pink, {250, 165, 190}},
    ColourName{"hot pink", Pink, {250, 85, 160}},
    ColourName{"magenta", Pink, {240, 25, 210}},
    ColourName{"rose", Pink, {225, 80, 120}},
    ColourName{"raspberry", Pink, {205, 30, 100}},
    ColourName{"watermelon", Pink, {250, 98, 110}},
    ColourName{"salmon", Pink, {248, 150, 135}},
    ColourName{"dusty pink", Pink, {200, 145, 148}},
    ColourName{"blush", Pink, {242, 208, 206}},

    ColourName{"brown", Brown, {125, 75, 40}},
    ColourName{"chestnut", Brown, {125, 58, 40}},
    ColourName{"chocolate", Brown, {82, 48, 28}},
    ColourName{"mahogany", Brown, {88, 35, 25}},
    ColourName{"bistre", Brown, {58, 42, 26}},
    ColourName{"raw umber", Brown, {70, 60, 38}},
    ColourName{"umber", Brown, {98, 76, 48}},
    ColourName{"taupe", Brown, {132, 116, 100}},
    ColourName{"sienna", Brown, {160, 85, 48}},
    ColourName{"caramel", Brown, {185, 120, 65}},
    ColourName{"ochre", Brown, {190, 138, 58}},
    ColourName{"bronze", Brown, {140, 112, 58}},
    ColourName{"tan", Brown, {205, 168, 125}},
    ColourName{"khaki", Brown, {172, 156, 108}},
    ColourName{"sand", Brown, {215, 195, 155}},

    ColourName{"black", Black, {5, 5, 5}},
    ColourName{"soft black", Black, {30, 29, 28}},
    ColourName{"ebony", Black, {38, 28, 22}},

    ColourName{"white", White, {255, 255, 255}},
    ColourName{"pearl", White, {232, 230, 225}},
    ColourName{"ivory", White, {250, 246, 230}},
    ColourName{"cream", White, {240, 230, 205}},

    ColourName{"charcoal", Grey, {58, 59, 61}},
    ColourName{"graphite", Grey, {88, 89, 92}},
    ColourName{"grey", Grey, {128, 128, 128}},
    ColourName{"slate", Grey, {105, 113, 124}},
    ColourName{"stone", Grey, {160, 154, 145}},
    ColourName{"silver", Grey, {190, 192, 194}},
};

}  // namespace

const ColourName& name_of(const Lab& colour) {
    static const auto places = [] {
        std::vector<Lab> labs;
        for (const auto& name : names) labs.push_back(to_lab(name.rgb));
        return labs;
    }();
    const auto nearest = std::ranges::min_element(
        places, {}, [&](const Lab& place) { return delta_e(place, colour); });
    return names[static_cast<std::size_t>(nearest - places.begin())];
}

const ColourName& name_of(Rgb colour) { return name_of(to_lab(colour)); }

}  // namespace salon::vision
