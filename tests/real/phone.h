// A browser on a real UDP socket, or where UDP is not allowed on a TCP connection, in real time:
// microphone, camera and ears.
//
//   in   the answer; tapes to speak, a film to show
//   out  datagrams; a diary of what came back
//
// The microphone sends 20 ms of silence when there is nothing to say, as browsers do. Lives on its
// loop; the diary is read by others, under its lock.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include "ice/tcp_frames.h"
#include "net/byte_link.h"
#include "net/task.h"
#include "net/udp_port.h"
#include "real/diary.h"
#include "real/tape.h"
#include "world/browser.h"

namespace salon::testing_real {

class Phone : public std::enable_shared_from_this<Phone> {
public:
    /// With `tcp` all it says goes there, as ICE-TCP, and nothing by UDP.
    Phone(net::Loop& loop, testing_world::BrowserOptions options, Random random,
          std::optional<TransportAddress> tcp = std::nullopt);

    const std::string& offer() const { return browser_.offer(); }
    TransportAddress local() const { return port_->local(); }

    // On the loop:
    void accept(const std::string& answer);
    void speak(const Tape& tape);
    void stop_speaking() { to_say_.clear(); }
    void show(Film film, Duration interval);
    void send_raw(Datagram datagram) { port_->send(std::move(datagram)); }
    /// Tells that it has lost the picture.
    void request_key_frame();
    void hang_up();
    /// Goes on from another address, as if a NAT had forgotten him; the checks are lost on the way.
    void move();
    /// Silent from here on, like a laptop whose lid was closed.
    void drop();

    // Any thread:
    /// True as soon as `holds` does; false when `patience` passes first.
    bool until(const std::function<bool(const Diary&)>& holds, Duration patience);
    Diary diary() const;

private:
    static Task<> dial_tcp(std::shared_ptr<Phone> self);
    void open_port();
    void hear(MutableBytes datagram, const TransportAddress& from);
    void send(Datagram datagram);
    void pump();
    void take(peer::Output output);
    void note(const std::function<void(Diary&)>& change);
    void set_alarm();
    void advance();
    void tick_microphone();
    void tick_camera();
    using Tick = void (Phone::*)();
    void at(boost::asio::steady_timer& timer, Moment moment, Tick tick);

    net::Loop& loop_;
    testing_world::SimulatedBrowser browser_;
    boost::asio::steady_timer alarm_;
    boost::asio::steady_timer microphone_;
    boost::asio::steady_timer camera_;
    bool pumping_ = false;
    bool dropped_ = false;

    Tape silence_;
    std::deque<ByteBuffer> to_say_;
    Moment next_piece_;
    std::int64_t pieces_sent_ = 0;

    Film film_;
    Duration frame_interval_{};
    std::size_t next_frame_ = 0;
    std::int64_t frames_sent_ = 0;
    Moment next_frame_at_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    Diary diary_;
    std::optional<TransportAddress> tcp_;
    std::shared_ptr<net::ByteLink> tcp_link_;
    ice::TcpFrames tcp_frames_;
    bool checks_are_lost_ = false;
    std::unique_ptr<net::UdpPort> port_;
};

}  // namespace salon::testing_real
