#include "secure/srtp_session.h"

#include <gmock/gmock.h>

#include "base/random.h"

namespace salon::secure {
namespace {

constexpr std::array profiles{SrtpProfile::Aes128CmSha1_80, SrtpProfile::AeadAes128Gcm,
                              SrtpProfile::AeadAes256Gcm};

ByteBuffer rtp_packet(std::uint16_t sequence, std::uint32_t ssrc = 42, std::size_t payload = 100) {
    ByteWriter out;
    out.u8(0x80).u8(96).u16(sequence).u32(1234).u32(ssrc);
    for (std::size_t i = 0; i < payload; ++i) out.u8(static_cast<std::uint8_t>(i));
    return out.take();
}

ByteBuffer rtcp_packet(std::uint32_t ssrc = 42) {
    ByteWriter out;
    out.u8(0x80).u8(201).u16(1).u32(ssrc);
    return out.take();
}

/// Ada sends to Ben.
class SrtpSessionTest : public testing::TestWithParam<SrtpProfile> {
protected:
    SrtpMaster master(std::uint8_t fill) const {
        return {.key = ByteBuffer(key_size(GetParam()), fill),
                .salt = ByteBuffer(salt_size(GetParam()), static_cast<std::uint8_t>(fill + 1))};
    }

    ByteBuffer sent(ByteBuffer packet) {
        EXPECT_TRUE(ada.protect(packet));
        return packet;
    }

    ByteBuffer sent_rtcp(ByteBuffer packet) {
        EXPECT_TRUE(ada.protect_rtcp(packet));
        return packet;
    }

    /// What Ben makes of it: "fine", or the error.
    std::string_view arrives(ByteBuffer packet) {
        const auto before = packet;
        const auto plain = ben.unprotect(packet);
        if (!plain) EXPECT_EQ(packet, before);
        return plain ? "fine" : to_string(plain.error());
    }

    std::string_view arrives_rtcp(ByteBuffer packet) {
        const auto plain = ben.unprotect_rtcp(packet);
        return plain ? "fine" : to_string(plain.error());
    }

