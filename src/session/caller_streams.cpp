#include "session/caller_streams.h"

#include <utility>

namespace salon::session {

void CallerStreams::adopt(std::unique_ptr<net::Stream> stream, const TransportAddress& from,
                          Bytes first) {
    if (connections_.size() == connections_max) return;
    auto connection = std::make_shared<Connection>();
    connection->link = std::make_shared<net::ByteLink>(std::move(stream));
    connections_.insert_or_assign(from, connection);
    connection->link->start([this, from](Bytes bytes) { hear(from, bytes); },
                            [this, from] { connections_.erase(from); });
    hear(from, first);
}

void CallerStreams::hear(const TransportAddress& from, Bytes bytes) {
    const auto found = connections_.find(from);
    if (found == connections_.end()) return;
    const auto connection = found->second;  // A datagram may be what closes us.
    connection->frames.push(bytes);
    while (const auto datagram = connection->frames.next()) on_datagram_(*datagram, from);
    if (!connection->frames.broken()) return;
    connection->link->close();
    connections_.erase(from);
}

bool CallerStreams::send(Bytes datagram, const TransportAddress& to) {
    const auto found = connections_.find(to);
    return found != connections_.end() && found->second->link->send(ice::tcp_frame(datagram));
}

void CallerStreams::close() {
    for (const auto& [from, connection] : std::exchange(connections_, {})) {
        connection->link->close();
    }
}

}  // namespace salon::session
