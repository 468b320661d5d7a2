// A caller over real sockets on loopback: what a browser and its page do, for tests and benches.
//
//   Caller ada(loop, server.port(), "ada");
//   ada.upload(2, encode_jpeg(red));
//   ASSERT_EQ(ada.call(), "");
//   ada.speak(question);
//   EXPECT_TRUE(ada.until([](const Diary& diary) { return !diary.captions().empty(); }));
//
// All of it is called from a test's own thread and blocks; nothing waits for a fixed time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/json/value.hpp>

#include "net/http.h"
#include "net/loop.h"
#include "real/phone.h"

namespace salon::testing_real {

/// The answer to a request; status 0 when none came.
net::HttpResponse ask(net::Loop& loop, std::uint16_t port, std::string method, std::string path,
                      std::string body = {}, net::HttpHeaders headers = {});

class Caller {
public:
    Caller(net::Loop& loop, std::uint16_t port, std::string id,
           testing_world::BrowserOptions options = {},
           std::optional<TransportAddress> tcp = std::nullopt);
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;
    ~Caller();

    const std::string& id() const { return id_; }
    const std::string& session() const { return session_; }
    const std::string& offer() const { return phone_->offer(); }

    net::HttpResponse input(int component, const boost::json::value& value);
    net::HttpResponse upload(int component, Bytes file);
    net::HttpResponse send_candidate(std::string_view line);
    /// Trickles the address of its own socket.
    net::HttpResponse send_own_candidate();

    /// Offers, and begins the call. Returns nothing, or why the server does not want it.
    std::string call();
    /// The same, and waits until media may flow.
    bool connect();
    /// The server's, once it has come.
    const std::string& answer() const { return answer_; }

    void speak(const Tape& tape);
    void stop_speaking();
    void show(Film film, Duration interval = 100ms);
    /// Tells that the picture is lost.
    void request_key_frame();
    /// Any bytes to any port, from the socket of this call.
    void send_raw(Datagram datagram);
    /// Goes on from another address, as if a NAT had forgotten him; his checks are lost from there.
    void move();
    /// Says goodbye by DTLS alone. The page also posts /webrtc/close: a lone datagram may be lost.
    void hang_up();
    net::HttpResponse post_close();
    /// Types into the page's field.
    net::HttpResponse type(std::string_view text);

    bool until(const std::function<bool(const Diary&)>& holds, Duration patience = 20s) {
        return phone_->until(holds, patience);
    }
    Diary diary() const { return phone_->diary(); }

private:
    void on_loop(const std::function<void(Phone&)>& action);

    net::Loop& loop_;
    std::uint16_t port_;
    std::string id_;
    std::string session_;  // The secret of the caller's browser tab.
    std::string answer_;
    std::shared_ptr<Phone> phone_;
};

}  // namespace salon::testing_real
