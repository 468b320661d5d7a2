// The caller's words that no answer has begun to, as sound: what dies with a connection before it
// was answered is asked again on the next one.
//
//   in   the pieces that were sent, and when an answer begins
//   out  the sound from shortly before the caller began to speak
//
// Told the time. At most 15 s are kept, drop_oldest. A model may choose to be silent: after 8 s
// without an answer nothing is pending any more.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "base/time.h"

namespace salon::live {

class Question {
public:
    static constexpr double loud = 0.02;       ///< Of full scale, RMS of a piece: a voice.
    static constexpr Duration before = 300ms;  ///< Kept from before the voice.
    static constexpr Duration kept_max = 15s;
    static constexpr Duration voice_min = 200ms;  ///< Less is a knock on the table.
    static constexpr Duration pause = 700ms;      ///< Of silence, then nobody is about to speak.
    static constexpr Duration patience = 8s;      ///< For an answer.

    /// A piece of 16 kHz mono left for the service.
    void asked(std::span<const std::int16_t> samples, Moment now);
    /// An answer begins: what was asked so far is not pending any more.
    void answered();

    /// The model is at it: its patience begins anew.
    void being_answered(Moment now);

    bool pending(Moment now) const;
    /// When nothing will be pending and nobody about to speak, if it stays silent.
    Moment calm_at() const;

    /// All of it, oldest first; forgets it.
    std::vector<std::int16_t> take();

private:
    bool has_voice() const;

    std::deque<std::int16_t> kept_;
    std::size_t loud_samples_ = 0;
    std::optional<Moment> last_loud_;
};

}  // namespace salon::live
