// Opus both ways (libopus): 20 ms of sound to a packet, and a received step back to sound.
// Each encoder and decoder belongs to one stream and one strand.
#pragma once

#include <cstdint>
#include <optional>

#include <opus/opus.h>

#include "base/bytes.h"
#include "base/handle.h"
#include "base/time.h"
#include "media/audio.h"
#include "media/encoded.h"

namespace salon::codec {

/// Complexity 5 costs half of 9 and is not told from it by ear at this rate. `loss_percent` decides
/// how much of each packet FEC takes.
struct OpusEncoding {
    int rate = 48'000;
    int channels = 1;
    int bitrate = 32'000;  ///< Bits a second.
    int complexity = 5;
    bool fec = true;
    int loss_percent = 10;
};

class OpusEncoder {
public:
    explicit OpusEncoder(const OpusEncoding& encoding = {});

    /// Encodes exactly 20 ms.
    ///
    /// Thread  strand or pool; does not block (0.25 ms)
    ByteBuffer encode(AudioView audio);

    /// What the receiver reports as lost, 0 to 100.
    void set_loss_percent(int percent);

private:
    OpusEncoding encoding_;
    Handle<::OpusEncoder, opus_encoder_destroy> opus_;
};

class OpusDecoder {
public:
    /// `out` is one of 8, 12, 16, 24 and 48 kHz; `channels` 1 or 2, whatever the sender uses.
    explicit OpusDecoder(SampleRate out, int channels = 1);

    /// Decodes, recovers or conceals the next step. A packet gives the length it has; what is
    /// invented has `piece.length`. A packet that is no Opus is concealed and counted.
    ///
    /// Thread  strand or pool; does not block (0.04 ms)
    AudioBlock decode(const AudioPiece& piece);

    std::uint64_t bad_packets() const { return bad_packets_; }

private:
    AudioBlock decode_packet(Bytes opus, Duration length);
    AudioBlock invent(Bytes next, Duration length);
    AudioBlock silence(Duration length) const;

    SampleRate rate_;
    int channels_;
    Handle<::OpusDecoder, opus_decoder_destroy> opus_;
    std::uint64_t bad_packets_ = 0;
};

/// How long the sound in a packet is; nothing when it is no Opus packet.
std::optional<Duration> opus_duration(Bytes opus);

}  // namespace salon::codec
