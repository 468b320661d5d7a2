#include "session/handler.h"

#include <gtest/gtest.h>

#include "session/call.h"

namespace salon {
namespace {

struct Listener : Handler {
    using Handler::Handler;
    Task<> receive(AudioBlock) override { co_return; }
};

struct Mirror : Listener {
    using Listener::Listener;
    Task<> video_receive(VideoFrame) override { co_return; }

private:
    Task<VideoFrame> video_emit() override { co_return VideoFrame::black(); }
};

TEST(Hooks, AreThoseThatATypeOverrides) {
    static_assert(hooks_of<Listener>().receive);
    static_assert(!hooks_of<Listener>().emit);
    static_assert(!hooks_of<Listener>().video_receive && !hooks_of<Listener>().video_emit);
}

TEST(Hooks, CountWhatABaseOverridesAndWhatIsPrivate) {
    static_assert(hooks_of<Mirror>().receive);
    static_assert(hooks_of<Mirror>().video_receive);
    static_assert(hooks_of<Mirror>().video_emit);
}

TEST(HandlerFactory, DoesNotKnowWhatAFunctionMakes) {
    const HandlerFactory known = make<Listener>();
    const HandlerFactory unknown = [](Call& call) { return std::make_unique<Listener>(call); };
    EXPECT_TRUE(known.hooks());
    EXPECT_TRUE(unknown);
    EXPECT_FALSE(unknown.hooks());
}

}  // namespace
}  // namespace salon