    SrtpSession ada{{.profile = GetParam(), .ours = master(1), .theirs = master(7)}};
    SrtpSession ben{{.profile = GetParam(), .ours = master(7), .theirs = master(1)}};
};

INSTANTIATE_TEST_SUITE_P(Profiles, SrtpSessionTest, testing::ValuesIn(profiles));

TEST_P(SrtpSessionTest, GivesBackWhatWasProtected) {
    auto packet = sent(rtp_packet(7));
    EXPECT_NE(packet, rtp_packet(7));
    EXPECT_LE(packet.size(), rtp_packet(7).size() + srtp_growth_max);
    const auto plain = ben.unprotect(packet);
    ASSERT_TRUE(plain);
    EXPECT_EQ(to_buffer(*plain), rtp_packet(7));

    auto report = sent_rtcp(rtcp_packet());
    EXPECT_LE(report.size(), rtcp_packet().size() + srtp_growth_max);
    const auto plain_report = ben.unprotect_rtcp(report);
    ASSERT_TRUE(plain_report);
    EXPECT_EQ(to_buffer(*plain_report), rtcp_packet());
}

TEST_P(SrtpSessionTest, TakesAPacketWithoutPayload) {
    auto packet = sent(rtp_packet(7, 42, 0));
    const auto plain = ben.unprotect(packet);
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->size(), 12U);
}

TEST_P(SrtpSessionTest, RefusesEveryReplay) {
    const auto packet = sent(rtp_packet(7));
    EXPECT_EQ(arrives(packet), "fine");
    EXPECT_EQ(arrives(packet), "replayed");
    const auto report = sent_rtcp(rtcp_packet());
    EXPECT_EQ(arrives_rtcp(report), "fine");
    EXPECT_EQ(arrives_rtcp(report), "replayed");
}

TEST_P(SrtpSessionTest, WaitsAThousandPacketsForALateOne) {
    const auto late = sent(rtp_packet(1000));
    const auto later = sent(rtp_packet(1001));
    EXPECT_EQ(arrives(sent(rtp_packet(1001 + ReplayWindow::size - 1))), "fine");
    EXPECT_EQ(arrives(later), "fine");
    EXPECT_EQ(arrives(late), "replayed");
}

TEST_P(SrtpSessionTest, RefusesEveryChangedByte) {
    const auto packet = sent(rtp_packet(7));
    for (std::size_t i = 0; i < packet.size(); ++i) {
        auto changed = packet;
        changed[i] ^= 1;
        EXPECT_NE(arrives(changed), "fine") << "byte " << i;
    }
    const auto report = sent_rtcp(rtcp_packet());
    for (std::size_t i = 0; i < report.size(); ++i) {
        auto changed = report;
        changed[i] ^= 1;
        EXPECT_NE(arrives_rtcp(changed), "fine") << "byte " << i;
    }
    EXPECT_EQ(arrives(packet), "fine");  // The wrong ones left no trace.
    EXPECT_EQ(arrives_rtcp(report), "fine");
}

TEST_P(SrtpSessionTest, RefusesEveryTruncation) {
    const auto packet = sent(rtp_packet(7));
    for (std::size_t size = 0; size < packet.size(); ++size) {
        EXPECT_NE(arrives(to_buffer(Bytes(packet).first(size))), "fine");
    }
    const auto report = sent_rtcp(rtcp_packet());
    for (std::size_t size = 0; size < report.size(); ++size) {
        EXPECT_NE(arrives_rtcp(to_buffer(Bytes(report).first(size))), "fine");
    }
}

TEST_P(SrtpSessionTest, FollowsTheSequenceNumberAroundManyTimes) {
    std::uint16_t sequence = 60'000;
    for (int i = 0; i < 200; ++i) {
        ASSERT_EQ(arrives(sent(rtp_packet(sequence))), "fine") << i;
        sequence = static_cast<std::uint16_t>(sequence + 3'000);
    }
}

TEST_P(SrtpSessionTest, JoinsASenderThatHasWrappedUnheard) {
    for (int i = 0; i < 10; ++i) {
        sent(rtp_packet(static_cast<std::uint16_t>(65'530 + i)));  // All lost, 4 of them wrapped.
    }
    EXPECT_EQ(arrives(sent(rtp_packet(4))), "fine");
    EXPECT_EQ(arrives(sent(rtp_packet(5))), "fine");
}

TEST_P(SrtpSessionTest, FindsItsWayAfterHalfARoundOfLoss) {
    const auto send_up_to = [this](std::uint32_t from, std::uint32_t to) {
        for (; from < to; from += 1'000) sent(rtp_packet(static_cast<std::uint16_t>(from)));
        return sent(rtp_packet(static_cast<std::uint16_t>(to)));
    };
    EXPECT_EQ(arrives(send_up_to(0, 30'000)), "fine");
    EXPECT_EQ(arrives(send_up_to(30'000, 75'000)), "fine");  // Looks like 9464, long before 30000.
    EXPECT_EQ(arrives(sent(rtp_packet(static_cast<std::uint16_t>(75'001)))), "fine");
}

TEST_P(SrtpSessionTest, TakesALatePacketFromBeforeTheWrap) {
    const auto late = sent(rtp_packet(65'535));
    const auto first = sent(rtp_packet(65'534));
    EXPECT_EQ(arrives(first), "fine");
    EXPECT_EQ(arrives(sent(rtp_packet(1))), "fine");
    EXPECT_EQ(arrives(late), "fine");
    EXPECT_EQ(arrives(sent(rtp_packet(2))), "fine");
}

TEST_P(SrtpSessionTest, ProtectsARepeatedNumberTheSameWay) {  // NACK without RTX.
    const auto first = sent(rtp_packet(65'535));
    sent(rtp_packet(3));
    EXPECT_EQ(sent(rtp_packet(65'535)), first);
}

TEST_P(SrtpSessionTest, KeepsStreamsApart) {
    EXPECT_EQ(arrives(sent(rtp_packet(7, 1))), "fine");
    EXPECT_EQ(arrives(sent(rtp_packet(7, 2))), "fine");
    EXPECT_EQ(arrives_rtcp(sent_rtcp(rtcp_packet(1))), "fine");
    EXPECT_EQ(arrives_rtcp(sent_rtcp(rtcp_packet(2))), "fine");
}

TEST_P(SrtpSessionTest, RemembersABoundedNumberOfStreams) {
    for (std::uint32_t ssrc = 0; ssrc < SrtpSender::streams_max; ++ssrc) {
        EXPECT_EQ(arrives(sent(rtp_packet(7, ssrc))), "fine");
    }
    auto one_more = rtp_packet(7, 9999);
    EXPECT_EQ(ada.protect(one_more).error(), SrtpError::TooManyStreams);
    EXPECT_EQ(one_more, rtp_packet(7, 9999));

    SrtpReceiver receiver(GetParam(), master(1));
    for (std::uint32_t ssrc = 0; ssrc <= SrtpReceiver::streams_max; ++ssrc) {
        SrtpSender sender(GetParam(), master(1));
        auto packet = rtp_packet(7, ssrc);
        ASSERT_TRUE(sender.protect(packet));
        EXPECT_EQ(receiver.unprotect(packet).has_value(), ssrc < SrtpReceiver::streams_max);
    }
}

TEST_P(SrtpSessionTest, GarbageTakesNoMemoryOfStreams) {
    Random random(7);
    for (int i = 0; i < 2'000; ++i) {
        auto garbage = rtp_packet(random.u16(), random.u32(), 30);
        EXPECT_EQ(arrives(garbage), "bad tag");
    }
    EXPECT_EQ(arrives(sent(rtp_packet(1))), "fine");
}

TEST_P(SrtpSessionTest, RefusesWhatIsNotRtp) {
    ByteBuffer stub(11, 0x80);
    EXPECT_EQ(ada.protect(stub).error(), SrtpError::NotRtp);
    ByteBuffer short_report(7, 0x80);
    EXPECT_EQ(ada.protect_rtcp(short_report).error(), SrtpError::NotRtp);
    EXPECT_EQ(arrives(stub), "not RTP");
    EXPECT_EQ(arrives({}), "not RTP");
}

}  // namespace
}  // namespace salon::secure
