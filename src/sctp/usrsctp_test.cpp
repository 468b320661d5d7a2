// Our association talks to usrsctp, the stack of Firefox, over AF_CONN: the two must agree on
// everything we use. Its timers move by our hand, and so does its clock: it asks gettimeofday(),
// which in this program is ours.
#ifdef SALON_HAS_USRSCTP

#include <sys/time.h>
#include <usrsctp.h>

#include <cstring>
#include <deque>
#include <map>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/overload.h"
#include "sctp/association.h"

namespace {
salon::Moment oracle_now{std::chrono::hours(1)};
}

extern "C" int gettimeofday(timeval* time, void*) noexcept {
    const auto since = oracle_now.time_since_epoch().count();
    time->tv_sec = since / 1'000'000;
    time->tv_usec = since % 1'000'000;
    return 0;
}

namespace salon::sctp {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

struct Message {
    std::uint16_t stream = 0;
    std::uint32_t ppid = 0;
    std::string text;
};

class Oracle {
public:
    Oracle() {
        usrsctp_register_address(this);
        socket_ = usrsctp_socket(AF_CONN, SOCK_STREAM, IPPROTO_SCTP, &Oracle::on_message, nullptr,
                                 0, this);
        usrsctp_set_non_blocking(socket_, 1);
        const linger at_once{.l_onoff = 1, .l_linger = 0};
        set(SOL_SOCKET, SO_LINGER, at_once);
        set(IPPROTO_SCTP, SCTP_NODELAY, 1);
        const sctp_assoc_value resets{.assoc_id = SCTP_ALL_ASSOC,
                                      .assoc_value = SCTP_ENABLE_RESET_STREAM_REQ};
        set(IPPROTO_SCTP, SCTP_ENABLE_STREAM_RESET, resets);
        const sctp_initmsg init{.sinit_num_ostreams = 1024,
                                .sinit_max_instreams = 1024,
                                .sinit_max_attempts = 0,
                                .sinit_max_init_timeo = 0};
        set(IPPROTO_SCTP, SCTP_INITMSG, init);
        // Its own limits would have it wait a minute after a few losses.
        const sctp_rtoinfo patience{
            .srto_assoc_id = 0, .srto_initial = 1000, .srto_max = 2000, .srto_min = 200};
        set(IPPROTO_SCTP, SCTP_RTOINFO, patience);
        subscribe(SCTP_STREAM_RESET_EVENT);
        subscribe(SCTP_ASSOC_CHANGE);
        auto address = own_address();
        usrsctp_bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    }
    ~Oracle() {
        usrsctp_close(socket_);
        usrsctp_deregister_address(this);
    }
    Oracle(const Oracle&) = delete;
    Oracle& operator=(const Oracle&) = delete;

    void connect() {
        auto address = own_address();
        usrsctp_connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    }

    bool send(std::uint16_t stream, std::uint32_t ppid, std::string_view text,
              std::uint16_t policy = SCTP_PR_SCTP_NONE, std::uint32_t value = 0) {
        sctp_sendv_spa info{};
        info.sendv_flags = SCTP_SEND_SNDINFO_VALID | SCTP_SEND_PRINFO_VALID;
        info.sendv_sndinfo.snd_sid = stream;
        info.sendv_sndinfo.snd_ppid = htonl(ppid);
        info.sendv_sndinfo.snd_flags = SCTP_EOR;
        info.sendv_prinfo.pr_policy = policy;
        info.sendv_prinfo.pr_value = value;
        return usrsctp_sendv(socket_, text.data(), text.size(), nullptr, 0, &info, sizeof info,
                             SCTP_SENDV_SPA, 0) == static_cast<ssize_t>(text.size());
    }

    void reset(std::uint16_t stream) {
        std::array<std::uint8_t, sizeof(sctp_reset_streams) + 2> buffer{};
        auto* request = reinterpret_cast<sctp_reset_streams*>(buffer.data());
        request->srs_assoc_id = SCTP_ALL_ASSOC;
        request->srs_flags = SCTP_STREAM_RESET_OUTGOING;
        request->srs_number_streams = 1;
        request->srs_stream_list[0] = stream;
        usrsctp_setsockopt(socket_, IPPROTO_SCTP, SCTP_RESET_STREAMS, request, buffer.size());
    }
    void shutdown() { usrsctp_shutdown(socket_, SHUT_WR); }

    std::deque<ByteBuffer> packets;
    std::vector<Message> messages;
    std::vector<std::uint16_t> reset_by_us;
    bool up = false;
    bool down = false;

