#include "peer/audio_receiver.h"

#include <utility>

namespace salon::peer {

namespace {

constexpr std::int64_t opus_rate = 48'000;

AudioPiece::Kind kind_of(flow::AudioStep::Kind kind) {
    switch (kind) {
        case flow::AudioStep::Kind::Packet:
            return AudioPiece::Kind::Packet;
        case flow::AudioStep::Kind::FromNext:
            return AudioPiece::Kind::FromNext;
        case flow::AudioStep::Kind::Conceal:
            return AudioPiece::Kind::Conceal;
    }
    return AudioPiece::Kind::Conceal;
}

}  // namespace

bool AudioReceiver::receive(const rtp::PacketView& packet, Moment now) {
    if (packet.header.payload_type.value() != plan_.opus_pt) return false;
    if (!microphone_ || microphone_->stream.ssrc() != packet.header.ssrc) {
        add_to(former_);
        microphone_.emplace(Microphone{.stream = InboundStream(packet.header.ssrc, opus_rate),
                                       .ingest = flow::AudioIngest(flow::AudioIngestPolicy{})});
    }
    const auto position = microphone_->stream.arrived(packet, now);
    microphone_->ingest.receive(position.sequence, position.timestamp, packet.payload, now);
    return true;
}

void AudioReceiver::advance(Moment now) {
    if (microphone_) microphone_->ingest.advance(now);
}

std::optional<AudioPiece> AudioReceiver::poll() {
    auto step = microphone_ ? microphone_->ingest.poll() : std::nullopt;
    if (!step) return std::nullopt;
    return AudioPiece{.kind = kind_of(step->kind),
                      .opus = std::move(step->payload),
                      .time = step->time,
                      .length = step->length};
}

Moment AudioReceiver::deadline() const {
    return microphone_ ? microphone_->ingest.deadline() : never;
}

void AudioReceiver::sender_report(const rtp::SenderReport& report, Moment now) {
    if (!microphone_ || microphone_->stream.ssrc() != report.sender) return;
    microphone_->stream.stats().sender_report(report, now);
}

std::optional<rtp::ReportBlock> AudioReceiver::take_report(Moment now) {
    return microphone_ ? microphone_->stream.stats().take_report(now) : std::nullopt;
}

void AudioReceiver::add_to(InboundStats& stats) const {
    if (&stats != &former_) stats = former_;
    if (!microphone_) return;
    microphone_->stream.add_to(stats);
    const auto& ingest = microphone_->ingest.stats();
    stats.frames_received += ingest.packets + ingest.recovered;
    stats.frames_concealed += ingest.concealed;
}

}  // namespace salon::peer
