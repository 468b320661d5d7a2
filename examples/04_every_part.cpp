// A studio for pictures: dim one, learn its colours, ask about it, hear it, and talk beside it. One
// page with every part that there is.
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include <salon/salon.h>

using namespace salon;

namespace {

struct Paint {
    const char* name;
    Rgb colour;
};
constexpr Paint paints[] = {{"red", {200, 30, 30}},     {"orange", {240, 140, 20}},
                            {"yellow", {245, 220, 60}}, {"green", {40, 150, 60}},
                            {"blue", {40, 80, 200}},    {"violet", {130, 50, 160}},
                            {"brown", {110, 70, 40}},   {"black", {15, 15, 15}},
                            {"grey", {128, 128, 128}},  {"white", {245, 245, 245}}};

const Paint& nearest_paint(Rgb pixel) {
    const auto far = [pixel](const Paint& paint) {
        double sum = 0;
        for (std::size_t i = 0; i < 3; ++i) sum += std::pow(pixel[i] - paint.colour[i], 2);
        return sum;
    };
    return *std::ranges::min_element(paints, {}, far);
}

Classification colours_of(const Picture& picture) {
    const auto small = scaled(picture, 32, 32);
    std::vector<Confidence> shares;
    for (const auto& paint : paints) shares.push_back({paint.name, 0});
    for (int at = 0; at < 32 * 32; ++at) {
        const auto& paint = nearest_paint(small.at(at % 32, at / 32));
        shares[static_cast<std::size_t>(&paint - paints)].confidence += 1.0 / (32 * 32);
    }
    std::ranges::sort(shares, std::greater(), &Confidence::confidence);
    shares.resize(4);
    return {shares.front().label, shares};
}

// What happens on the page: plain functions, which may take their time...

std::tuple<PictureRef, Classification, boost::json::value, std::string> develop(PictureRef original,
                                                                                double light) {
    if (!original) return {nullptr, {}, nullptr, ""};
    auto print = *original;
    for (auto& value : print.rgb) value = static_cast<std::uint8_t>(value * light / 100);
    const auto [red, green, blue] = scaled(print, 1, 1).at(0, 0);
    const auto mean = fmt::format("#{:02x}{:02x}{:02x}", red, green, blue);
    const boost::json::value figures{
        {"width", print.width}, {"height", print.height}, {"light", light / 100}, {"mean", mean}};
    const auto strip = fmt::format(
        R"(<div style="height: 16px; border-radius: 8px; background: {}" title="{}"></div>)", mean,
        mean);
    auto colours = colours_of(print);
    return {std::make_shared<Picture>(std::move(print)), colours, figures, strip};
}

std::string sign_in(const std::string& name, const std::string& password) {
    if (password != "turpentine") throw UserError("That is not the password. Its hint helps.");
    return "Welcome to the studio, **" + (name.empty() ? "stranger" : name) + "**.";
}

void spill() { throw std::runtime_error("the paint is on the floor"); }

ChatLog greet() {
    return {{ChatMessage::Role::Assistant, "Show me a picture, and *ask* what I see."}};
}

// ... and coroutines, which may wait.

Task<std::tuple<ChatLog, std::string>> answer(ChatLog chat, std::string question,
                                              Classification colours) {
    if (question.empty()) throw UserError("Type a question first.");
    co_await net::sleep_for(400ms);  // Here a model would think.
    const auto said = colours.label.empty()
                          ? std::string("I see nothing yet. Choose a picture.")
                          : fmt::format("Mostly **{}**, and some {}.", colours.label,
                                        colours.confidences.at(1).label);
    chat.push_back({ChatMessage::Role::User, std::move(question)});
    chat.push_back({ChatMessage::Role::Assistant, said});
    std::tuple result(std::move(chat), std::string());  // The question has been asked: clear it.
    co_return result;
}

/// Hears the caller and tells the page how loud that is.
struct Meter : Handler {
    Meter(Call& its_call, Slider closeness, Label loudness, Markdown words)
        : Handler(its_call), ear(closeness), needle(loudness), record(words) {}

    Task<> receive(AudioBlock audio) override {
        const auto level = std::min(1.0, level_rms(audio.view()) * call().inputs()[ear]);
        const auto* word = level > 0.3 ? "loud" : level > 0.05 ? "talking" : "quiet";
        call().set(needle, {word, {{"loudness", level}}});
        if (level > loudest) {
            loudest = level;
            call().set(record, fmt::format("Loudest so far: **{:.0f} %**", 100 * loudest));
        }
        co_return;
    }

    Slider ear;
    Label needle;
    Markdown record;
    double loudest = 0;
};

/// Plays a picture from left to right; bright is high.
struct Tune : Handler {
    Tune(Call& its_call, Image original, Slider speed, Markdown words)
        : Handler(its_call), image(original), tempo(speed), score(words) {}