    static int on_packet(void* self, void* bytes, std::size_t size, std::uint8_t, std::uint8_t) {
        const auto* start = static_cast<const std::uint8_t*>(bytes);
        static_cast<Oracle*>(self)->packets.emplace_back(start, start + size);
        return 0;
    }

private:
    sockaddr_conn own_address() {
        sockaddr_conn address{};
        address.sconn_family = AF_CONN;
        address.sconn_port = htons(5000);
        address.sconn_addr = this;
        return address;
    }
    template <class T>
    void set(int level, int option, const T& value) {
        EXPECT_EQ(usrsctp_setsockopt(socket_, level, option, &value, sizeof value), 0);
    }
    void subscribe(std::uint16_t type) {
        sctp_event event{};
        event.se_assoc_id = SCTP_ALL_ASSOC;
        event.se_type = type;
        event.se_on = 1;
        set(IPPROTO_SCTP, SCTP_EVENT, event);
    }

    static int on_message(struct socket*, sctp_sockstore, void* data, std::size_t size,
                          sctp_rcvinfo info, int flags, void* self) {
        if (data) static_cast<Oracle*>(self)->take(data, size, info, flags);
        std::free(data);
        return 1;
    }

    void take(const void* data, std::size_t size, const sctp_rcvinfo& info, int flags) {
        if (flags & MSG_NOTIFICATION) return note(*static_cast<const sctp_notification*>(data));
        auto& part = partial_[info.rcv_sid];
        part.append(static_cast<const char*>(data), size);
        if (!(flags & MSG_EOR)) return;
        messages.push_back({info.rcv_sid, ntohl(info.rcv_ppid), std::exchange(part, {})});
    }

    void note(const sctp_notification& event) {
        if (event.sn_header.sn_type == SCTP_ASSOC_CHANGE) {
            const auto state = event.sn_assoc_change.sac_state;
            up |= state == SCTP_COMM_UP;
            down |= state == SCTP_COMM_LOST || state == SCTP_SHUTDOWN_COMP;
        }
        if (event.sn_header.sn_type != SCTP_STREAM_RESET_EVENT) return;
        const auto& reset = event.sn_strreset_event;
        if (!(reset.strreset_flags & SCTP_STREAM_RESET_INCOMING_SSN)) return;
        const auto count = (reset.strreset_length - sizeof reset) / sizeof(std::uint16_t);
        for (std::size_t i = 0; i < count; ++i) {
            reset_by_us.push_back(reset.strreset_stream_list[i]);
        }
    }

    struct socket* socket_ = nullptr;
    std::map<std::uint16_t, std::string> partial_;
};

class WithUsrsctp : public testing::TestWithParam<int> {
protected:
    static void SetUpTestSuite() {
        usrsctp_init_nothreads(0, &Oracle::on_packet, nullptr);
        usrsctp_sysctl_set_sctp_ecn_enable(0);
        usrsctp_sysctl_set_sctp_pr_enable(1);
    }
    static void TearDownTestSuite() { usrsctp_finish(); }

    void run_for(Duration length) {
        for (const auto end = now + length; now < end; now += 5ms) {
            oracle_now = std::max(oracle_now, now);
            if (ours.deadline() <= now) ours.advance(now);
            usrsctp_handle_timers(5);
            deliver();
        }
    }

    void deliver() {
        for (bool moved = true; moved;) {
            moved = false;
            while (auto output = ours.poll()) {
                moved = true;
                note(*output);
            }
            while (!theirs.packets.empty()) {
                moved = true;
                const auto packet = std::move(theirs.packets.front());
                theirs.packets.pop_front();
                if (!random.chance(loss)) ours.receive(packet, now);
            }
        }
    }

    void note(Output& output) {
        std::visit(
            overload{
                [&](SctpPacket& packet) {
                    if (random.chance(loss)) return;
                    usrsctp_conninput(&theirs, packet.bytes.data(), packet.bytes.size(), 0);
                },
                [&](Established&) { established = true; },
                [&](ChannelOpened& channel) { opened.push_back(channel); },
                [&](MessageArrived& message) {
                    heard.push_back({message.id.value(), 0, std::string(as_text(message.bytes))});
                },
                [&](ChannelClosed& channel) { closed.push_back(channel.id); },
                [&](Aborted& end) { ended = end.reason; }},
            output);
    }

    std::uint64_t seed() const { return static_cast<std::uint64_t>(GetParam()); }

    std::string size_of(std::size_t size) {
        std::string text(size, 'x');
        for (auto& letter : text) letter = static_cast<char>('a' + random.below(26));
        return text;
    }

