// Writes down English with PocketSphinx (CMU), which Debian has, with its model: no network, no
// graphics card, 40 MB on the disk.
//
//   in   what somebody said, 16 kHz mono
//   out  words in small letters, without full stops
//
// Good for words that are expected: stop words, commands, a slow clear sentence. It hears people
// in a quiet room near a microphone; for anything else plug in a recogniser of today.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include <pocketsphinx.h>

#include "base/handle.h"
#include "base/result.h"

namespace salon::sphinx {

/// Where the sounds, the grammar and the dictionary of a language are.
struct Language {
    std::filesystem::path sounds;
    std::filesystem::path grammar;
    std::filesystem::path dictionary;

    /// Debian's package pocketsphinx-en-us.
    static Language english();
};

class Decoder {
public:
    /// Errors  in words: which file is missing, and the package that has it
    /// Thread  any; blocks for about a second
    static Result<std::unique_ptr<Decoder>, Error> open(const Language& language);

    /// Units   16 kHz mono
    /// Thread  one at a time; pool (blocks for about 0.4 s a second of speech)
    std::string words_of(std::span<const std::int16_t> speech);

private:
    using SphinxHandle = Handle<ps_decoder_t, ps_free>;

    explicit Decoder(SphinxHandle sphinx) : sphinx_(std::move(sphinx)) {}

    SphinxHandle sphinx_;
};

}  // namespace salon::sphinx
