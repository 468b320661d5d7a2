#include "sctp/dcep.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace salon::sctp {
namespace {

using namespace std::chrono_literals;

DcepOpen there_and_back(const ChannelOptions& channel) {
    const auto message = parse_dcep(write_dcep(DcepOpen{.channel = channel}));
    EXPECT_TRUE(message);
    return std::get<DcepOpen>(*message);
}

TEST(Dcep, CarriesEveryKindOfChannel) {
    for (const auto& channel :
         {ChannelOptions{.label = "text", .protocol = "json"}, ChannelOptions{.ordered = false},
          ChannelOptions{.label = "a", .retransmissions_max = 3},
          ChannelOptions{.label = "b", .ordered = false, .retransmissions_max = 0},
          ChannelOptions{.label = "c", .lifetime_max = 1500ms},
          ChannelOptions{.label = "d", .ordered = false, .lifetime_max = 0ms}}) {
        EXPECT_EQ(there_and_back(channel).channel, channel) << channel.label;
    }
}

TEST(Dcep, ReadsWhatChromiumSends) {
    const ByteBuffer open{3, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 't', 'e', 'x', 't'};
    const auto message = parse_dcep(open);
    ASSERT_TRUE(message);
    EXPECT_EQ(std::get<DcepOpen>(*message).channel, ChannelOptions{.label = "text"});
}

TEST(Dcep, KnowsAnAck) {
    EXPECT_TRUE(std::holds_alternative<DcepAck>(*parse_dcep(write_dcep(DcepAck{}))));
}

TEST(Dcep, RefusesWhatIsBroken) {
    const auto open = write_dcep(DcepOpen{.channel = {.label = "text", .protocol = "p"}});
    for (std::size_t size = 0; size < open.size(); ++size) {
        EXPECT_EQ(parse_dcep(Bytes(open).first(size)).error(), ParseError::Truncated) << size;
    }
    EXPECT_EQ(parse_dcep(ByteBuffer{9}).error(), ParseError::Unsupported);
    auto strange = open;
    strange[1] = 3;
    EXPECT_EQ(parse_dcep(strange).error(), ParseError::Unsupported);
}

}  // namespace
}  // namespace salon::sctp
