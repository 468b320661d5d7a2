// All RTP and RTCP of one call, in the clear: what lies between the protection and the codecs.
//   in   opened packets; sound, pictures and requests to send
//   out  packets to protect; sound and pictures that arrived; the peer's wish for a key frame
//
//   RTP   → transport-cc recorder → StreamTable → AudioReceiver │ VideoReceiver
//   RTCP  → reports and NACKs to the senders, sender reports to the receivers
//         → arrivals to the BandwidthEstimator, which sees every departure behind the pacer
//
// Sans-IO; both ends of a call are the same.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "flow/bandwidth_estimator.h"
#include "flow/transport_feedback_recorder.h"
#include "peer/audio_receiver.h"
#include "peer/audio_sender.h"
#include "peer/peer.h"
#include "peer/reports.h"
#include "peer/stream_table.h"
#include "peer/video_receiver.h"
#include "peer/video_sender.h"

namespace salon::peer {

struct TrafficOptions {
    std::vector<sdp::MediaPlan> media;
    std::string cname;
    Duration ntp_at_zero{0};
};

class Traffic {
public:
    struct RtpPacket {
        ByteBuffer bytes;
    };
    struct RtcpPacket {
        ByteBuffer bytes;
    };
    using Output = std::variant<RtpPacket, RtcpPacket, AudioPiece, EncodedPicture, KeyFrameWanted>;

    Traffic(TrafficOptions options, Random random);

    /// There are keys: reports begin.
    void start(Moment now);

    void receive_rtp(Bytes packet, Moment now);
    void receive_rtcp(Bytes packet, Moment now);
    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const;

    void send_audio(const EncodedAudio& audio, Moment now);
    void send_video(const EncodedPicture& picture, Moment now);
    void request_key_frame(Moment now);
    std::int64_t video_bitrate() const;
    /// BYE for all we sent.
    void say_goodbye();

    void add_to(PeerStats& stats) const;

private:
    void route(const rtp::PacketView& packet, Moment now);
    void take(const rtp::Rtcp& message, Moment now);
    void take_sender_report(const rtp::SenderReport& report, Moment now);
    void take_blocks(const std::vector<rtp::ReportBlock>& blocks, Moment now);
    void take_nack(const rtp::Nack& nack, Moment now);
    void take_key_frame_request(rtp::Ssrc media, Moment now);
    void take_fir(const rtp::Fir& fir, Moment now);
    void take_arrivals(const rtp::TransportFeedback& feedback, Moment now);

    void gather(Moment now);
    void gather_video(Moment now);
    void send_rtp(ByteBuffer packet, Moment now);
    void take(VideoReceiver::Output output);
    void report(Moment now);
    rtp::NtpTime ntp(Moment now) const;
    std::optional<Duration> round_trip() const;

    TrafficOptions options_;
    rtp::Ssrc reporter_;  // In whose name we speak while we send no stream.
    StreamTable table_;
    flow::TransportFeedbackRecorder arrivals_;
    flow::BandwidthEstimator bandwidth_;
    Reports reports_;
    std::optional<AudioReceiver> audio_in_;
    std::optional<VideoReceiver> video_in_;
    std::optional<AudioSender> audio_out_;
    std::optional<VideoSender> video_out_;
    std::optional<std::uint8_t> last_fir_;
    std::deque<Output> outputs_;
    DropStats dropped_;
};

}  // namespace salon::peer
