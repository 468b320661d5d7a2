// What the critic may say: a few lines for each thing that can be noticed. Pure text, no logic.
//
// A line has slots such as {colour}; the facts fill them, and a line whose slot has no fact is not
// said. {Colour} is the same word with a capital. A line is spoken aloud and must sound right: no
// digits, no abbreviations. No line names a colour of its own, only those that were seen.
#pragma once

#include <span>
#include <string_view>

namespace salon::critic {

enum class Topic {
    // How an answer begins.
    Greeting,
    FirstLook,
    NewPicture,
    AnotherLook,
    OnCamera,
    // What can be noticed.
    ColourLeads,
    ColourAccent,
    Colourless,
    OneTint,
    TwoColours,
    Face,
    Faces,
    Dark,
    Bright,
    EvenLight,
    Flat,
    Stark,
    Pale,
    Vivid,
    Cool,
    Warm,
    Symmetrical,
    Lopsided,
    Busy,
    Bare,
    WeightCentre,
    WeightAside,
    OnAThird,
    Tall,
    Wide,
    Square,
    CameraAside,
    // What could be better: a lead and what follows it.
    TipLead,
    TipFlat,
    TipDark,
    TipBright,
    TipBusy,
    TipBare,
    TipCentre,
    TipOneColour,
    TipColourless,
    TipFace,
    TipAny,
    // Nothing to see.
    NoPicture,
    StillNoPicture,
    // How an answer may end.
    Question,
};

/// Every line on `topic`; at least three.
///
/// Thread  any; does not block
std::span<const std::string_view> lines_on(Topic topic);

}  // namespace salon::critic
