#include "critic/brain.h"

#include <map>
#include <regex>

#include <gmock/gmock.h>

#include "critic/lines.h"

namespace salon::critic {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;
using vision::ColourFamily;
using vision::Findings;

// A picture of one family with a little of another, as `look_at` would describe it.
Findings mostly(ColourFamily family, std::string_view shade, double share = 0.8) {
    Findings findings;
    findings.palette.entries = {{shade, family, share, {}},
                                {"cream", ColourFamily::White, 1 - share, {}}};
    findings.palette.shares[static_cast<std::size_t>(family)] = share;
    findings.palette.shares[static_cast<std::size_t>(ColourFamily::White)] = 1 - share;
    findings.brightness = {0.5, "balanced"};
    findings.contrast = {0.7, "strong"};
    findings.saturation = {0.9, "blazing"};
    findings.warmth = {0.8, "warm"};
    findings.symmetry = {0.4, "uneven"};
    findings.busyness = {0.6, "lively"};
    findings.composition.across = vision::Across::Left;
    return findings;
}

Findings black_and_white() {
    auto findings = mostly(ColourFamily::Grey, "slate", 0.6);
    findings.palette.monochrome = true;
    findings.saturation = {0, "colourless"};
    return findings;
}

Findings portrait() {
    auto findings = mostly(ColourFamily::Brown, "umber", 0.6);
    findings.faces = {{.x = 40, .y = 20, .width = 20, .height = 20}};
    return findings;
}

Sight artwork(const Findings& findings, std::uint64_t picture = 1) {
    return {.artwork = Seen{.findings = findings, .width = 100, .picture = picture}, .camera = {}};
}

Sight camera(const Findings& findings, std::uint64_t picture = 1) {
    return {.artwork = {}, .camera = Seen{.findings = findings, .width = 100, .picture = picture}};
}

std::string joined(const std::vector<std::string>& sentences) {
    std::string text;
    for (const auto& sentence : sentences) text += (text.empty() ? "" : " ") + sentence;
    return text;
}

std::size_t words_in(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
}

TEST(BrainTest, NamesTheColourAtFirstSight) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        EXPECT_THAT(
            joined(Brain(Random(seed)).answer(artwork(mostly(ColourFamily::Red, "crimson")))),
            HasSubstr("red"));
        EXPECT_THAT(joined(Brain(Random(seed)).answer(artwork(mostly(ColourFamily::Blue, "navy")))),
                    HasSubstr("blue"));
    }
}

TEST(BrainTest, NamesAColourThatOnlyAccentsAWhitePage) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const auto text =
            joined(Brain(Random(seed)).answer(artwork(mostly(ColourFamily::Red, "crimson", 0.2))));
        EXPECT_THAT(text, AnyOf(HasSubstr("red"), HasSubstr("Red")));
        EXPECT_THAT(text, HasSubstr("white"));
    }
}

TEST(BrainTest, SaysThatABlackAndWhitePictureHasNoColour) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const auto text = joined(Brain(Random(seed)).answer(artwork(black_and_white())));
        EXPECT_TRUE(std::regex_search(text, std::regex("lack and white"))) << text;
        EXPECT_TRUE(
            std::regex_search(text, std::regex("[Nn]o(t a drop of)? colour|colour and found none")))
            << text;
    }
}

TEST(BrainTest, MentionsTheFaceAndWhereItIs) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const auto text = joined(Brain(Random(seed)).answer(artwork(portrait())));
        EXPECT_THAT(text, HasSubstr("face"));
        EXPECT_THAT(text, HasSubstr("in the middle"));
    }
}

TEST(BrainTest, SpeaksOfNoFaceWhereNoneIs) {
    Brain brain(Random(1));
    const auto picture = artwork(mostly(ColourFamily::Red, "crimson"));
    for (int turn = 0; turn < 20; ++turn)
        EXPECT_THAT(joined(brain.answer(picture)), Not(HasSubstr("face")));
}

TEST(BrainTest, FindsNewWordsTwentyTimes) {
    Brain brain(Random(2));
    std::set<std::string> sentences_so_far;
    for (int turn = 0; turn < 20; ++turn) {
        const auto sentences = brain.answer(artwork(portrait()));
        for (const auto& sentence : sentences) {
            EXPECT_TRUE(sentences_so_far.insert(sentence).second) << "again: " << sentence;
        }
    }
}

TEST(BrainTest, NeverFallsSilentAndNeverRambles) {
    Brain brain(Random(3));
    for (int turn = 0; turn < 300; ++turn) {
        const auto sentences = brain.answer(artwork(black_and_white(), turn / 40));
        EXPECT_GE(sentences.size(), 2U);
        EXPECT_LE(sentences.size(), 4U);
        EXPECT_LE(words_in(joined(sentences)), 90U);
        for (const auto& sentence : sentences) {
            EXPECT_THAT(sentence, Not(AnyOf(HasSubstr("{"), HasSubstr("}"), HasSubstr("  "))));
            EXPECT_THAT(std::string(".!?"), HasSubstr(sentence.substr(sentence.size() - 1)));
            EXPECT_LE(words_in(sentence), 30U) << sentence;
        }
    }
}

TEST(BrainTest, DiffersFromPictureToPictureAndFromCallerToCaller) {
    EXPECT_NE(Brain(Random(4)).answer(artwork(mostly(ColourFamily::Red, "crimson"))),
              Brain(Random(4)).answer(artwork(mostly(ColourFamily::Blue, "navy"))));
    EXPECT_NE(Brain(Random(4)).answer(artwork(portrait())),
              Brain(Random(5)).answer(artwork(portrait())));
}

