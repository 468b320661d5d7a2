// The peer's microphone, as steps of sound in order.
//   in   the RTP packets of the audio section
//   out  AudioPiece; report blocks
//
// A new SSRC is a new microphone: the old one is forgotten.
#pragma once

#include <optional>

#include "flow/audio_ingest.h"
#include "media/encoded.h"
#include "peer/inbound_stream.h"
#include "sdp/answer.h"

namespace salon::peer {

class AudioReceiver {
public:
    explicit AudioReceiver(const sdp::MediaPlan& plan) : plan_(plan) {}

    /// False for a packet that is not Opus (comfort noise, RED, DTMF).
    bool receive(const rtp::PacketView& packet, Moment now);
    void advance(Moment now);
    std::optional<AudioPiece> poll();
    Moment deadline() const;

    void sender_report(const rtp::SenderReport& report, Moment now);
    std::optional<rtp::ReportBlock> take_report(Moment now);
    void add_to(InboundStats& stats) const;

private:
    struct Microphone {
        InboundStream stream;
        flow::AudioIngest ingest;
    };

    sdp::MediaPlan plan_;
    std::optional<Microphone> microphone_;
    InboundStats former_;  // Of microphones before this one.
};

}  // namespace salon::peer
