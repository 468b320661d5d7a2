#include "sctp/channels.h"

namespace salon::sctp {
namespace {

enum Ppid : std::uint32_t {  // RFC 8831 §8
    Control = 50,
    Text = 51,
    Binary = 53,
    TextEmpty = 56,
    BinaryEmpty = 57,
};

std::size_t label_cost(const ChannelOptions& options) {
    return options.label.size() + options.protocol.size();
}

}  // namespace

std::optional<std::uint16_t> Channels::free_id() const {
    for (std::uint32_t id = role_ == Role::Client ? 0 : 1; id < streams_; id += 2) {
        const auto stream = static_cast<std::uint16_t>(id);
        if (!channels_.contains(stream)) return stream;
    }
    return std::nullopt;
}

Result<StreamId, SendError> Channels::open(ChannelOptions options, Outbound& outbound) {
    if (options.label.size() > label_size_max || options.protocol.size() > label_size_max) {
        return fail(SendError::TooLarge);
    }
    const auto stream = free_id();
    const auto cost = label_cost(options);
    if (!stream || labels_total_ + cost > labels_total_max) return fail(SendError::QueueFull);
    OutgoingMessage message{.stream = *stream, .ppid = Control};
    message.bytes = write_dcep(DcepOpen{.channel = options});
    if (!outbound.push(std::move(message))) return fail(SendError::QueueFull);
    labels_total_ += cost;
    channels_.emplace(*stream, Channel{.options = std::move(options)});
    return StreamId(*stream);
}

Result<void, SendError> Channels::send(StreamId id, MessageKind kind, Bytes message,
                                       Outbound& outbound, Moment now) {
    const auto found = channels_.find(id.value());
    if (found == channels_.end() || found->second.closing) return fail(SendError::NoSuchChannel);
    const auto& channel = found->second;
    const bool text = kind == MessageKind::Text;
    OutgoingMessage out{.stream = id.value(), .ppid = text ? Text : Binary};
    out.bytes = to_buffer(message);
    if (message.empty()) {  // SCTP has no empty messages: one zero, and the ppid says so.
        out.ppid = text ? TextEmpty : BinaryEmpty;
        out.bytes = {0};
    }
    out.ordered = channel.options.ordered || !channel.confirmed;  // RFC 8832 §6
    out.retransmissions_max = channel.options.retransmissions_max;
    if (channel.options.lifetime_max) out.expires = now + *channel.options.lifetime_max;
    if (!outbound.push(std::move(out))) return fail(SendError::QueueFull);
    return {};
}

bool Channels::close(StreamId id) {
    const auto found = channels_.find(id.value());
    if (found == channels_.end() || found->second.closing) return false;
    found->second.closing = true;
    return true;
}

Channels::Consequence Channels::arrived(IncomingMessage message, Outbound& outbound) {
    if (message.ppid == Control) {
        auto dcep = parse_dcep(message.bytes);
        if (!dcep) return {};
        if (auto* open = std::get_if<DcepOpen>(&*dcep)) {
            return opened_by_peer(message.stream, std::move(*open), outbound);
        }
        return confirmed_by_peer(message.stream);
    }
    const bool text = message.ppid == Text || message.ppid == TextEmpty;
    const bool empty = message.ppid == TextEmpty || message.ppid == BinaryEmpty;
    const bool known = text || empty || message.ppid == Binary;
    if (!known || !channels_.contains(message.stream)) return {};
    if (empty) message.bytes.clear();
    return {.event = MessageArrived{StreamId(message.stream),
                                    text ? MessageKind::Text : MessageKind::Binary,
                                    std::move(message.bytes)}};
}

Channels::Consequence Channels::opened_by_peer(std::uint16_t stream, DcepOpen open,
                                               Outbound& outbound) {
    if (channels_.contains(stream)) return {};  // RFC 8832 §6 leaves what to do; the first counts.
    const auto cost = label_cost(open.channel);
    if (stream >= streams_ || labels_total_ + cost > labels_total_max) return {.reset = true};
    labels_total_ += cost;
    channels_.emplace(stream, Channel{.options = open.channel, .confirmed = true});
    OutgoingMessage ack{.stream = stream, .ppid = Control};
    ack.bytes = write_dcep(DcepAck{});
    outbound.push_always(std::move(ack));  // One for each channel, so there is a limit.
    return {.event = ChannelOpened{StreamId(stream), std::move(open.channel)}};
}

Channels::Consequence Channels::confirmed_by_peer(std::uint16_t stream) {
    const auto found = channels_.find(stream);
    if (found == channels_.end() || found->second.confirmed) return {};
    found->second.confirmed = true;
    return {.event = ChannelOpened{StreamId(stream), found->second.options}};
}

Channels::Consequence Channels::reset_by_peer(std::uint16_t stream) {
    const auto found = channels_.find(stream);
    if (found == channels_.end()) return {};
    found->second.reset_theirs = true;
    const bool ours_too = close(StreamId(stream));
    return {.event = forget_if_done(stream), .reset = ours_too};
}

Channels::Consequence Channels::reset_by_us(std::uint16_t stream) {
    const auto found = channels_.find(stream);
    if (found == channels_.end()) return {};
    found->second.reset_ours = true;
    return {.event = forget_if_done(stream)};
}

std::optional<Channels::Event> Channels::forget_if_done(std::uint16_t stream) {
    const auto found = channels_.find(stream);
    if (!found->second.reset_ours || !found->second.reset_theirs) return std::nullopt;
    labels_total_ -= label_cost(found->second.options);
    channels_.erase(found);
    return ChannelClosed{StreamId(stream)};
}

std::vector<std::uint16_t> Channels::ids() const {
    std::vector<std::uint16_t> ids;
    for (const auto& [id, channel] : channels_) ids.push_back(id);
    return ids;
}

}  // namespace salon::sctp
