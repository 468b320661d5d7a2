#include "codec/opus.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace salon::codec {

namespace {

constexpr Duration packet_length = 20ms;
constexpr std::size_t packet_bytes_max = 1'275;  // RFC 6716 3.2.1, one frame.
constexpr Duration packet_length_max = 120ms;    // RFC 6716 3.2.5.

constexpr Duration step_unit = 2'500us;  // libopus conceals in multiples of it.
constexpr Duration step_max = 1s;        // A step's length comes from the wire.

template <class... Values>
void set(::OpusEncoder* opus, Values... values) {
    check(opus_encoder_ctl(opus, values...) == OPUS_OK);
}

}  // namespace

OpusEncoder::OpusEncoder(const OpusEncoding& encoding) : encoding_(encoding) {
    int error = 0;
    opus_.reset(
        opus_encoder_create(encoding.rate, encoding.channels, OPUS_APPLICATION_VOIP, &error));
    check(opus_ != nullptr && error == OPUS_OK);
    set(opus_.get(), OPUS_SET_BITRATE(encoding.bitrate));
    set(opus_.get(), OPUS_SET_COMPLEXITY(encoding.complexity));
    set(opus_.get(), OPUS_SET_INBAND_FEC(encoding.fec ? 1 : 0));
    set_loss_percent(encoding.loss_percent);
}

void OpusEncoder::set_loss_percent(int percent) {
    set(opus_.get(), OPUS_SET_PACKET_LOSS_PERC(std::clamp(percent, 0, 100)));
}

ByteBuffer OpusEncoder::encode(AudioView audio) {
    check(audio.rate.value() == encoding_.rate && audio.channels == encoding_.channels);
    check(audio.duration() == packet_length);
    ByteBuffer packet(packet_bytes_max);
    const auto size =
        opus_encode(opus_.get(), audio.samples.data(), static_cast<int>(audio.frames()),
                    packet.data(), static_cast<opus_int32>(packet.size()));
    check(size > 0);
    packet.resize(static_cast<std::size_t>(size));
    return packet;
}

OpusDecoder::OpusDecoder(SampleRate out, int channels) : rate_(out), channels_(channels) {
    int error = 0;
    opus_.reset(opus_decoder_create(out.value(), channels, &error));
    check(opus_ != nullptr && error == OPUS_OK);
}

AudioBlock OpusDecoder::decode(const AudioPiece& piece) {
    switch (piece.kind) {
        case AudioPiece::Kind::Packet:
            return decode_packet(piece.opus, piece.length);
        case AudioPiece::Kind::FromNext:
            return invent(piece.opus, piece.length);
        case AudioPiece::Kind::Conceal:
            return invent({}, piece.length);
    }
    return {};
}

AudioBlock OpusDecoder::decode_packet(Bytes opus, Duration length) {
    auto block = silence(packet_length_max);
    const auto frames =
        opus.empty() ? OPUS_INVALID_PACKET
                     : opus_decode(opus_.get(), opus.data(), static_cast<opus_int32>(opus.size()),
                                   block.samples.data(), static_cast<int>(block.frames()), 0);
    if (frames <= 0) {
        ++bad_packets_;
        return invent({}, length);
    }
    block.samples.resize(static_cast<std::size_t>(frames) * static_cast<std::size_t>(channels_));
    return block;
}

AudioBlock OpusDecoder::invent(Bytes next, Duration length) {
    length = std::clamp(length, step_unit, step_max);
    const auto units = (length + step_unit - Duration(1)) / step_unit;
    auto block = silence(units * step_unit);
    const auto size = static_cast<opus_int32>(next.size());
    const auto frames = static_cast<int>(block.frames());
    // Without FEC in `next` libopus conceals by itself; if it cannot, silence is what remains.
    if (opus_decode(opus_.get(), next.empty() ? nullptr : next.data(), size, block.samples.data(),
                    frames, next.empty() ? 0 : 1) < 0) {
        ++bad_packets_;
        std::ranges::fill(block.samples, std::int16_t{0});
    }
    block.samples.resize(frames_in(length, rate_) * static_cast<std::size_t>(channels_));
    return block;
}

AudioBlock OpusDecoder::silence(Duration length) const {
    const auto samples = frames_in(length, rate_) * static_cast<std::size_t>(channels_);
    return {.samples = std::vector<std::int16_t>(samples), .rate = rate_, .channels = channels_};
}

std::optional<Duration> opus_duration(Bytes opus) {
    if (opus.empty()) return std::nullopt;
    const auto samples =
        opus_packet_get_nb_samples(opus.data(), static_cast<opus_int32>(opus.size()), 48'000);
    if (samples <= 0) return std::nullopt;
    return Duration(std::int64_t{samples} * 1'000'000 / 48'000);
}

}  // namespace salon::codec
