// Our SRTP against libsrtp2, in both directions: whatever one protects, the other must open.
#include <gtest/gtest.h>
#include <srtp2/srtp.h>

#include <map>

#include "base/check.h"
#include "base/handle.h"
#include "base/random.h"
#include "secure/srtp_session.h"

namespace salon::secure {
namespace {

constexpr std::size_t growth_max = SRTP_MAX_TRAILER_LEN + 4;

class Oracle {
public:
    Oracle(SrtpProfile profile, const SrtpMaster& master, srtp_ssrc_type_t direction) {
        static const auto started = srtp_init();
        check(started == srtp_err_status_ok);
        const auto number = static_cast<srtp_profile_t>(profile);
        ByteBuffer key = master.key;
        key.insert(key.end(), master.salt.begin(), master.salt.end());
        srtp_policy_t policy{};
        check(srtp_crypto_policy_set_from_profile_for_rtp(&policy.rtp, number) == 0);
        check(srtp_crypto_policy_set_from_profile_for_rtcp(&policy.rtcp, number) == 0);
        policy.ssrc.type = direction;
        policy.key = key.data();
        policy.window_size = 1024;
        policy.allow_repeat_tx = 1;
        srtp_t made = nullptr;
        check(srtp_create(&made, &policy) == srtp_err_status_ok);
        session_.reset(made);
    }

    bool protect(ByteBuffer& packet) { return run(srtp_protect, packet); }
    bool protect_rtcp(ByteBuffer& packet) { return run(srtp_protect_rtcp, packet); }
    bool unprotect(ByteBuffer& packet) { return run(srtp_unprotect, packet); }
    bool unprotect_rtcp(ByteBuffer& packet) { return run(srtp_unprotect_rtcp, packet); }

private:
    template <class Step>
    bool run(Step step, ByteBuffer& packet) {
        int size = static_cast<int>(packet.size());
        packet.resize(packet.size() + growth_max);
        const bool fine = step(session_.get(), packet.data(), &size) == srtp_err_status_ok;
        packet.resize(static_cast<std::size_t>(size));
        return fine;
    }

    Handle<srtp_ctx_t_, srtp_dealloc> session_;
};

class SrtpOracleTest : public testing::TestWithParam<SrtpProfile> {
protected:
    SrtpMaster random_master() {
        SrtpMaster master{.key = ByteBuffer(key_size(GetParam())),
                          .salt = ByteBuffer(salt_size(GetParam()))};
        random.fill(master.key);
        random.fill(master.salt);
        return master;
    }

    /// An RTP packet with random sources, extension and payload.
    ByteBuffer rtp_packet(std::uint16_t sequence, std::uint32_t ssrc) {
        const auto sources = random.below(4);
        const bool extended = random.chance(0.5);
        ByteWriter out;
        out.u8(static_cast<std::uint8_t>(0x80 | (extended ? 0x10 : 0) | sources)).u8(96);
        out.u16(sequence).u32(random.u32()).u32(ssrc);
        for (std::uint64_t i = 0; i < sources; ++i) out.u32(random.u32());
        if (extended) {
            const auto words = random.below(4);
            out.u16(0xBEDE).u16(static_cast<std::uint16_t>(words)).zeros(4 * words);
        }
        ByteBuffer payload(random.below(1'200));
        random.fill(payload);
        return out.bytes(payload).take();
    }

    ByteBuffer rtcp_packet(std::uint32_t ssrc) {
        const auto words = random.below(200);
        ByteWriter out;
        out.u8(0x80).u8(205).u16(static_cast<std::uint16_t>(words + 1)).u32(ssrc);
        ByteBuffer rest(4 * words);
        random.fill(rest);
        return out.bytes(rest).take();
    }

    Random random{20261122};
    SrtpMaster ours = random_master();
    SrtpMaster theirs = random_master();
    SrtpSession session{{.profile = GetParam(), .ours = ours, .theirs = theirs}};
    Oracle opener{GetParam(), ours, ssrc_any_inbound};
    Oracle protector{GetParam(), theirs, ssrc_any_outbound};
};

INSTANTIATE_TEST_SUITE_P(Profiles, SrtpOracleTest,
                         testing::Values(SrtpProfile::Aes128CmSha1_80, SrtpProfile::AeadAes128Gcm,
                                         SrtpProfile::AeadAes256Gcm));

TEST_P(SrtpOracleTest, OpensWhatWeProtectThroughManyWraps) {
    for (std::uint32_t ssrc = 1; ssrc <= 3; ++ssrc) {
        auto sequence = static_cast<std::uint16_t>(random.below(0x8000));
        for (int i = 0; i < 300; ++i) {
            const auto plain = rtp_packet(sequence, ssrc);
            auto packet = plain;
            ASSERT_TRUE(session.protect(packet));
            ASSERT_TRUE(opener.unprotect(packet)) << "packet " << i;
            ASSERT_EQ(packet, plain);
            sequence = static_cast<std::uint16_t>(sequence + 1 + random.below(3'000));
        }
    }
}

TEST_P(SrtpOracleTest, ProtectsWhatWeOpenThroughManyWraps) {
    for (std::uint32_t ssrc = 1; ssrc <= 3; ++ssrc) {
        auto sequence = static_cast<std::uint16_t>(random.below(0x8000));
        for (int i = 0; i < 300; ++i) {
            const auto plain = rtp_packet(sequence, ssrc);
            auto packet = plain;
            ASSERT_TRUE(protector.protect(packet));
            const auto opened = session.unprotect(packet);
            ASSERT_TRUE(opened) << "packet " << i;
            ASSERT_EQ(to_buffer(*opened), plain);
            sequence = static_cast<std::uint16_t>(sequence + 1 + random.below(3'000));
        }
    }
}

TEST_P(SrtpOracleTest, AgreesOnRtcpBothWays) {
    for (int i = 0; i < 300; ++i) {
        const auto ssrc = static_cast<std::uint32_t>(random.below(3));
        const auto plain = rtcp_packet(ssrc);
        auto packet = plain;
        ASSERT_TRUE(session.protect_rtcp(packet));
        ASSERT_TRUE(opener.unprotect_rtcp(packet));
        ASSERT_EQ(packet, plain);
        ASSERT_TRUE(protector.protect_rtcp(packet));
        const auto opened = session.unprotect_rtcp(packet);
        ASSERT_TRUE(opened);
        ASSERT_EQ(to_buffer(*opened), plain);
    }
}

TEST_P(SrtpOracleTest, AgreesOnReplaysAndReordering) {
    // Bursts shuffled within the window, some packets twice, across two wraps.
    Oracle judge{GetParam(), theirs, ssrc_any_inbound};
    int accepted = 0;
    for (int burst = 0; burst < 140; ++burst) {
        std::vector<ByteBuffer> packets;
        for (int i = 0; i < 10; ++i) {
            const auto sequence = static_cast<std::uint16_t>(burst * 1'000 + i * 20);
            packets.push_back(rtp_packet(sequence, 9));
            ASSERT_TRUE(protector.protect(packets.back()));
            if (random.chance(0.3)) packets.push_back(packets.back());
        }
        for (auto i = packets.size(); i > 1; --i)
            std::swap(packets[i - 1], packets[random.below(i)]);
        for (const auto& packet : packets) {
            auto for_judge = packet;
            auto for_us = packet;
            const bool fine = judge.unprotect(for_judge);
            ASSERT_EQ(session.unprotect(for_us).has_value(), fine);
            accepted += fine ? 1 : 0;
        }
    }
    EXPECT_EQ(accepted, 1'400);
}

}  // namespace
}  // namespace salon::secure
