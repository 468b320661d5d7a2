// A page written by hand, as FastRTC's custom pages are: you hear yourself as a robot. It calls by
// WebRTC, posts its slider to /input_hook, and reads from /outputs how loud you are.
#include <fstream>
#include <iterator>
#include <numbers>

#include <salon/salon.h>

using namespace salon;

struct Robot : Handler {
    Robot(Call& its_call, Slider its_pitch, Markdown its_level)
        : Handler(its_call), pitch(std::move(its_pitch)), level(std::move(its_level)) {}

    Task<> receive(AudioBlock audio) override {
        call().set(level, std::to_string(level_rms(audio.view())));
        for (auto& sample : audio.samples) {
            turn += call().inputs()[pitch] / audio.rate.value();
            turn -= std::floor(turn);
            sample = std::int16_t(sample * std::sin(2 * std::numbers::pi * turn));
        }
        heard.push_drop_oldest(std::move(audio));
        co_return;
    }
    Task<Emission> emit() override {
        auto audio = co_await heard.pop();
        co_return audio;
    }

    Slider pitch;
    Markdown level;
    double turn = 0;  // Of the wave that makes the voice a robot's, from 0 to 1.
    net::Queue<AudioBlock> heard{call().executor(), 10};
};

std::string contents_of(const char* file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

int main(int argc, char** argv) {
    const Slider pitch({.label = "Pitch", .maximum = 200, .value = 60});
    const Markdown level("");
    Stream stream({.handler = make<Robot>(pitch, level),
                   .additional_inputs = {pitch},
                   .additional_outputs = {level}});

    const auto page = contents_of(EXAMPLES "/07_own_html.html");
    stream.route("GET", "/", [page](HttpRequest, Callers) -> Task<HttpResponse> {
        co_return html_response(page);
    });
    stream.route("POST", "/input_hook",
                 [pitch](HttpRequest request, Callers callers) -> Task<HttpResponse> {
                     const JsonBody body(request);
                     callers.set(body.text("webrtc_id"), pitch, body.number("pitch"));
                     co_return net::json_response(200, R"({"status":"ok"})");
                 });
    stream.route("GET", "/outputs",
                 [level](HttpRequest request, Callers callers) -> Task<HttpResponse> {
                     auto outputs = callers.outputs(request.query_value("webrtc_id"));
                     auto said = [level](const Outputs& set) { return set[level].value_or(""); };
                     co_return event_stream(std::move(outputs), std::move(said));
                 });
    return launch(stream, argc, argv);
}
