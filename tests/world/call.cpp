#include "world/call.h"

#include "base/check.h"
#include "base/overload.h"

namespace salon::testing_world {

namespace {

constexpr Duration picture_pace = 33'333us;
constexpr Duration landing_time = 1s;
constexpr Duration signalling_time = 50ms;  // What is trickled goes by HTTP.

const auto stun_address = address("192.0.2.3:3478");
constexpr auto callee_relay = "192.0.2.60:9002";

TransportAddress socket_of(const Home& home, std::string_view inside, std::string_view outside) {
    return address(home.nat ? inside : outside);
}

std::optional<Nat> nat_of(const Home& home, std::string_view outside, World& world) {
    if (!home.nat) return std::nullopt;
    return Nat(*home.nat, *IpAddress::parse(outside), world.random().fork());
}

BrowserOptions browser_of(BrowserOptions options, TransportAddress home) {
    options.candidates.push_back({.address = home});
    return options;
}

ice::LocalCandidate relayed(std::string_view by) {
    return {.kind = ice::CandidateKind::Relayed, .address = address(by), .leg = Leg(1)};
}

peer::Peer answered(const SimulatedBrowser& browser, const CallOptions& options,
                    TransportAddress door, World& world) {
    const peer::PeerOptions peer_options{.certificate = &shared_certificate(),
                                         .candidates = {{.address = door}},
                                         .ice = options.callee.nat ? peer::Ice::Full : options.ice,
                                         .filter = options.filter,
                                         .audio = options.stream.audio,
                                         .video = options.stream.video,
                                         .direction = options.stream.direction,
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
      home(socket_of(options.caller, "10.1.0.2:50000", "192.0.2.10:50000")),
      door(socket_of(options.callee, "10.2.0.2:7860", "203.0.113.5:7860")),
      caller_nat(nat_of(options.caller, "198.51.100.1", world)),
      callee_nat(nat_of(options.callee, "203.0.113.1", world)),
      browser(shared_certificate(), browser_of(options.browser, home), world.random().fork()),
      server(answered(browser, options, door, world)),
      server_trickles(options.server_trickles) {
    attach_browser();
    attach_server();
    connect_to_world(options);
    check(browser.accept(server.answer_text(), world.now()));
}

void Call::connect_to_world(const CallOptions& options) {
    world.link(home, door, options.link);
    world.link(door, home, options.link);
    if (caller_nat || callee_nat || options.caller.relay || options.callee.relay) {
        world.link_all(options.link);
        world.attach(stun_address, stun_);
    }
    if (caller_nat) {
        world.put_behind(home.ip, *caller_nat);
        browser_host_.ask(stun_address, world.random().fork(), world.now());
    }
    if (callee_nat) {
        world.put_behind(door.ip, *callee_nat);
        server_host_.ask(stun_address, world.random().fork(), world.now());
    }
    if (options.caller.relay) {
        world.lend(home, Leg(1), address("192.0.2.50:9001"));
        browser.add_local(relayed("192.0.2.50:9001"), world.now());
    }
    if (options.callee.relay) {
        world.lend(door, Leg(1), address(callee_relay));
        server.add_local(relayed(callee_relay), world.now());
    }
}

void Call::move_relay() {
    constexpr auto elsewhere = "192.0.2.61:9003";
    server.remove_leg(Leg(1), world.now());
    world.take_back(address(callee_relay));
    world.lend(door, Leg(1), address(elsewhere));
    server.add_local(relayed(elsewhere), world.now());
}

void Call::restart_ice() {
    const auto& offer = browser.restart(world.now());
    world.at(world.age() + signalling_time, [this, offer] {
        const auto restarted = server.restart(offer, world.now());
        check(restarted.has_value());
        const auto answer = server.answer_text();
        world.at(world.age() + signalling_time,
                 [this, answer] { check(browser.accept(answer, world.now())); });
    });
}

Call::~Call() {
    world.detach(home);
    world.detach(door);
    world.detach(stun_address);
}

void Call::attach_browser() {
    auto& diary = browser_diary;
    world.attach(
        home, browser_host_,
        overload{[&](const peer::CandidateFound& found) {
                     world.at(world.age() + signalling_time, [this, line = found.line] {
                         static_cast<void>(server.add_candidate(line, world.now()));
                     });
                 },
                 [&](peer::Connected) { ++diary.connections; },
                 [&](const AudioPiece& piece) { diary.ear.hear(piece, world.now()); },
                 [&](const EncodedPicture& picture) { diary.eye.see(picture, world.now()); },
                 [&](peer::KeyFrameWanted) {
                     ++diary.keyframes_wanted;
                     keyframe_due_ = true;
                 },
                 [](peer::SourceProven) {},
                 [&](peer::ChannelOpened opened) { diary.channels.push_back(opened.label); },
                 [&](peer::TextArrived text) { diary.texts.push_back(text.text); },
                 [&](peer::Closed closed) { diary.endings.push_back(closed.reason); }});
}

void Call::attach_server() {
    auto& diary = server_diary;
    world.attach(
        door, server_host_,
        overload{[&](const peer::CandidateFound& found) {
                     if (!server_trickles) return;
                     world.at(world.age() + signalling_time, [this, line = found.line] {
                         browser.add_candidate(line, world.now());
                     });
                 },
                 [&](peer::Connected) { ++diary.connections; },
                 [&](const AudioPiece& piece) { diary.ear.hear(piece, world.now()); },
                 [&](const EncodedPicture& picture) {
                     diary.eye.see(picture, world.now());
                     server.send_video(picture, world.now());
                 },
                 [&](peer::KeyFrameWanted) {
                     ++diary.keyframes_wanted;
                     server.request_key_frame(world.now());
                 },
                 [](peer::SourceProven) {},
                 [&](peer::ChannelOpened opened) { diary.channels.push_back(opened.label); },
                 [&](peer::TextArrived text) { diary.texts.push_back(text.text); },
                 [&](peer::Closed closed) { diary.endings.push_back(closed.reason); }});
}

bool Call::connect(Duration limit) {
    return world.run_until([&] { return browser.connected() && server.connected(); }, limit);
}

void Call::let_speak(Duration length, Duration pace) {
    world.every(pace, [this, pace, end = world.age() + length] {
        if (world.age() >= end) return false;
        const auto now = world.now();
        const auto next = [&](std::int64_t& number) {
            return spoken(static_cast<std::uint32_t>(number++), now, pace);
        };
        if (!world.asleep(home)) browser.send_audio(next(browser_spoke), now);
        server.send_audio(next(server_spoke), now);
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
