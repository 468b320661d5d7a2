#include "world/call.h"

#include "base/check.h"
#include "base/overload.h"

namespace salon::testing_world {

namespace {

constexpr Duration sound_pace = 20ms;
constexpr Duration picture_pace = 33'333us;
constexpr Duration landing_time = 1s;

peer::Peer answered(const SimulatedBrowser& browser, const CallOptions& options,
                    TransportAddress door, World& world) {
    const peer::PeerOptions peer_options{.certificate = &shared_certificate(),
                                         .candidates = {{.address = door}},
                                         .setup = options.setup,
                                         .consent_patience = options.consent_patience};
    auto peer =
        peer::Peer::answer(browser.offer(), peer_options, world.random().fork(), world.now());
    check(peer.has_value());
    return std::move(*peer);
}

}  // namespace

const crypto::Certificate& shared_certificate() {
    static const auto certificate = crypto::Certificate::self_signed();
    return certificate;
}

Call::Call(World& the_world, CallOptions options)
    : world(the_world),
      browser(shared_certificate(), options.browser, world.random().fork()),
      server(answered(browser, options, door, world)) {
    world.link(home, door, options.link);
    world.link(door, home, options.link);
    attach_browser();
    attach_server();
    check(browser.accept(server.answer_text(), world.now()));
}

Call::~Call() {
    world.detach(home);
    world.detach(door);
}

void Call::attach_browser() {
    auto& diary = browser_diary;
    world.attach(
        home, browser,
        overload{[&](peer::Connected) { ++diary.connections; },
                 [&](const AudioPiece& piece) { diary.ear.hear(piece, world.now()); },
                 [&](const EncodedPicture& picture) { diary.eye.see(picture, world.now()); },
                 [&](peer::KeyFrameWanted) {
                     ++diary.keyframes_wanted;
                     keyframe_due_ = true;
                 },
                 [&](peer::ChannelOpened opened) { diary.channels.push_back(opened.label); },
                 [&](peer::TextArrived text) { diary.texts.push_back(text.text); },
                 [&](peer::Closed closed) { diary.endings.push_back(closed.reason); }});
}

void Call::attach_server() {
    auto& diary = server_diary;
    world.attach(
        door, server,
        overload{[&](peer::Connected) { ++diary.connections; },
                 [&](const AudioPiece& piece) { diary.ear.hear(piece, world.now()); },
                 [&](const EncodedPicture& picture) {
                     diary.eye.see(picture, world.now());
                     server.send_video(picture, world.now());
                 },
                 [&](peer::KeyFrameWanted) {
                     ++diary.keyframes_wanted;
                     server.request_key_frame(world.now());
                 },
                 [&](peer::ChannelOpened opened) { diary.channels.push_back(opened.label); },
                 [&](peer::TextArrived text) { diary.texts.push_back(text.text); },
                 [&](peer::Closed closed) { diary.endings.push_back(closed.reason); }});
}

bool Call::connect(Duration limit) {
    return world.run_until([&] { return browser.connected() && server.connected(); }, limit);
}

void Call::let_speak(Duration length) {
    world.every(sound_pace, [this, end = world.age() + length] {
        if (world.age() >= end) return false;
        if (!world.asleep(home)) {
            browser.send_audio(spoken(static_cast<std::uint32_t>(browser_spoke++), world.now()),
                               world.now());
        }
        server.send_audio(spoken(static_cast<std::uint32_t>(server_spoke++), world.now()),
                          world.now());
        return true;
    });
}

void Call::let_film(Duration length) {
    world.every(picture_pace, [this, end = world.age() + length] {
        if (world.age() >= end) return false;
        film_one();
        return true;
    });
}

void Call::film_one() {
    if (world.asleep(home)) return;
    const auto number = static_cast<std::uint32_t>(browser_filmed++);
    const std::size_t size = keyframe_due_ ? 12'000 : 2'500;
    browser.send_video(filmed(number, keyframe_due_, size, world.now()), world.now());
    keyframe_due_ = false;
}

void Call::talk(Duration length) {
    let_speak(length);
    let_film(length);
    world.run_for(length + landing_time);
}

}  // namespace salon::testing_world
