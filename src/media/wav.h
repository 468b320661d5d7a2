// Sound from foreign WAV files, and sound as a WAV file for a recogniser or a player.
//
//   in   the bytes of a RIFF file with 16-bit PCM or 32-bit float samples
//   out  the sound with its rate and its channels; `to_mono` mixes them
//
// A file's header is read and judged before anything is allocated. Programs that write into a pipe
// do not know how long the sound will be and leave the largest number for its length: such sound
// ends where the file does.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "media/audio.h"

namespace salon {

struct WavLimits {
    std::size_t bytes_max = 64 * 1024 * 1024;  ///< Six minutes of a music CD.
};

enum class WavError { NotAWav, Broken, TooLarge, Unsupported };

/// A sentence for the person who chose the file.
std::string_view to_string(WavError error);

/// The sound of a WAV file; floats become the nearest 16-bit samples.
///
/// Errors  NotAWav (some other file), Broken (damaged or cut short), TooLarge (over a limit),
///         Unsupported (samples of another kind: 8 and 24 bits, compressed ones)
/// Thread  any; does not block (50 ms at the limits)
Result<AudioBlock, WavError> decode_wav(Bytes file, const WavLimits& limits = {});

/// A WAV file of 16-bit PCM, which every player and every recogniser takes.
///
/// Shape   any; of the most that fits a RIFF file, 4 GiB
/// Thread  any; does not block
ByteBuffer encode_wav(AudioView audio);

/// Reads a WAV file from the disk.
///
/// Errors  in words, with the file's name: it cannot be read, or what `decode_wav` says of it
/// Thread  any; blocks: before the first call, or on the pool
Result<AudioBlock, Error> load_wav(const std::filesystem::path& path);

/// Writes a WAV file to the disk, over one that is there.
///
/// Errors  in words, with the file's name
/// Thread  any; blocks: pool
Result<void, Error> save_wav(const std::filesystem::path& path, AudioView audio);

}  // namespace salon
