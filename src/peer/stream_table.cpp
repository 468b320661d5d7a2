#include "peer/stream_table.h"

#include <algorithm>

namespace salon::peer {

StreamTable::StreamTable(const std::vector<sdp::MediaPlan>& media) {
    for (const auto& plan : media) {
        if (plan.kind != sdp::MediaKind::Audio && plan.kind != sdp::MediaKind::Video) continue;
        Section section{
            .kind = plan.kind, .mid = plan.mid, .mid_id = plan.extensions.mid, .payload_types = {}};
        for (const auto& type : {plan.opus_pt, plan.vp8_pt, plan.vp8_rtx_pt}) {
            if (type) section.payload_types.push_back(*type);
        }
        sections_.push_back(std::move(section));
        for (const auto& ssrc : {plan.remote_ssrc, plan.remote_rtx_ssrc}) {
            if (ssrc) streams_.emplace(*ssrc, plan.kind);
        }
        const auto id = plan.extensions.transport_cc;
        const auto& ids = transport_cc_ids_;
        const bool news = id && std::find(ids.begin(), ids.end(), *id) == ids.end();
        if (plan.feedback.transport_cc && news) transport_cc_ids_.push_back(*id);
    }
}

std::optional<sdp::MediaKind> StreamTable::sort(const rtp::PacketView& packet) {
    const auto known = streams_.find(packet.header.ssrc);
    if (known != streams_.end()) return known->second;
    const auto* section = by_mid(packet);
    if (section == nullptr) section = by_payload_type(packet);
    if (section == nullptr) return std::nullopt;
    if (streams_.size() < streams_max) streams_.emplace(packet.header.ssrc, section->kind);
    return section->kind;
}

const StreamTable::Section* StreamTable::by_mid(const rtp::PacketView& packet) const {
    for (const auto& section : sections_) {
        const auto mid = section.mid_id ? packet.extensions.find(*section.mid_id) : std::nullopt;
        if (mid && as_text(*mid) == section.mid) return &section;
    }
    return nullptr;
}

const StreamTable::Section* StreamTable::by_payload_type(const rtp::PacketView& packet) const {
    const Section* only = nullptr;
    for (const auto& section : sections_) {
        const auto& types = section.payload_types;
        if (std::find(types.begin(), types.end(), packet.header.payload_type.value()) ==
            types.end()) {
            continue;
        }
        if (only != nullptr) return nullptr;
        only = &section;
    }
    return only;
}

std::optional<std::uint16_t> StreamTable::transport_sequence(const rtp::PacketView& packet) const {
    for (const auto id : transport_cc_ids_) {
        if (const auto sequence = rtp::transport_sequence(packet, id)) return sequence;
    }
    return std::nullopt;
}

bool StreamTable::number(MutableBytes packet, std::uint16_t transport_sequence) const {
    return std::any_of(transport_cc_ids_.begin(), transport_cc_ids_.end(), [&](auto id) {
        return rtp::set_transport_sequence(packet, id, transport_sequence);
    });
}

}  // namespace salon::peer
