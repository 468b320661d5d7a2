// You hear and see yourself. --recode, the last flag, decodes and encodes what it otherwise
// forwards.
#include <salon/salon.h>
#include <salon/video.h>

using namespace salon;

struct Echo : Handler {
    Echo(Call& its_call, bool recodes) : Handler(its_call), recode(recodes) {}
    Task<> receive(AudioBlock audio) override { co_return void(heard.push_drop_oldest(audio)); }
    Task<Emission> emit() override {
        auto audio = co_await heard.pop();
        co_return audio;
    }
    Task<> video_receive(VideoFrame frame) override {
        auto job = [this, frame] { return recode ? recoded(frame) : frame; };
        auto result = co_await call().pool().run(std::move(job));
        if (result) seen.push_drop_oldest(std::move(*result));
    }
    Task<VideoFrame> video_emit() override { return seen.pop(); }
    VideoFrame recoded(const VideoFrame& frame) {
        const auto picture = decoder.decode(frame.encoded().bytes);
        if (!picture || !*picture) return VideoFrame::black();
        if (frame.keyframe())
            encoder.emplace(codec::Vp8Encoding{(*picture)->width, (*picture)->height});
        return VideoFrame(encoder->encode(**picture, frame.encoded().time));
    }

    bool recode;
    net::Queue<AudioBlock> heard{call().executor(), 5};
    net::Queue<VideoFrame> seen{call().executor(), 30};
    codec::Vp8Decoder decoder;
    std::optional<codec::Vp8Encoder> encoder;
};

int main(int argc, char** argv) {
    const bool recode = std::string_view(argv[argc - 1]) == "--recode";
    const Stream stream({.handler = make<Echo>(recode), .ui_args = {.title = "Echo"}});
    return launch(stream, argc - recode, argv);
}
