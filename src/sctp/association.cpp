#include "sctp/association.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/overload.h"

namespace salon::sctp {
namespace {

InboundLimits limits_of(const AssociationOptions& options) {
    return {.window = options.receive_window,
            .message_size_max = options.message_size_max,
            .streams_max = options.streams_max};
}

Output to_output(Channels::Event event) {
    return std::visit([](auto& one) -> Output { return std::move(one); }, event);
}

Handshake begin(const AssociationOptions& options, Random& random) {
    const auto tag = std::max<std::uint32_t>(random.u32(), 1);  // RFC 9260 §3.3.2: never zero.
    const InitChunk init{.tag = tag,
                         .window = static_cast<std::uint32_t>(options.receive_window),
                         .streams_out = options.streams_max,
                         .streams_in = options.streams_max,
                         .first_tsn = random.u32(),
                         .forward_tsn = true,
                         .reconfig = true};
    return {init, random()};
}

BareChunk bare(ChunkType type) { return {static_cast<std::uint8_t>(type), 0}; }

}  // namespace

std::string_view to_string(EndReason reason) {
    switch (reason) {
        case EndReason::ShutDown:
            return "shut down";
        case EndReason::PeerAborted:
            return "aborted by the peer";
        case EndReason::TimedOut:
            return "timed out";
        case EndReason::ProtocolViolation:
            return "protocol violation";
    }
    return "unknown";
}

Association::Association(const AssociationOptions& options, Random& random, Moment now)
    : options_(options),
      handshake_(begin(options, random)),
      now_(now),
      outbound_(first_tsn(handshake_.first_tsn()), options.send_queue_max, packet_size_max),
      inbound_(first_tsn(0), limits_of(options)),
      resets_(handshake_.first_tsn(), 0),
      channels_(options.role, options.streams_max),
      replies_(options.local_port, options.remote_port) {
    replies_.send_alone(handshake_.init(), 0);
    again_at_ = now + again_after_;
}

// ---- what arrives ----

bool Association::addressed_to_us(const Packet& packet) const {
    if (packet.chunks.empty() || packet.source_port != options_.remote_port ||
        packet.destination_port != options_.local_port) {
        return false;
    }
    // RFC 9260 §8.5.1: INIT stands alone and has no tag; an end may reflect the peer's own (T bit).
    const auto& first = packet.chunks.front();
    if (const auto* init = std::get_if<InitChunk>(&first); init && !init->ack) {
        return packet.tag == 0 && packet.chunks.size() == 1;
    }
    const auto* last_word = std::get_if<BareChunk>(&first);
    const bool reflected =
        last_word && (last_word->flags & 1) &&
        (last_word->is(ChunkType::Abort) || last_word->is(ChunkType::ShutdownComplete));
    return packet.tag == handshake_.tag() ||
           (reflected && peer_.tag != 0 && packet.tag == peer_.tag);
}

void Association::receive(Bytes bytes, Moment now) {
    now_ = now;
    if (phase_ == Phase::Closed) return;
    const auto packet = parse_packet(bytes);
    if (!packet || !addressed_to_us(*packet)) return;
    data_arrived_ = false;
    for (const auto& chunk : packet->chunks) {
        if (!take(chunk) || phase_ == Phase::Closed) break;
    }
    if (data_arrived_) plan_sack();
    settle();
}

// False when the rest of the packet must not be read.
bool Association::take(const Chunk& chunk) {
    return std::visit(overload{[&](const InitChunk& init) {
                                   init.ack ? take_init_ack(init) : take_init(init);
                                   return true;
                               },
                               [&](const BareChunk& other) { return take_bare(other); },
                               [&](const OpaqueChunk& opaque) {
                                   take_opaque(opaque);
                                   return true;
                               },
                               [&](const auto& other) {
                                   if (!established()) return true;
                                   using Kind = std::decay_t<decltype(other)>;
                                   if constexpr (std::is_same_v<Kind, DataChunk>) take_data(other);
                                   if constexpr (std::is_same_v<Kind, SackChunk>) take_sack(other);
                                   if constexpr (std::is_same_v<Kind, ForwardTsnChunk>)
                                       take_forward(other);
                                   if constexpr (std::is_same_v<Kind, ReconfigChunk>)
                                       take_reconfig(other);
                                   if constexpr (std::is_same_v<Kind, ShutdownChunk>)
                                       take_shutdown(other);
                                   return true;
                               }},
                      chunk);
}

// ---- the handshake: INIT, INIT-ACK, COOKIE-ECHO, COOKIE-ACK ----

void Association::take_init(const InitChunk& init) {
    if (established() && init.tag != peer_.tag)
        return;  // A restart; DTLS would have restarted too.
    const auto answer = handshake_.answer(init);
    if (!answer.empty()) replies_.send_alone(answer, init.tag);
}

void Association::take_init_ack(const InitChunk& init) {
    if (phase_ != Phase::CookieWait) return;
    const auto terms = handshake_.answered(init);
    if (!terms) return violated();
    peer_ = *terms;
    phase_ = Phase::CookieEchoed;
    errors_ = 0;
    again_after_ = rto_initial;
    again_at_ = now_ + again_after_;
    replies_.send(handshake_.echo());
}

void Association::take_cookie(Bytes cookie) {
    const auto terms = handshake_.echoed(cookie);
    if (!terms) return;
    if (!established()) {
        replies_.forget();  // Our own COOKIE-ECHO is no longer needed.
        establish(*terms);
    }
    if (terms->tag == peer_.tag) reply(bare(ChunkType::CookieAck));
}

void Association::establish(const PeerTerms& terms) {
    peer_ = terms;
    phase_ = Phase::Established;
    handshake_.done();
    again_at_ = never;
    again_after_ = rto_initial;
    errors_ = 0;
    beat_at_ = now_ + heartbeat_every;
    outbound_.open(terms.window, terms.forward_tsn);
    inbound_ = Inbound(first_tsn(terms.first_tsn), limits_of(options_));
    resets_ = StreamResets(handshake_.first_tsn(), terms.first_tsn);
    channels_.limit(terms.streams_in);
    if (shutdown_wanted_) phase_ = Phase::ShutdownPending;
    events_.push_back(Established{});
}

// ---- data ----

void Association::take_data(const DataChunk& data) {
    if (phase_ == Phase::ShutdownReceived || phase_ == Phase::ShutdownAckSent) return;
    const auto before = inbound_.cumulative();
    if (inbound_.receive(data) == Inbound::Verdict::Broken) return violated();
    data_arrived_ = true;
    // Something is missing, came twice, or the peer asks: it hears of it at once (RFC 9260 §6.7).
    const bool in_order = inbound_.cumulative() == before + 1 && !inbound_.has_gaps();
    if (!in_order || data.immediate) sack_now_ = true;
}

void Association::plan_sack() {
    if (++packets_unacknowledged_ >= 2 || phase_ == Phase::ShutdownSent) sack_now_ = true;
    if (sack_at_ == never) sack_at_ = now_ + acknowledgement_delay;
}

void Association::take_sack(const SackChunk& sack) { judge(outbound_.acknowledged(sack, now_)); }

void Association::judge(Outbound::Verdict verdict) {
    if (verdict == Outbound::Verdict::Impossible) return violated();
    if (verdict == Outbound::Verdict::Progress || outbound_.window_closed()) errors_ = 0;
}

void Association::take_forward(const ForwardTsnChunk& forward) {
    if (inbound_.skip(forward) == Inbound::Verdict::Broken) return violated();
    sack_now_ = true;
}

void Association::take_reconfig(const ReconfigChunk& reconfig) {
    for (const auto& parameter : reconfig.parameters) {
        std::visit(overload{[&](const OutgoingReset& reset) {
                                answer_reset(resets_.requested(reset, inbound_.cumulative()));
                            },
                            [&](const ResetResponse& response) {
                                for (const auto stream :
                                     resets_.answered(response, now_, outbound_.rto().value())) {
                                    outbound_.reset_stream(stream);
                                    auto after = channels_.reset_by_us(stream);
                                    if (after.event)
                                        events_.push_back(to_output(std::move(*after.event)));
                                }
                                errors_ = 0;
                            },
                            [&](const OtherRequest& other) {
                                reply(ReconfigChunk{{resets_.deny(other)}});
                            }},
                   parameter);
    }
}

void Association::answer_reset(const StreamResets::Verdict& verdict) {
    reply(ReconfigChunk{{verdict.response}});
    if (!verdict.perform) return;
    const auto& named = verdict.perform->streams;
    for (const auto stream : named.empty() ? channels_.ids() : named) {
        inbound_.reset_stream(stream);
        auto after = channels_.reset_by_peer(stream);
        if (after.event) events_.push_back(to_output(std::move(*after.event)));
        if (after.reset) to_reset_.push_back(stream);
    }
}

// ---- the small ones ----

void Association::take_opaque(const OpaqueChunk& opaque) {
    if (opaque.type == ChunkType::CookieEcho) return take_cookie(opaque.value);
    if (!established()) return;
    if (opaque.type == ChunkType::Heartbeat) {
        return reply(OpaqueChunk{ChunkType::HeartbeatAck, opaque.value});
    }
    if (opaque.type != ChunkType::HeartbeatAck) return;
    ByteReader in(opaque.value);
    if (!beat_ || in.u64() != *beat_) return;
    beat_.reset();
    errors_ = 0;
}

bool Association::take_bare(const BareChunk& chunk) {
    if (chunk.is(ChunkType::Abort)) {
        end(EndReason::PeerAborted);
    } else if (chunk.is(ChunkType::CookieAck)) {
        if (phase_ == Phase::CookieEchoed) establish(peer_);
    } else if (chunk.is(ChunkType::ShutdownAck)) {
        if (phase_ != Phase::ShutdownSent && phase_ != Phase::ShutdownAckSent) return true;
        replies_.send_alone(write_chunk(bare(ChunkType::ShutdownComplete)), peer_.tag);
        end(EndReason::ShutDown);
    } else if (chunk.is(ChunkType::ShutdownComplete)) {
        if (phase_ == Phase::ShutdownAckSent) end(EndReason::ShutDown);
    } else {
        return (chunk.type & 0x80) != 0;  // RFC 9260 §3.2: unknown, the highest bit says "skip me".
    }
    return true;
}

void Association::take_shutdown(const ShutdownChunk& shutdown) {
    judge(outbound_.acknowledged(shutdown.cumulative, now_));
    if (phase_ == Phase::Established || phase_ == Phase::ShutdownPending) {
        phase_ = Phase::ShutdownReceived;
        again_at_ = never;
    } else if (phase_ == Phase::ShutdownSent || phase_ == Phase::ShutdownAckSent) {
        phase_ = Phase::ShutdownAckSent;
        again_at_ = now_ + outbound_.rto().value();
        reply(bare(ChunkType::ShutdownAck));
    }
}

// ---- commands ----

Result<StreamId, SendError> Association::open(ChannelOptions channel, Moment now) {
    now_ = now;
    if (phase_ > Phase::Established) return fail(SendError::QueueFull);
    return channels_.open(std::move(channel), outbound_);
}

Result<void, SendError> Association::send(StreamId id, MessageKind kind, Bytes message,
                                          Moment now) {
    now_ = now;
    if (phase_ > Phase::Established) return fail(SendError::NoSuchChannel);
    if (message.size() > options_.remote_message_size_max) return fail(SendError::TooLarge);
    return channels_.send(id, kind, message, outbound_, now);
}

void Association::close(StreamId id, Moment now) {
    now_ = now;
    if (channels_.close(id)) to_reset_.push_back(id.value());
    settle();
}

void Association::shutdown(Moment now) {
    now_ = now;
    shutdown_wanted_ = true;
    if (phase_ == Phase::Established) phase_ = Phase::ShutdownPending;
    settle();
}

void Association::abort(Moment now) {
    now_ = now;
    if (phase_ == Phase::Closed) return;
    abort_peer();
    phase_ = Phase::Closed;
}

// ---- what follows from it ----

void Association::settle() {
    if (!established()) return;
    while (auto message = inbound_.take()) {
        const auto stream = message->stream;
        auto after = channels_.arrived(std::move(*message), outbound_);
        if (after.event) events_.push_back(to_output(std::move(*after.event)));
        if (after.reset) to_reset_.push_back(stream);
    }
    settle_resets();
    settle_shutdown();
}

void Association::settle_resets() {
    if (const auto late = resets_.resume(inbound_.cumulative())) answer_reset(*late);
    for (const auto stream : std::exchange(to_reset_, {})) {
        if (peer_.reconfig) {
            resets_.want(stream);
            continue;
        }
        channels_.reset_by_us(stream);  // It cannot be told; the channel just ends.
        auto after = channels_.reset_by_peer(stream);
        if (after.event) events_.push_back(to_output(std::move(*after.event)));
    }
    const auto quiet = [&](std::uint16_t stream) { return !outbound_.uses(stream); };
    auto request = resets_.start(quiet, outbound_.last_assigned(), now_, outbound_.rto().value());
    if (request) replies_.send(std::move(*request));
}

void Association::settle_shutdown() {
    if (!outbound_.idle() || again_at_ != never) return;
    if (phase_ == Phase::ShutdownPending) {
        phase_ = Phase::ShutdownSent;
        reply(ShutdownChunk{on_wire(inbound_.cumulative())});
    } else if (phase_ == Phase::ShutdownReceived) {
        phase_ = Phase::ShutdownAckSent;
        reply(bare(ChunkType::ShutdownAck));
    } else {
        return;
    }
    again_at_ = now_ + outbound_.rto().value();
}

void Association::violated() {
    if (phase_ == Phase::Closed) return;
    abort_peer();
    end(EndReason::ProtocolViolation);
}

void Association::abort_peer() {
    if (peer_.tag != 0) replies_.send_alone(write_chunk(bare(ChunkType::Abort)), peer_.tag);
}

void Association::end(EndReason reason) {
    phase_ = Phase::Closed;
    events_.push_back(Aborted{reason});
}

// ---- time ----

Moment Association::deadline() const {
    if (phase_ == Phase::Closed) return never;
    return std::min({again_at_, outbound_.deadline(), resets_.deadline(), beat_at_, sack_at_});
}

void Association::advance(Moment now) {
    now_ = now;
    if (phase_ == Phase::Closed) return;
    if (sack_at_ <= now) sack_now_ = true;
    if (again_at_ <= now) send_again();
    if (phase_ != Phase::Closed && outbound_.deadline() <= now) {
        if (!outbound_.window_closed()) count_error();
        outbound_.timed_out(now);
    }
    if (phase_ != Phase::Closed && resets_.deadline() <= now) {
        count_error();
        replies_.send(resets_.timed_out(now, outbound_.rto().value()));
    }
    if (phase_ != Phase::Closed && beat_at_ <= now) beat();
}

void Association::count_error() {
    if (++errors_ > errors_max) {
        abort_peer();
        end(EndReason::TimedOut);
    }
}

void Association::send_again() {
    count_error();
    if (phase_ == Phase::Closed) return;
    again_after_ = std::min(2 * again_after_, rto_max);
    again_at_ = now_ + again_after_;
    if (phase_ == Phase::CookieWait) replies_.send_alone(handshake_.init(), 0);
    if (phase_ == Phase::CookieEchoed) replies_.send(handshake_.echo());
    if (phase_ == Phase::ShutdownSent) reply(ShutdownChunk{on_wire(inbound_.cumulative())});
    if (phase_ == Phase::ShutdownAckSent) reply(bare(ChunkType::ShutdownAck));
}

void Association::beat() {
    if (beat_) count_error();
    if (phase_ == Phase::Closed) return;
    beat_ = handshake_.seal() ^ static_cast<std::uint64_t>(now_.time_since_epoch().count());
    const auto stamp = ByteWriter().u64(*beat_).take();
    reply(OpaqueChunk{ChunkType::Heartbeat, stamp});
    beat_at_ = now_ + heartbeat_every;
}

// ---- what leaves ----

std::optional<Output> Association::poll() {
    if (!events_.empty()) {
        auto event = std::move(events_.front());
        events_.pop_front();
        return event;
    }
    if (auto alone = replies_.take_alone()) return SctpPacket{std::move(*alone)};
    if (phase_ == Phase::Closed) return std::nullopt;
    if (auto bytes = next_packet(); !bytes.empty()) return SctpPacket{std::move(bytes)};
    return std::nullopt;
}

ByteBuffer Association::next_packet() {
    PacketBuilder packet(options_.local_port, options_.remote_port, peer_.tag, packet_size_max);
    replies_.fill(packet);
    if (sack_now_) {
        const auto sack = write_chunk(inbound_.take_sack());
        if (sack.size() <= packet.room()) {
            packet.add(sack);
            sack_now_ = false;
            packets_unacknowledged_ = 0;
            sack_at_ = never;
        }
    }
    if (established()) outbound_.fill(packet, now_);
    return packet.empty() ? ByteBuffer{} : packet.finish();
}

}  // namespace salon::sctp