    Random random{seed() + 1};
    Moment now = oracle_now;
    double loss = 0;
    Oracle theirs;
    Association ours{{}, random, now};
    bool established = false;
    std::vector<ChannelOpened> opened;
    std::vector<Message> heard;
    std::vector<StreamId> closed;
    std::optional<EndReason> ended;
};

TEST_P(WithUsrsctp, AgreesOnEverythingThroughLoss) {
    loss = 0.01 * static_cast<double>(GetParam());
    theirs.connect();  // Both begin, as browsers do.
    run_for(20s);
    ASSERT_TRUE(established && theirs.up);

    const auto open = write_dcep(DcepOpen{.channel = {.label = "theirs"}});
    ASSERT_TRUE(theirs.send(1, 50, as_text(open)));
    const auto id = *ours.open({.label = "ours"}, now);
    std::vector<std::string> said, told;
    for (const std::size_t size : {1u, 1200u, 5000u, 60'000u, 3u, 256'000u}) {
        said.push_back(size_of(size));
        ASSERT_TRUE(ours.send(id, MessageKind::Text, as_bytes(said.back()), now));
        run_for(10s);
        if (size > 100'000) continue;  // Its send buffer takes no more at once.
        told.push_back(size_of(size));
        ASSERT_TRUE(theirs.send(1, 51, told.back()));
        run_for(10s);
    }
    run_for(60s);
    ASSERT_THAT(opened, SizeIs(1));
    EXPECT_EQ(opened[0].channel.label, "theirs");
    ASSERT_THAT(theirs.messages, SizeIs(said.size() + 2));  // Our OPEN and our ACK too.
    std::vector<std::string> arrived;
    for (const auto& message : theirs.messages) {
        if (message.ppid == 51) arrived.push_back(message.text);
    }
    EXPECT_EQ(arrived, said);
    std::vector<std::string> ours_heard;
    for (const auto& message : heard) ours_heard.push_back(message.text);
    EXPECT_EQ(ours_heard, told);

    ours.shutdown(now);
    run_for(60s);
    EXPECT_EQ(ended, EndReason::ShutDown);
    EXPECT_TRUE(theirs.down);
}

TEST_P(WithUsrsctp, ClosesChannelsBothWays) {
    loss = 0.01 * static_cast<double>(GetParam());
    theirs.connect();
    run_for(20s);
    const auto open = write_dcep(DcepOpen{.channel = {.label = "theirs"}});
    ASSERT_TRUE(theirs.send(1, 50, as_text(open)));
    run_for(10s);
    ASSERT_THAT(opened, SizeIs(1));

    theirs.reset(1);  // They close; we follow.
    run_for(60s);
    EXPECT_THAT(closed, ElementsAre(StreamId(1)));
    EXPECT_THAT(theirs.reset_by_us, ElementsAre(1));

    ASSERT_TRUE(theirs.send(1, 50, as_text(open)));  // And again on the same id.
    run_for(60s);
    ASSERT_THAT(opened, SizeIs(2));
    ours.close(StreamId(1), now);  // We close; they follow.
    run_for(60s);
    EXPECT_THAT(theirs.reset_by_us, ElementsAre(1, 1));
    theirs.reset(1);
    run_for(60s);
    EXPECT_THAT(closed, SizeIs(2));
    EXPECT_EQ(ended, std::nullopt);
}

TEST_P(WithUsrsctp, SkipsWhatEitherGivesUp) {
    theirs.connect();
    run_for(20s);
    const auto id = *ours.open({.label = "ours", .retransmissions_max = 0}, now);
    const auto open =
        write_dcep(DcepOpen{.channel = {.label = "theirs", .retransmissions_max = 0}});
    ASSERT_TRUE(theirs.send(1, 50, as_text(open)));
    run_for(10s);
    loss = 0.3;
    for (int i = 0; i < 40; ++i) {
        ASSERT_TRUE(ours.send(id, MessageKind::Text, as_bytes(std::to_string(i)), now));
        theirs.send(1, 51, std::to_string(i), SCTP_PR_SCTP_RTX, 0);
        run_for(1s);
    }
    loss = 0;
    run_for(120s);
    ASSERT_TRUE(ours.send(id, MessageKind::Text, as_bytes("last"), now));
    ASSERT_TRUE(theirs.send(1, 51, "last"));
    run_for(120s);
    EXPECT_EQ(ours.queued(), 0u);
    ASSERT_FALSE(heard.empty());
    EXPECT_EQ(heard.back().text, "last");
    EXPECT_EQ(theirs.messages.back().text, "last");
    EXPECT_LT(theirs.messages.size(), 42u);
}

TEST_P(WithUsrsctp, IsShutDownByThem) {
    theirs.connect();
    run_for(20s);
    theirs.shutdown();
    run_for(60s);
    EXPECT_EQ(ended, EndReason::ShutDown);
    EXPECT_TRUE(theirs.down);
}

INSTANTIATE_TEST_SUITE_P(Loss, WithUsrsctp, testing::Values(0, 1, 2, 3, 5, 8, 12, 20));

}  // namespace
}  // namespace salon::sctp

#endif  // SALON_HAS_USRSCTP
