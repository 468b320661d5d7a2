#include "sphinx/decoder.h"

#include <array>
#include <utility>

#include "base/check.h"

namespace salon::sphinx {

namespace {

int free_options(cmd_ln_t* options) { return cmd_ln_free_r(options); }
using OptionsHandle = Handle<cmd_ln_t, free_options>;

Error missing(const std::filesystem::path& file) {
    return {.code = std::make_error_code(std::errc::no_such_file_or_directory),
            .what = file.string() +
                    " is missing: install the package pocketsphinx-en-us, or say "
                    "where the language's files are"};
}

}  // namespace

Language Language::english() {
    const std::filesystem::path folder = std::filesystem::path(SALON_SPHINX_MODELS) / "en-us";
    return {.sounds = folder / "en-us",
            .grammar = folder / "en-us.lm.bin",
            .dictionary = folder / "cmudict-en-us.dict"};
}

Result<std::unique_ptr<Decoder>, Error> Decoder::open(const Language& language) {
    for (const auto& file : {language.sounds, language.grammar, language.dictionary}) {
        std::error_code unknown;
        if (!std::filesystem::exists(file, unknown)) return fail(missing(file));
    }
    const OptionsHandle options(cmd_ln_init(
        nullptr, ps_args(), 1, "-hmm", language.sounds.c_str(), "-lm", language.grammar.c_str(),
        "-dict", language.dictionary.c_str(), "-logfn", "/dev/null", nullptr));
    SphinxHandle sphinx(options ? ps_init(options.get()) : nullptr);
    if (!sphinx) {
        return fail(Error{.code = std::make_error_code(std::errc::invalid_argument),
                          .what = "PocketSphinx cannot read " + language.sounds.string()});
    }
    return std::unique_ptr<Decoder>(new Decoder(std::move(sphinx)));
}

std::string Decoder::words_of(std::span<const std::int16_t> speech) {
    constexpr int whole_utterance = 1;  // It levels the loudness over all of it first.
    auto* sphinx = sphinx_.get();
    check(ps_start_stream(sphinx) == 0 && ps_start_utt(sphinx) == 0);
    ps_process_raw(sphinx, speech.data(), speech.size(), 0, whole_utterance);
    ps_end_utt(sphinx);
    std::int32_t score = 0;
    const char* words = ps_get_hyp(sphinx, &score);
    return words == nullptr ? "" : words;
}

}  // namespace salon::sphinx