TEST(BrainTest, SameSeedSameWit) {
    EXPECT_EQ(Brain(Random(6)).answer(artwork(portrait())),
              Brain(Random(6)).answer(artwork(portrait())));
}

TEST(BrainTest, LooksAtOtherFactsWhenAskedAgain) {
    Brain brain(Random(7));
    const auto picture = artwork(mostly(ColourFamily::Red, "crimson"));
    const auto first = brain.answer(picture);
    const auto second = brain.answer(picture);
    EXPECT_THAT(second.front(), HasSubstr("red one"));  // It still knows what it speaks of.
    for (const auto& sentence : second) EXPECT_THAT(first, Not(testing::Contains(sentence)));
}

TEST(BrainTest, NoticesThatThePictureChanged) {
    Brain brain(Random(8));
    brain.answer(artwork(mostly(ColourFamily::Red, "crimson"), 1));
    const auto changed = joined(brain.answer(artwork(mostly(ColourFamily::Blue, "navy"), 2)));
    EXPECT_THAT(changed, HasSubstr("picture"));
    EXPECT_THAT(changed, HasSubstr("blue"));
    EXPECT_THAT(brain.answer(artwork(mostly(ColourFamily::Blue, "navy"), 2)).front(),
                HasSubstr("blue one"));
}

TEST(BrainTest, ACameraFrameThatLooksTheSameIsNoNewPicture) {
    Brain brain(Random(9));
    brain.answer(camera(mostly(ColourFamily::Red, "crimson"), 1));
    EXPECT_THAT(brain.answer(camera(mostly(ColourFamily::Red, "ruby"), 2)).front(),
                HasSubstr("red one"));
    EXPECT_THAT(brain.answer(camera(mostly(ColourFamily::Green, "moss"), 3)).front(),
                Not(HasSubstr("red one")));
}

TEST(BrainTest, SpeaksOfTheArtworkFirstAndOfTheCameraLater) {
    Brain brain(Random(10));
    Sight sight = artwork(mostly(ColourFamily::Red, "crimson"));
    sight.camera =
        Seen{.findings = mostly(ColourFamily::Green, "moss"), .width = 100, .picture = 5};
    EXPECT_THAT(joined(brain.answer(sight)), Not(HasSubstr("camera")));
    std::string later;
    for (int turn = 0; turn < 4; ++turn) later += joined(brain.answer(sight));
    EXPECT_THAT(later, HasSubstr("camera"));
    EXPECT_THAT(later, HasSubstr("green"));
}

TEST(BrainTest, WithoutAPictureItGreetsOnceAndAsksForOne) {
    Brain brain(Random(11));
    const auto greeting = brain.answer({});
    EXPECT_EQ(greeting.size(), 2U);
    EXPECT_THAT(greeting.back(), AnyOf(HasSubstr("upload"), HasSubstr("artwork")));
    std::set<std::string> later;
    for (int turn = 0; turn < 6; ++turn) later.insert(joined(brain.answer({})));
    EXPECT_EQ(later.size(), 6U);
    EXPECT_FALSE(later.contains(joined(greeting)));
}

TEST(LinesTest, NoLineNamesAColourOfItsOwn) {
    const std::regex colour(
        "\\b(red|orange|yellow|green|blue|purple|pink|brown|grey|gold|golden|silver|"
        "crimson|navy|ochre)\\b",
        std::regex::icase);
    const std::regex black_or_white("\\b(black|white)\\b", std::regex::icase);
    for (int topic = 0; topic <= static_cast<int>(Topic::Question); ++topic) {
        const auto lines = lines_on(static_cast<Topic>(topic));
        EXPECT_GE(lines.size(), 3U) << topic;
        for (const auto line : lines) {
            const std::string text(line);
            EXPECT_FALSE(std::regex_search(text, colour)) << line;
            const bool about_neither = static_cast<Topic>(topic) != Topic::Colourless &&
                                       static_cast<Topic>(topic) != Topic::TipColourless;
            EXPECT_FALSE(about_neither && std::regex_search(text, black_or_white)) << line;
        }
    }
}

TEST(LinesTest, NoLineStandsTwice) {
    std::map<std::string_view, int> times;
    for (int topic = 0; topic <= static_cast<int>(Topic::Question); ++topic) {
        for (const auto line : lines_on(static_cast<Topic>(topic))) {
            EXPECT_EQ(++times[line], 1) << line;
        }
    }
}

TEST(WordsTest, FillsSlotsAndCapitals) {
    EXPECT_EQ(filled("{Colour} and {colour}.", {{"colour", "red"}}), "Red and red.");
    EXPECT_EQ(filled("No slot.", {}), "No slot.");
    EXPECT_EQ(filled("A {shade}.", {{"colour", "red"}}), std::nullopt);
}

TEST(WordsTest, SaysSharesAsPeopleDo) {
    EXPECT_EQ(share_in_words(1.0), "nearly all");
    EXPECT_EQ(share_in_words(0.5), "about half");
    EXPECT_EQ(share_in_words(0.3), "a third");
    EXPECT_EQ(share_in_words(0.01), "a touch");
    EXPECT_EQ(count_in_words(2), "two");
    EXPECT_EQ(count_in_words(13), "a crowd of");
}

}  // namespace
}  // namespace salon::critic
