// Two associations whose line the input rules: op-codes lose, duplicate, delay, change and invent
// packets, let time pass, open, send and close. Nothing may break, grow without limit or never end.
#include <cstdint>
#include <deque>

#include "base/check.h"
#include "base/overload.h"
#include "sctp/association.h"
#include "sctp/testing_seal.h"

namespace {

using namespace salon;
using namespace salon::sctp;

class Line {
public:
    explicit Line(Bytes script) : script_(script) {}

    void run() {
        while (script_.left() > 0) {
            step(script_.u8());
            collect();
        }
        for (auto& end : ends_) check(end.queued() <= 2 * 1024 * 1024);
    }

private:
    void step(std::uint8_t code) {
        auto& end = ends_[code & 1];
        const StreamId id(static_cast<std::uint16_t>(code >> 5));
        switch (code >> 1 & 15) {
            case 0:
            case 1:
            case 2:
                return deliver(code & 1);
            case 3:
                return lose(code & 1);
            case 4:
                return change(code & 1);
            case 5:
                return invent(code & 1);
            case 6:
                return pass(Duration(script_.u16() * 100));
            case 7:
                return pass(std::min(end.deadline() - now_, Duration(60s)));
            case 8: {
                const bool ordered = code & 0x80;
                (void)end.open({.label = "fuzz", .ordered = ordered}, now_);
                return;
            }
            case 9: {
                (void)end.open({.retransmissions_max = script_.u8() % 3u}, now_);
                return;
            }
            case 10:
            case 11: {
                const ByteBuffer message(script_.u16() * (code & 0x80 ? 4u : 1u), 'x');
                (void)end.send(id, MessageKind::Binary, message, now_);
                return;
            }
            case 12:
                return end.close(id, now_);
            case 13:
                return code & 0x20 ? end.shutdown(now_) : deliver(code & 1);
            case 14:
                return code == 0xFC ? end.abort(now_) : deliver(code & 1);
            default:
                return again(code & 1);
        }
    }

    void collect() {
        for (int from = 0; from < 2; ++from) {
            while (auto output = ends_[from].poll()) {
                auto* packet = std::get_if<SctpPacket>(&*output);
                if (!packet) continue;
                check(packet->bytes.size() <= packet_size_max);
                if (lines_[1 - from].size() < 64)
                    lines_[1 - from].push_back(std::move(packet->bytes));
            }
        }
    }

    void deliver(int to) {
        if (lines_[to].empty()) return;
        const auto packet = std::move(lines_[to].front());
        lines_[to].pop_front();
        ends_[to].receive(packet, now_);
    }

    void lose(int to) {
        if (!lines_[to].empty()) lines_[to].pop_front();
    }

    void again(int to) {
        if (!lines_[to].empty()) ends_[to].receive(lines_[to].front(), now_);
    }

    void change(int to) {
        if (lines_[to].empty()) return;
        auto& packet = lines_[to].front();
        for (int changes = script_.u8() % 4; changes >= 0; --changes) {
            const auto at = script_.u16() % packet.size();
            if (at >= 4 && at < 8) continue;  // The tag guards; keep it, to get behind it.
            packet[at] = script_.u8();
        }
        reseal(packet);
        deliver(to);
    }

    void invent(int to) {
        const auto chunks = script_.take(std::min<std::size_t>(script_.u8(), script_.left()));
        ByteBuffer packet(12);
        if (!lines_[to].empty()) std::copy_n(lines_[to].front().begin(), 12, packet.begin());
        packet.insert(packet.end(), chunks.begin(), chunks.end());
        reseal(packet);
        ends_[to].receive(packet, now_);
    }

    void pass(Duration length) {
        now_ += std::max(length, Duration(0));
        for (auto& end : ends_) {
            if (end.deadline() <= now_) end.advance(now_);
        }
    }

    ByteReader script_;
    Random random_{1};
    Moment now_{1h};
    Association ends_[2] = {Association({.role = Role::Client}, random_, now_),
                            Association({.role = Role::Server}, random_, now_)};
    std::deque<ByteBuffer> lines_[2];
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    Line(Bytes(bytes, size)).run();
    return 0;
}
