// One caller's conversation with the critic: whose turn it is, and what goes out when.
//
//   in   what the ears heard, what was shown, what the pool has worked out
//   out  work for the pool, and what to tell the caller
//
// Sans-IO and told the time. An interruption takes effect at once: what was still to be said is
// forgotten, and work that comes back for a forgotten answer is dropped.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.h"
#include "critic/brain.h"
#include "critic/ears.h"
#include "critic/eyes.h"
#include "critic/utterance.h"

namespace salon::critic {

struct ConversationPolicy {
    bool interruptible = true;  ///< Speech cuts the critic short.
    bool answers = true;        ///< One fault is a model that never does.
    Duration linger{};          ///< How much later than playback a turn is complete.
};

using AnswerId = int;

// Work for the pool; its result comes back with the same id.
struct LookAt {
    AnswerId answer = 0;
    View view;
};
struct Speak {
    AnswerId answer = 0;
    std::string sentence;
};
// What the caller is told.
struct CallerSpoke {
    std::optional<Duration> length;
};
struct Say {
    SpokenPiece piece;
};
struct Interrupted {};         // Everything said and not yet heard is void.
struct GenerationComplete {};  // Everything was sent.
struct TurnComplete {          // Everything was heard, or interrupted.
    Duration listened{};       ///< To the caller, in this turn.
    Duration spoken{};         ///< By the critic.
    int pictures = 0;          ///< Looked at.
};

using Output =
    std::variant<LookAt, Speak, CallerSpoke, Say, Interrupted, GenerationComplete, TurnComplete>;

/// What a conversation is remembered by: what was said, and what was seen.
struct Mind {
    Brain brain;
    Eyes eyes;
};

class Conversation {
public:
    Conversation(Random random, ConversationPolicy policy) : brain_(random), policy_(policy) {}

    /// What is worth keeping of it between two turns.
    Mind mind() const { return {brain_, eyes_}; }
    void recall(Mind mind) {
        brain_ = std::move(mind.brain);
        eyes_ = std::move(mind.eyes);
    }

    // What the caller does.
    void speech_started();
    void speech_ended(std::optional<Duration> length);  ///< Unknown when the caller only says so.
    /// In writing: that interrupts and is a whole turn. Where the answer that comes to mind begins
    /// with what was `said` already, it goes on from there.
    void asked(std::string said = {});
    void show_artwork(ByteBuffer file) { eyes_.show_artwork(std::move(file)); }
    void show_camera(ByteBuffer file) { eyes_.show_camera(std::move(file)); }

    // What the pool has done.
    void looked(AnswerId answer, const View& view, Moment now);
    void spoke(AnswerId answer, std::vector<SpokenPiece> pieces, Moment now);

    void advance(Moment now);
    std::optional<Output> poll();
    /// When `advance` is wanted next; `never` while the critic listens or waits for the pool.
    Moment deadline() const;

private:
    enum class Phase { Listening, Thinking, Speaking, Finishing };

    void begin_answer();
    void interrupt();
    void request_sentence();
    void send_due_pieces(Moment now);
    void complete_turn();

    Brain brain_;
    ConversationPolicy policy_;
    Eyes eyes_;
    Phase phase_ = Phase::Listening;
    AnswerId answer_ = 0;
    bool asked_again_ = false;           // While the critic could not be interrupted.
    bool in_the_making_ = false;         // A sentence is on the pool.
    std::string said_;                   // Of this answer, over a connection that broke.
    std::deque<std::string> sentences_;  // Not yet on the pool; at most four.
    std::deque<SpokenPiece> pieces_;     // Not yet sent; at most two sentences.
    Playback playback_;
    TurnComplete turn_;
    std::deque<Output> outputs_;
};

}  // namespace salon::critic
