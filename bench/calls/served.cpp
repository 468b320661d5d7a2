#include "calls/served.h"

#include <fmt/format.h>

#include "calls/talking_model.h"
#include "detect/detector.h"
#include "edge/gallery.h"
#include "net/clock.h"
#include "net/process.h"
#include "real/says_back.h"
#include "session/video_filter.h"

namespace salon::bench {

namespace {

constexpr int callers_max = 1000;

/// What examples/01_echo.cpp does without --recode.
class Echo : public testing_real::SaysBack<> {
public:
    using SaysBack::SaysBack;
    Task<> video_receive(VideoFrame frame) override {
        seen_.push_drop_oldest(std::move(frame));
        co_return;
    }
    Task<VideoFrame> video_emit() override { return seen_.pop(); }

private:
    net::Queue<VideoFrame> seen_{call().executor(), 30};
};

/// What examples/02_object_detection.cpp does, but for the drawing; tells how long it took.
Stream detecting() {
    const auto loaded = detect::Detector::load();
    if (!loaded) throw std::runtime_error(loaded.error().what);
    const Markdown took("");
    const auto find = [took, detector = *loaded](Picture picture, FilterView& view) {
        const auto start = net::steady_now();
        detector->detect(picture, 0.3F);
        view.set(took, std::to_string((net::steady_now() - start).count()));
        return picture;
    };
    return Stream({.handler = filter(find), .additional_outputs = {took}});
}

void greet(const std::string& where) {
    fmt::print("{}\n", where);
    std::fflush(stdout);
}

void serve(const Stream& stream, const net::StopSignals& stop) {
    server::StreamServer server(stream, testing_real::on_free_ports());
    greet(std::to_string(server.port()));
    stop.wait();
}

}  // namespace

int serve_as(const std::string& what, const std::string& endpoint) {
    const net::StopSignals stop;  // Before there are threads, so for all of them.
    testing_real::Books books;
    if (what == "echo") {
        serve(Stream({.handler = make<Echo>(), .concurrency_limit = callers_max}), stop);
    } else if (what == "critic") {
        serve(testing_real::critics(books, endpoint, callers_max), stop);
    } else if (what == "detector") {
        serve(detecting(), stop);
    } else {
        const TalkingModel model;
        greet(model.endpoint());
        stop.wait();
    }
    return 0;
}

}  // namespace salon::bench
