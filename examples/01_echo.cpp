// You hear and see yourself. --recode decodes and encodes every picture instead of forwarding it.
#include <salon/salon.h>
#include <salon/video.h>

using namespace salon;

class Echo : public Handler {
public:
    Echo(Call& call, bool recode) : Handler(call), recode_(recode) {}
    AudioFormat audio_format() const override { return {.output = SampleRate(48'000)}; }
    Task<> receive(AudioBlock audio) override { co_return void(heard_.push_drop_oldest(audio)); }
    Task<Emission> emit() override {
        auto audio = co_await heard_.pop();
        co_return audio;
    }
    Task<VideoFrame> video_emit() override { co_return co_await seen_.pop(); }

    Task<> video_receive(VideoFrame frame) override {
        auto job = [this, frame] { return recode_ ? recoded(frame) : frame; };
        auto result = co_await call().pool().run(std::move(job));
        if (result) seen_.push_drop_oldest(std::move(*result));
    }

private:
    VideoFrame recoded(const VideoFrame& frame) {
        const auto picture = decoder_.decode(frame.encoded().bytes);
        if (!picture || !*picture) return VideoFrame::black();
        if (!encoder_) encoder_.emplace(codec::Vp8Encoding{(*picture)->width, (*picture)->height});
        const auto key = frame.keyframe() ? codec::KeyFrame::Now : codec::KeyFrame::WhenNeeded;
        return VideoFrame(encoder_->encode(**picture, frame.encoded().time, key));
    }

    bool recode_;
    net::Queue<AudioBlock> heard_{call().executor(), 50};
    net::Queue<VideoFrame> seen_{call().executor(), 30};
    codec::Vp8Decoder decoder_;
    std::optional<codec::Vp8Encoder> encoder_;
};

int main(int argc, char** argv) {
    const bool recode = argc > 1 && std::string_view(argv[argc - 1]) == "--recode";
    const Stream echo{.handler = make<Echo>(recode), .page = {.title = "Echo"}};
    return launch(echo, recode ? argc - 1 : argc, argv);
}
