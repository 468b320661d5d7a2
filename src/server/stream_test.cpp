#include "server/stream.h"

#include <gtest/gtest.h>

#include "ui/composition.h"

namespace salon {
namespace {

std::string title_of(const Stream& stream) { return stream.ui.options().title; }

TEST(Stream, ShowsTheUsualPageUntilAnotherIsAssigned) {
    Stream stream({.handler = make<Handler>(), .ui_args = {.title = "Usual"}});
    EXPECT_EQ(title_of(stream), "Usual");
    const Markdown text("A page of my own");
    WebRtc video;
    video.stream(make<Handler>());
    stream.ui = Blocks({.title = "Mine"}, {text, video});
    EXPECT_EQ(title_of(stream), "Mine");
    const ui::Composition page(stream.ui);
    ASSERT_EQ(page.streams().size(), 1u);
    EXPECT_EQ(page.streams()[0].id, video.id());
    EXPECT_EQ(page.find(text.id())->value, InputValue(std::string("A page of my own")));
}

}  // namespace
}  // namespace salon
