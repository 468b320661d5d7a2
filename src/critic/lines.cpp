#include "critic/lines.h"

#include <array>

namespace salon::critic {
namespace {

using Line = std::string_view;

constexpr std::array greeting = std::to_array<Line>({
    "Hello! I am your art critic, and I am in a good mood, so use it.",
    "Hi there! The critic is in, and the critic has had coffee.",
    "Good to hear you! I was just dusting my opinions.",
    "Hello, hello! Somebody to talk to, and perhaps even a picture.",
});

constexpr std::array first_look = std::to_array<Line>({
    "Ah, let me see.",
    "Ooh, art. My favourite.",
    "Right, glasses on.",
    "Now this I like: something to look at.",
    "Stand back, a professional is looking.",
    "Let me step closer.",
});

constexpr std::array new_picture = std::to_array<Line>({
    "Oh, a new picture!",
    "Wait, that is a different picture!",
    "I blink once and you change the picture.",
    "Look at that, another picture! You spoil me.",
    "Well, this picture is new here.",
    "Ah, the next picture. Keep them coming.",
});

constexpr std::array another_look = std::to_array<Line>({
    "Back to the {handle}, then.",
    "I was still thinking about the {handle}.",
    "More about the {handle}? With pleasure.",
    "The {handle} again; I hoped you would ask.",
    "Let me walk around the {handle} once more.",
    "Yes, the {handle}. I have thoughts.",
    "Another minute with the {handle}, then.",
    "Where were we? Ah yes, the {handle}.",
    "The {handle} has more to say, and so do I.",
    "Good question. The {handle} deserves an answer.",
    "I could talk about the {handle} all day.",
    "Fine, one more round with the {handle}.",
    "You and the {handle}, it is getting serious.",
    "Let me squint at the {handle}.",
    "The {handle}, part two, or is it three?",
    "I asked the {handle}, and this is what it told me.",
    "Hm. The {handle} grows on me.",
    "Since you ask, the {handle} has a secret or two.",
    "Nobody leaves before we finish with the {handle}.",
    "Let us be honest about the {handle}.",
    "A second opinion on the {handle}? Mine, again.",
    "The {handle} and I have grown close.",
});

constexpr std::array on_camera = std::to_array<Line>({
    "No artwork yet, so I will review your camera.",
    "I only have your camera to look at, and I will make the most of it.",
    "Live from your camera, then: a performance piece.",
    "Let us call what your camera shows an installation.",
});

constexpr std::array colour_leads = std::to_array<Line>({
    "Well, hello {colour}! {Share} of this picture is {colour}, and it does not apologise.",
    "This is {colour} country: {share} of it, and the finest part is {shade}.",
    "You clearly met {colour} at a party and gave it {share} of the canvas.",
    "So much {colour}! {Share} of the surface; somewhere a paint shop is celebrating.",
    "{Share} of it is {colour}, with {shade} doing the heavy lifting.",
    "I find {colour} wherever I look, and {shade} is the loudest voice in the choir.",
    "{Colour}, {colour} and, just to be safe, more {colour}: {share} of everything.",
    "If {colour} were rationed, you would be in prison: {share} of this is {colour}.",
    "Somebody has a favourite colour. {Share} of the picture is {colour}, and I say let it.",
    "The {colour} takes {share} of the room and still asks whether the seat next to it is free.",
});

constexpr std::array colour_accent = std::to_array<Line>({
    "It is mostly {ground}, but {colour} has all the good lines.",
    "A {ground} stage, and then {colour} walks in as if it owned the place.",
    "The {ground} keeps quiet so that {colour} can sing. Very polite of it.",
    "Mostly {ground}, with {colour} for company; {shade}, if we are being fancy.",
    "{Colour} on {ground}: like a good hat on a plain coat.",
    "All that {ground} is only the waiting room; {colour} is the appointment.",
});

constexpr std::array colourless = std::to_array<Line>({
    "No colour at all! Black and white, like a film star who gives no interviews.",
    "Black and white, with no colour anywhere. Either you are very serious, or the paint ran out.",
    "Not a drop of colour: black and white and everything in between. Elegant, and cheap to print.",
    "There is no colour here, only black and white, and I do not miss it yet.",
    "Black and white, no colour to hide behind. That takes nerve, so well done.",
    "I looked for colour and found none: pure black and white, the tuxedo of pictures.",
});

constexpr std::array one_tint = std::to_array<Line>({
    "One tint, no other colour: somebody left this picture in the tea, and it suits it.",
    "No colour but a single tint, like a memory with good taste.",
    "A picture with no colour to speak of, only one warm or cool breath over everything.",
});

constexpr std::array two_colours = std::to_array<Line>({
    "{Shade} next to {second}: old friends, or the start of a beautiful quarrel?",
    "{Shade} leads, {second} follows, and nobody steps on anybody's toes.",
    "How nicely {second} keeps {shade} from talking all evening.",
    "{Shade} and {second} share the bill here, and both think they are the star.",
    "Look at {second} beside {shade}: that is where the picture hums.",
    "Put {shade} and {second} in one room and you never need music.",
});

constexpr std::array face = std::to_array<Line>({
    "There is a face, {place}, and it looks as if it knows my jokes already.",
    "That face {place} is watching me. I feel I ought to sit up straight.",
    "A portrait! The face sits {place}, and everything else is furniture.",
    "The face {place} gets my eye first, as faces always do; we are simple creatures.",
    "I see a face {place}, calm as a cat that has just been fed.",
    "The face carries it all: {place}, and not a hair too shy.",
    "Who is that? The face {place} has the air of somebody with a secret.",
});

constexpr std::array faces = std::to_array<Line>({
    "I count {count} faces, and each one hopes to be the main character.",
    "There are {count} faces in it; a picture with its own audience.",
    "With {count} faces in there, I hope somebody brought snacks.",
});

constexpr std::array dark = std::to_array<Line>({
    "The light is {light}; I nearly walked into the frame.",
    "It keeps its lights low, {light} really, like a bar where nobody checks the bill.",
    "So much shadow! It is {light}, and I love a picture that whispers.",
    "It is {light} in here. Mystery, or did the electricity go?",
    "Most of it sits in shadow, which is how you make people lean in.",
});

constexpr std::array bright = std::to_array<Line>({
    "The light is {light}; I should have brought sunglasses.",
    "It is {light}, as if somebody forgot the word curtain.",
    "All that light! It is {light}, cheerful as a kitchen on a Sunday.",
    "There is hardly a shadow in it: {light}, and proud of it.",
    "It beams at me. {Light} from edge to edge, and now I am smiling too.",
});

constexpr std::array even_light = std::to_array<Line>({
    "The light is nicely in the middle: neither a cave nor a beach.",
    "It is {light}, sensible and kind to everyone in it.",
    "The light behaves itself, which is more than I can say for most light.",
});

constexpr std::array flat = std::to_array<Line>({
    "The contrast is {contrast}, like a conversation where everybody agrees.",
    "Light and dark barely know each other: the contrast is {contrast}.",
    "Everything has nearly the same tone, so my eye goes for a stroll and never sits down.",
    "It is soft, {contrast} even, as if seen through a very polite fog.",
});

constexpr std::array stark = std::to_array<Line>({
    "The contrast is {contrast}: light and dark are not on speaking terms, and I love the drama.",
    "Such contrast! {Contrast}, like a door slamming in an opera.",
    "The lights shout, the darks shout back, and somehow it is music.",
    "It hits you from across the room; the contrast is {contrast} and means it.",
});

constexpr std::array pale = std::to_array<Line>({
    "The colours speak softly, {saturation} even, like guests after midnight.",
    "Nothing here is loud: the colours are {saturation} and well brought up.",
    "The colours are {saturation}; I had to lean in, and then I rather liked it.",
});

constexpr std::array vivid = std::to_array<Line>({
    "The colours are {saturation}; they could stop traffic.",
    "You did not dilute anything, did you? The colours are {saturation}.",
    "These colours are {saturation}, straight from the tube and straight to the point.",
    "It is {saturation}, and my retina sends its regards.",
});

constexpr std::array cool = std::to_array<Line>({
    "The mood is {warmth}; I keep wanting to offer it a scarf.",
    "It feels {warmth}, like a glass of water at a party.",
    "There is a chill in it, {warmth} and clear, like the first morning with frost.",
    "It keeps its distance, this {warmth} thing, and that makes it interesting.",
});

constexpr std::array warm = std::to_array<Line>({
    "The mood is {warmth}; I could toast bread on it.",
    "It feels {warmth}, the kind of picture that would offer you soup.",
    "Such warmth! It is {warmth}, like a room that was waiting for you.",
    "I feel a glow: it is {warmth}, and it would cheer up any hallway.",
});

constexpr std::array symmetrical = std::to_array<Line>({
    "It is {symmetry}; fold it in half and nobody would get hurt.",
    "One side echoes the other, {symmetry}, like twins who still dress alike.",
    "It is {symmetry}: order, calm, and a little smugness.",
    "The balance is lovely: {symmetry}, as if drawn by a very patient mirror.",
});

constexpr std::array lopsided = std::to_array<Line>({
    "The two sides do not match, {symmetry} and happy about it.",
    "Symmetry was not invited: it is {symmetry}, and livelier for that.",
    "It leans to one side like somebody listening at a door.",
});

constexpr std::array busy = std::to_array<Line>({
    "It is {busyness}: there is so much going on that I want a map and a sandwich.",
    "Every corner has news. {Busyness}, like a market five minutes before closing.",
    "My eye has not sat down once; it is {busyness} in here.",
    "So much detail! It is {busyness}, and no brush was given a day off.",
});

constexpr std::array bare = std::to_array<Line>({
    "It is {busyness}, which takes courage: nothing to hide behind, not even a pot plant.",
    "So little on it, and so much room to think. {Busyness}, in the best sense.",
    "It is quiet, {busyness} in fact, like a gallery on Monday morning.",
    "You left things out, and that is the hardest thing to put in.",
});

constexpr std::array weight_centre = std::to_array<Line>({
    "The weight sits in the middle, like somebody who arrived first at the table.",
    "Everything gathers in the centre: direct, honest, and hard to miss.",
    "You put it right in the middle, and it stands there as if posing for a coin.",
});

constexpr std::array weight_aside = std::to_array<Line>({
    "The eye goes to the {side} and stays there; a picture that knows how to point.",
    "All the weight is on the {side}, and the rest holds its breath.",
    "It pulls me to the {side}, gently, like a friend with gossip.",
    "The action is on the {side}; the other side is thinking about what it has done.",
});

constexpr std::array on_a_third = std::to_array<Line>({
    "The eye lands in the {corner}, right on a crossing of the thirds. Did you measure, or is it "
    "talent?",
    "You placed the accent on a third, in the {corner}; the textbook nods, and so do I.",
    "By the rule of thirds the important bit belongs in the {corner}, and there it is, showing "
    "off.",
});

constexpr std::array tall = std::to_array<Line>({
    "An upright format: it makes everybody stand a little straighter.",
    "It is taller than wide, so my eye climbs it like a ladder.",
    "The tall format suits it; this picture has posture.",
});

constexpr std::array wide = std::to_array<Line>({
    "The wide format lets the eye go for a walk from left to right.",
    "It is wider than tall, with room to stretch its legs.",
    "A landscape format, generous as a sofa.",
});

constexpr std::array square = std::to_array<Line>({
    "A square! No favourite direction, so it has to win by charm.",
    "The square format keeps everything calm and at arm's length.",
    "Square, like a good biscuit.",
});

constexpr std::array camera_aside = std::to_array<Line>({
    "Meanwhile your camera shows me a good deal of {camera}; an installation in its own right.",
    "And I peeked at your camera: {camera} all around. You live in a palette.",
    "Next to it, your camera adds some {camera}, free of charge.",
    "And the {camera} in your camera picture keeps it good company.",
});

constexpr std::array tip_lead = std::to_array<Line>({
    "My tip: ",
    "A small thing: ",
    "If I may: ",
    "Homework: ",
    "Try this: ",
    "One idea: ",
    "Between us: ",
    "Free advice: ",
});

constexpr std::array tip_flat = std::to_array<Line>({
    "make one dark darker and one light lighter, and the whole thing wakes up.",
    "pick the spot that matters and give it the strongest contrast you have.",
    "squint at it; if it melts into one tone, add a real dark.",
});

constexpr std::array tip_dark = std::to_array<Line>({
    "one small highlight would make all that darkness glow.",
    "let a single light in from one side, and keep the rest as it is.",
    "lift the mid tones a little, so that the shadows have somebody to talk to.",
});

constexpr std::array tip_bright = std::to_array<Line>({
    "one honest shadow would make the light look even lighter.",
    "take the brightest area down a touch, and the eye gets a place to rest.",
    "add one deep accent, no bigger than a coin.",
});

constexpr std::array tip_busy = std::to_array<Line>({
    "calm down one corner, so that the rest has a place to shine.",
    "blur what matters least; the eye will thank you.",
    "choose one hero and let the others be extras.",
});

constexpr std::array tip_bare = std::to_array<Line>({
    "one small unexpected thing off to the side would tell a story.",
    "let a bit of texture in, just enough to invite a fingertip.",
    "give the empty part a soft gradient, and it becomes air.",
});

constexpr std::array tip_centre = std::to_array<Line>({
    "move the main thing a third to one side, and the picture starts to breathe.",
    "leave more room on the side it looks to.",
    "crop it a little tighter on one side; the middle is comfortable, but a third is alive.",
});

constexpr std::array tip_one_colour = std::to_array<Line>({
    "a fingertip of the opposite on the colour wheel would make the {colour} sing.",
    "vary the {colour}: one cooler corner, one warmer one, and it gets depth.",
    "let the {colour} fade somewhere, so that we notice how strong it is elsewhere.",
});

constexpr std::array tip_colourless = std::to_array<Line>({
    "without colour the texture must do the talking, so let it be rough somewhere.",
    "give me one pure black and one clean white, and treat everything else as a secret.",
    "let the edges be soft in the shadows and crisp in the light.",
});

constexpr std::array tip_face = std::to_array<Line>({
    "put your lightest light next to the eyes, and nobody will look away.",
    "keep the eyes crisp and let the rest go soft; we forgive everything but dull eyes.",
    "leave a little more air in front of the face, so that it has something to look at.",
});

constexpr std::array tip_any = std::to_array<Line>({
    "turn it upside down for a minute; whatever still bothers you is what to fix.",
    "look at it in a mirror, and the weak spot will introduce itself.",
    "step back three paces; what you still see is your picture, the rest is detail.",
    "ask yourself what you would leave out, and then leave out half of that.",
    "take a photograph of it in the morning; it will look different after breakfast.",
    "put it in a good frame; even my grocery list looks better in one.",
    "sign it where it hurts the least, and hang it where it gets some light.",
    "show it to a child; they review faster than I do.",
});

constexpr std::array no_picture = std::to_array<Line>({
    "Show me something: upload an artwork, or hold it up to your camera.",
    "All I need now is a picture; upload one, or wave it in front of your camera.",
    "Give me an artwork to look at, and I will give you an opinion to argue with.",
});

constexpr std::array still_no_picture = std::to_array<Line>({
    "I hear you, but I still see nothing; upload a picture, and I promise to be nice.",
    "My most minimalist review so far: there is no picture. Could you upload one?",
    "An invisible artwork! Brave, but a little hard to judge; please show it to me.",
    "I am looking at nothing at all, and it lacks composition. Hold something up to the camera?",
    "So far this is conceptual art. Upload a picture, and we make it real.",
    "I can talk, but not about what I cannot see; a picture would help.",
});

constexpr std::array question = std::to_array<Line>({
    "What were you after there?",
    "Is that what you wanted?",
    "Shall we look closer?",
    "Do you agree, or do we fight?",
    "What would you change first?",
    "Where will it hang?",
    "How long did it take you?",
    "Which part do you like best?",
});

}  // namespace

// NOLINTNEXTLINE(readability-function-size): one case a topic.
std::span<const std::string_view> lines_on(Topic topic) {
    switch (topic) {
        case Topic::Greeting:
            return greeting;
        case Topic::FirstLook:
            return first_look;
        case Topic::NewPicture:
            return new_picture;
        case Topic::AnotherLook:
            return another_look;
        case Topic::OnCamera:
            return on_camera;
        case Topic::ColourLeads:
            return colour_leads;
        case Topic::ColourAccent:
            return colour_accent;
        case Topic::Colourless:
            return colourless;
        case Topic::OneTint:
            return one_tint;
        case Topic::TwoColours:
            return two_colours;
        case Topic::Face:
            return face;
        case Topic::Faces:
            return faces;
        case Topic::Dark:
            return dark;
        case Topic::Bright:
            return bright;
        case Topic::EvenLight:
            return even_light;
        case Topic::Flat:
            return flat;
        case Topic::Stark:
            return stark;
        case Topic::Pale:
            return pale;
        case Topic::Vivid:
            return vivid;
        case Topic::Cool:
            return cool;
        case Topic::Warm:
            return warm;
        case Topic::Symmetrical:
            return symmetrical;
        case Topic::Lopsided:
            return lopsided;
        case Topic::Busy:
            return busy;
        case Topic::Bare:
            return bare;
        case Topic::WeightCentre:
            return weight_centre;
        case Topic::WeightAside:
            return weight_aside;
        case Topic::OnAThird:
            return on_a_third;
        case Topic::Tall:
            return tall;
        case Topic::Wide:
            return wide;
        case Topic::Square:
            return square;
        case Topic::CameraAside:
            return camera_aside;
        case Topic::TipLead:
            return tip_lead;
        case Topic::TipFlat:
            return tip_flat;
        case Topic::TipDark:
            return tip_dark;
        case Topic::TipBright:
            return tip_bright;
        case Topic::TipBusy:
            return tip_busy;
        case Topic::TipBare:
            return tip_bare;
        case Topic::TipCentre:
            return tip_centre;
        case Topic::TipOneColour:
            return tip_one_colour;
        case Topic::TipColourless:
            return tip_colourless;
        case Topic::TipFace:
            return tip_face;
        case Topic::TipAny:
            return tip_any;
        case Topic::NoPicture:
            return no_picture;
        case Topic::StillNoPicture:
            return still_no_picture;
        case Topic::Question:
            return question;
    }
    return {};
}

}  // namespace salon::critic
