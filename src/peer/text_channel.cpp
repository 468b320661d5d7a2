#include "peer/text_channel.h"

#include <algorithm>
#include <utility>

#include "base/overload.h"
#include "base/take_front.h"

namespace salon::peer {

void TextChannel::connect(sctp::Role role, Random& random, Moment now) {
    association_.emplace(
        sctp::AssociationOptions{
            .role = role,
            .remote_port = plan_.sctp_port,
            .message_size_max = message_size_max,
            .remote_message_size_max = static_cast<std::size_t>(plan_.message_size_max)},
        random, now);
    gather();
}

void TextChannel::receive(Bytes packet, Moment now) {
    if (!association_) return;
    association_->receive(packet, now);
    gather();
    flush(now);
}

void TextChannel::advance(Moment now) {
    if (!association_) return;
    association_->advance(now);
    gather();
    flush(now);
}

std::optional<TextChannel::Output> TextChannel::poll() { return take_front(outputs_); }

Moment TextChannel::deadline() const { return association_ ? association_->deadline() : never; }

void TextChannel::send(std::string text, Moment now) {
    if (text.size() > plan_.message_size_max && plan_.message_size_max > 0) {
        ++dropped_;
        return;
    }
    waiting_bytes_ += text.size();
    waiting_.push_back(std::move(text));
    flush(now);
    while (waiting_.size() > texts_queued_max || waiting_bytes_ > queue_bytes_max) drop_oldest();
}

void TextChannel::close(Moment now) {
    if (!association_) return;
    association_->abort(now);
    gather();
}

void TextChannel::gather() {
    while (association_) {
        auto output = association_->poll();
        if (!output) return;
        take(std::move(*output));
    }
}

void TextChannel::take(sctp::Output output) {
    std::visit(
        overload{[&](sctp::SctpPacket& packet) { outputs_.push_back(std::move(packet)); },
                 [&](sctp::Established&) {}, [&](sctp::ChannelOpened& channel) { opened(channel); },
                 [&](sctp::MessageArrived& message) { arrived(std::move(message)); },
                 [&](sctp::ChannelClosed& channel) {
                     if (chosen_ && chosen_->id == channel.id) chosen_.reset();
                 },
                 [&](sctp::Aborted& end) {
                     chosen_.reset();
                     const bool by_peer = end.reason == sctp::EndReason::PeerAborted ||
                                          end.reason == sctp::EndReason::ShutDown;
                     if (by_peer) outputs_.push_back(Ended{});
                 }},
        output);
}

void TextChannel::opened(const sctp::ChannelOpened& channel) {
    const bool is_text = channel.channel.label == "text";
    if (!chosen_ || (is_text && !chosen_->is_text)) chosen_ = {channel.id, is_text};
    outputs_.push_back(ChannelOpened{channel.channel.label});
}

void TextChannel::arrived(sctp::MessageArrived message) {
    if (message.kind != sctp::MessageKind::Text) {
        ++dropped_;
        return;
    }
    ++received_;
    outputs_.push_back(TextArrived{std::string(as_text(message.bytes))});
}

void TextChannel::flush(Moment now) {
    while (chosen_ && !waiting_.empty()) {
        const auto sent = association_->send(chosen_->id, sctp::MessageKind::Text,
                                             as_bytes(waiting_.front()), now);
        if (!sent && sent.error() == sctp::SendError::QueueFull) break;
        waiting_bytes_ -= waiting_.front().size();
        waiting_.pop_front();
        ++(sent ? sent_ : dropped_);
    }
    gather();
}

void TextChannel::drop_oldest() {
    waiting_bytes_ -= waiting_.front().size();
    waiting_.pop_front();
    ++dropped_;
}

}  // namespace salon::peer
