#include "ui/composition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "session/call.h"
#include "ui/components.h"
#include "ui/default_page.h"

namespace salon {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Listener : Handler {
    using Handler::Handler;
    Task<> receive(AudioBlock) override { co_return; }
};
struct Painter : Handler {
    using Handler::Handler;
    Task<VideoFrame> video_emit() override { co_return VideoFrame::black(); }
};

std::string no_url(const ui::Node&) { return {}; }

boost::json::value config_of(const Blocks& page) {
    return boost::json::parse(ui::Composition(page).config(no_url));
}

/// What is wrong with a page; empty when nothing is.
std::string wrong_with(const Blocks& page) {
    try {
        ui::Composition composed(page);
        return {};
    } catch (const ui::CompositionError& error) {
        return error.what();
    }
}

TEST(Composition, NumbersAndDescribesTheTree) {
    Textbox key({.label = "Key", .kind = TextKind::Password});
    const Blocks page({.title = "T", .css = "p {}"}, {Row{Column{Markdown("# Hi")}, Column{key}}});
    const auto config = config_of(page);
    EXPECT_EQ(config.at("title"), "T");
    EXPECT_EQ(config.at("css"), "p {}");
    EXPECT_TRUE(config.at("theme").is_null());
    const auto& row = config.at("root").at("children").at(0);
    EXPECT_EQ(row.at("type"), "row");
    EXPECT_EQ(row.at("children").at(0).at("children").at(0).at("value"), "# Hi");
    const auto& box = row.at("children").at(1).at("children").at(0);
    EXPECT_EQ(box.at("id"), 6);
    EXPECT_EQ(box.at("kind"), "password");
    EXPECT_EQ(key.id(), 6);
}

TEST(Composition, DescribesAStreamAndWhatItHears) {
    Image artwork({.label = "Artwork"});
    WebRtc video({.label = "Video Chat", .elem_id = "video-source", .pulse_color = "red"});
    video.stream(make<Listener>(),
                 {.inputs = {video, artwork}, .outputs = {video}, .time_limit = 90s});
    const auto config = config_of(Blocks{video, artwork});
    const auto& stream = config.at("root").at("children").at(0);
    EXPECT_EQ(stream.at("modality"), "audio");
    EXPECT_EQ(stream.at("mode"), "send-receive");
    EXPECT_EQ(stream.at("time_limit"), 90);
    EXPECT_EQ(stream.at("inputs"), boost::json::array{artwork.id()});
    EXPECT_EQ(stream.at("elem_id"), "video-source");
    EXPECT_EQ(stream.at("pulse_color"), "red");
    EXPECT_EQ(stream.at("fetches_rtc_configuration"), false);
}

TEST(Composition, SaysOfEveryComponentWhatThePageReads) {
    const Image shown({.label = "Shown", .sources = {}});
    const Image taken({.label = "Taken", .sources = {Source::Webcam}});
    WebRtc chat({.label = "Chat", .button_labels = {.start = "Call"}, .textbox = true});
    chat.stream(make<Listener>());
    const auto config =
        config_of(Blocks{Column{shown}, Column({.scale = 3}, {taken}), Textbox(), Button(), chat});
    const auto& parts = config.at("root").at("children").as_array();
    for (const auto& part : parts) {
        EXPECT_TRUE(part.at("min_width").is_null());
    }
    EXPECT_EQ(parts[0].at("scale"), 1);
    EXPECT_EQ(parts[1].at("scale"), 3);
    EXPECT_TRUE(parts[2].at("scale").is_null());
    EXPECT_EQ(parts[0].at("children").at(0).at("interactive"), false);
    EXPECT_EQ(parts[1].at("children").at(0).at("sources"), boost::json::array{"webcam"});
    EXPECT_EQ(parts[1].at("children").at(0).at("interactive"), true);
    EXPECT_EQ(parts[2].at("interactive"), true);
    EXPECT_EQ(parts[3].at("interactive"), true);
    EXPECT_EQ(parts[4].at("button_labels").at("start"), "Call");
    EXPECT_EQ(parts[4].at("textbox"), true);
    EXPECT_TRUE(parts[4].at("button_labels").at("stop").is_null());
}

TEST(Composition, ListsEventsWithTheirComponents) {
    Textbox name({.label = "Name"});
    Label answer;
    Button go;
    go.click([](const std::string& who) { return Classification(who); }, inputs(name),
             outputs(answer));
    const ui::Composition page(Blocks{name, answer, go});
    ASSERT_EQ(page.events().size(), 1u);
    EXPECT_EQ(page.events()[0].target, go.id());
    EXPECT_THAT(page.events()[0].inputs, ElementsAre(name.id()));
    EXPECT_THAT(page.events()[0].outputs, ElementsAre(answer.id()));
}

TEST(Composition, LetsTheOperatorsLimitsOutweigh) {
    WebRtc stream;
    stream.stream(make<Listener>(), {.time_limit = 90s, .concurrency_limit = 5});
    const Blocks page{stream};
    EXPECT_EQ(ui::Composition(page).streams()[0].time_limit, 90s);
    const ui::Composition limited(page, {.time_limit = 0s, .concurrency_limit = 2});
    EXPECT_EQ(limited.streams()[0].time_limit, std::nullopt);
    EXPECT_EQ(limited.streams()[0].concurrency_limit, 2);
}

TEST(Composition, TakesAsManyCallersAsComeWhereNoLimitIsSet) {
    WebRtc stream;
    stream.stream(make<Listener>(), {.concurrency_limit = std::nullopt});
    const Blocks page{stream};
    EXPECT_EQ(ui::Composition(page).streams()[0].concurrency_limit, std::nullopt);
    EXPECT_EQ(ui::Composition(page, {.concurrency_limit = 2}).streams()[0].concurrency_limit, 2);
}

TEST(Composition, RefusesAnInputThatIsNotOnThePage) {
    Textbox away({.label = "Key"});
    WebRtc stream({.label = "Chat"});
    stream.stream(make<Listener>(), {.inputs = {away}});
    EXPECT_EQ(
        wrong_with(Blocks{stream}),
        "the webrtc \"Chat\" names the textbox \"Key\" as an input, but it is not on the page: "
        "place it in the Blocks");
    EXPECT_EQ(wrong_with(Blocks{stream, away}), "");
}

TEST(Composition, RefusesAnOutputThatDiedUnplaced) {
    Button go;
    go.click([] { return std::string(); }, inputs(), outputs(Markdown("gone")));
    EXPECT_THAT(wrong_with(Blocks{go}), HasSubstr("names a component as an output"));
}

TEST(Composition, RefusesAHandlerOfTheWrongModality) {
    WebRtc audio({.label = "Voice", .modality = Modality::Audio});
    audio.stream(make<Painter>());
    EXPECT_THAT(wrong_with(Blocks{audio}),
                HasSubstr("carries audio only, but its handler has video"));
    WebRtc video({.label = "Film", .modality = Modality::Video});
    video.stream(make<Listener>());
    EXPECT_THAT(wrong_with(Blocks{video}),
                HasSubstr("carries video only, but its handler has audio"));
}

TEST(Composition, TakesTheModalityFromTheHandler) {
    WebRtc film;
    film.stream(make<Painter>());
    EXPECT_EQ(ui::Composition(Blocks{film}).streams()[0].modality, Modality::Video);
}

TEST(Composition, RefusesTwoComponentsWithOneId) {
    WebRtc one({.label = "One", .elem_id = "video"});
    WebRtc two({.label = "Two", .elem_id = "video"});
    one.stream(make<Listener>());
    two.stream(make<Listener>());
    EXPECT_EQ(
        wrong_with(Blocks{one, two}),
        "the webrtc \"One\" and the webrtc \"Two\" share the elem_id \"video\": give each its "
        "own");
}

TEST(Composition, RefusesAStreamWithoutAHandler) {
    EXPECT_THAT(wrong_with(Blocks{WebRtc({.label = "Chat"})}), HasSubstr("has no handler"));
}

TEST(Composition, RefusesAComponentPlacedTwice) {
    Textbox box({.label = "Name"});
    EXPECT_THAT(wrong_with(Blocks{box, Row{box}}), HasSubstr("is placed twice"));
}

TEST(Composition, RefusesToReceiveWithoutATriggerOrASender) {
    Button start({.value = "Start"});
    WebRtc film({.mode = StreamMode::Receive});
    film.stream(make<Painter>());
    EXPECT_THAT(wrong_with(Blocks{start, film}), HasSubstr("name a Button as its .trigger"));
    film.stream(make<Painter>(), {.trigger = start});
    EXPECT_EQ(wrong_with(Blocks{start, film}), "");
    film.stream(make<Listener>(), {.trigger = start});
    EXPECT_THAT(wrong_with(Blocks{start, film}), HasSubstr("its handler sends nothing"));
}

TEST(Composition, RefusesLimitsThatLetNobodyIn) {
    WebRtc stream;
    stream.stream(make<Listener>(), {.concurrency_limit = 0});
    EXPECT_THAT(wrong_with(Blocks{stream}), HasSubstr("concurrency_limit of at least 1"));
    stream.stream(make<Listener>(), {.time_limit = 999ms});
    EXPECT_THAT(wrong_with(Blocks{stream}), HasSubstr("time_limit of at least 1 s"));
    stream.stream(make<Listener>(), {.time_limit = 1s});
    EXPECT_EQ(wrong_with(Blocks{stream}), "");
}

TEST(Composition, RefusesTwoInputsOfOneLabel) {
    Textbox one({.label = "Key"}), two({.label = "Key"});
    WebRtc stream;
    stream.stream(make<Listener>(), {.inputs = {one, two}});
    EXPECT_THAT(wrong_with(Blocks{stream, one, two}), HasSubstr("are labelled \"Key\""));
}

TEST(Composition, RefusesASliderThatCannotSlide) {
    EXPECT_THAT(wrong_with(Blocks{Slider({.minimum = 1, .maximum = 1})}), HasSubstr("no range"));
    EXPECT_THAT(wrong_with(Blocks{Slider({.step = 0})}), HasSubstr("step above 0"));
    EXPECT_THAT(wrong_with(Blocks{Slider({.value = 101})}), HasSubstr("outside its range"));
    EXPECT_EQ(wrong_with(Blocks{Slider({.value = 100})}), "");
}

TEST(Composition, KeepsPasswordsAndHostileThemesOffThePage) {
    EXPECT_THAT(wrong_with(Blocks{Textbox({.kind = TextKind::Password, .value = "secret"})}),
                HasSubstr("would show its value to every visitor"));
    const Theme hostile{.light = {{"--color-accent", "red} body {display: none"}}};
    EXPECT_THAT(wrong_with(Blocks({.theme = hostile}, {})), HasSubstr("give the value alone"));
    const Theme fine{.light = {{"--color-accent", "teal"}}};
    EXPECT_EQ(wrong_with(Blocks({.theme = fine}, {})), "");
}

TEST(DefaultPage, FillsTheWindowWithInputsAtTheLeft) {
    const auto page =
        default_page({.handler = make<Listener>(),
                      .additional_inputs = {Markdown("# Hi"), Textbox({.label = "Key"})},
                      .additional_outputs = {Chatbot()}});
    const auto config = config_of(page);
    const auto& parts = config.at("root").at("children").as_array();
    ASSERT_EQ(parts.size(), 3u);
    EXPECT_EQ(parts[0].at("position"), "left");
    EXPECT_EQ(parts[0].at("children").as_array().size(), 2u);
    EXPECT_EQ(parts[1].at("full_screen"), true);
    EXPECT_EQ(parts[2].at("position"), "right");
}

TEST(DefaultPage, LooksAndHearsAsItsArgumentsSay) {
    const StreamOptions options{.handler = make<Listener>(),
                                .ui_args = {.title = "Ask me",
                                            .subtitle = "Anything",
                                            .button_labels = {.start = "Ask"},
                                            .send_input_on = SendInputOn::Submit,
                                            .full_screen = false}};
    const auto config = config_of(default_page(options));
    const auto& parts = config.at("root").at("children").as_array();
    ASSERT_EQ(parts.size(), 3u) << "title, subtitle and the stream";
    const auto& stream = parts[2].at("children").at(0).at("children").at(0);
    EXPECT_EQ(stream.at("button_labels").at("start"), "Ask");
    EXPECT_EQ(stream.at("send_input_on"), "submit");

    auto untitled = options;
    untitled.ui_args.hide_title = true;
    const auto bare = config_of(default_page(untitled));
    EXPECT_EQ(bare.at("root").at("children").as_array().size(), 2u);
    EXPECT_EQ(bare.at("title"), "Ask me");
}

TEST(DefaultPage, StartsAStreamThatOnlyReceivesByAButton) {
    const auto page = default_page({.handler = make<Painter>(), .mode = StreamMode::Receive});
    const ui::Composition composed(page);
    ASSERT_TRUE(composed.streams()[0].trigger);
    EXPECT_EQ(composed.find(*composed.streams()[0].trigger)->kind, ui::Kind::Button);
}

TEST(DefaultPage, ShowsAComponentThatIsInputAndOutputOnce) {
    Chatbot chat;
    EXPECT_EQ(wrong_with(default_page({.handler = make<Listener>(),
                                       .additional_inputs = {chat},
                                       .additional_outputs = {chat}})),
              "");
}

}  // namespace
}  // namespace salon