    Task<Emission> emit() override {
        const auto picture = call().inputs()[image];
        if (!picture) throw UserError("Choose a picture first, then play it.");
        if (column == columns) co_return CloseStream{"That was the picture."};
        auto job = [picture] { return scaled(*picture, columns, 1); };  // Not for the call's loop.
        const auto line = co_await call().pool().run(std::move(job));
        const auto [red, green, blue] = line ? line->at(column, 0) : Rgb{};
        const auto step = (red + green + blue) / 64;  // 0 to 11, a pentatonic scale.
        const auto pitch = 220 * std::pow(2, (step / 5 * 12 + scale[step % 5]) / 12.0);
        call().set(score, fmt::format("♪ {} of {}: {:.0f} Hz", ++column, columns, pitch));
        co_return note(pitch, std::chrono::duration<double>(60 / call().inputs()[tempo]));
    }

    static AudioBlock note(double pitch, std::chrono::duration<double> length) {
        AudioBlock block{
            .samples = std::vector<std::int16_t>(static_cast<std::size_t>(24'000 * length.count())),
            .rate = SampleRate(24'000)};
        for (std::size_t i = 0; i < block.samples.size(); ++i) {
            const double time = static_cast<double>(i) / 24'000;
            const double swell = std::sin(std::numbers::pi * time / length.count());
            const double wave = std::sin(2 * std::numbers::pi * pitch * time);
            block.samples[i] = static_cast<std::int16_t>(9000 * swell * wave);
        }
        return block;
    }

    static constexpr int columns = 16;
    static constexpr int scale[] = {0, 2, 4, 7, 9};
    Image image;
    Slider tempo;
    Markdown score;
    int column = 0;
};

constexpr auto css = "#banner h1 { letter-spacing: 0.04em; margin: 0; }";
constexpr auto banner = "<h1>The Studio</h1><p>Every part of a page, at work.</p>";

Blocks studio() {
    const Textbox name({.label = "Name", .placeholder = "Ada"});
    const Textbox password({.label = "Password",
                            .kind = TextKind::Password,
                            .info = "What takes oil paint off a brush: turpentine"});
    Button enter({.value = "Sign in", .variant = ButtonVariant::Primary});
    Button accident({.value = "Spill the paint", .variant = ButtonVariant::Stop});
    const Markdown welcome("Whoever signs in is greeted.");
    enter.click(sign_in, inputs(name, password), outputs(welcome));
    accident.click(spill, inputs(), outputs());

    Image original({.label = "Picture", .height = 300});
    Slider light({.label = "Light", .minimum = 10, .maximum = 100, .value = 100});
    const Image print({.label = "Print", .sources = {}, .height = 300});
    const Html strip("");
    const Label colours({.label = "Colours"});
    const Json figures({.label = "Figures"});
    const auto results = outputs(print, colours, figures, strip);
    original.change(develop, inputs(original, light), results);
    light.change(develop, inputs(original, light), results);

    const Chatbot chat({.label = "The painter", .height = 260});
    Textbox question({.label = "Question", .placeholder = "What do you see?"});
    Button ask({.value = "Ask"});
    ask.click(answer, inputs(chat, question, colours), outputs(chat, question));
    question.submit(answer, inputs(chat, question, colours), outputs(chat, question));

    const Slider ear({.label = "Ear", .minimum = 1, .maximum = 20, .value = 4});
    const Label needle({.label = "Loudness"});
    const Markdown record("Nothing heard yet.");
    WebRtc meter({.label = "How loud is it?",
                  .mode = StreamMode::Send,
                  .button_labels = {.start = "Listen"},
                  .height = 200});
    meter.stream(make<Meter>(ear, needle, record),
                 {.inputs = {ear}, .outputs = {needle, record}, .concurrency_limit = 10});

    const Slider tempo({.label = "Notes a minute", .minimum = 60, .maximum = 600, .value = 240});
    const Button play({.value = "Play the picture"});
    const Markdown score("♪");
    WebRtc tune({.label = "The picture's tune", .mode = StreamMode::Receive, .height = 200});
    tune.stream(make<Tune>(original, tempo, score), {.inputs = {original, tempo},
                                                     .outputs = {score},
                                                     .time_limit = 60s,
                                                     .concurrency_limit = 10,
                                                     .trigger = play});

    Blocks page({.title = "The Studio",
                 .css = css,
                 .theme = {.light = {{"--slider-color", "#0f766e"}},
                           .dark = {{"--slider-color", "#2dd4bf"}}}},
                {Sidebar{Markdown("## Visitor"), name, password, enter, welcome, accident},
                 Html(banner, "banner"), Row{Column{original, light}, Column{print, strip}},
                 Row{colours, figures}, chat, Group{question, ask},
                 Row{Column{meter, ear, needle, record}, Column{tune, tempo, play, score}}});
    page.load(greet, inputs(), outputs(chat));
    return page;
}

}  // namespace

int main(int argc, char** argv) { return launch(Stream(studio()), argc, argv); }
