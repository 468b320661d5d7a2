#include "net/byte_link.h"

#include <utility>

namespace salon::net {

void ByteLink::start(OnBytes on_bytes, OnEnd on_end) {
    on_bytes_ = std::move(on_bytes);
    on_end_ = std::move(on_end);
    read();
}

void ByteLink::read() {
    auto took = [self = shared_from_this()](const boost::system::error_code& error,
                                            std::size_t size) {
        if (!self->open_) return;
        if (error) return self->end();
        self->on_bytes_(Bytes(self->room_).first(size));
        if (self->open_) self->read();
    };
    stream_->read_some(boost::asio::buffer(room_), IoHandler(std::move(took), stream_->executor()));
}

bool ByteLink::send(Bytes bytes) {
    if (!open_ || waiting_.size() + bytes.size() > waiting_max) return false;
    waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
    if (leaving_.empty()) write();
    return true;
}

void ByteLink::write() {
    if (left_ == leaving_.size()) {
        leaving_ = std::exchange(waiting_, {});
        left_ = 0;
        if (leaving_.empty()) return open_ ? void() : shut();
    }
    auto wrote = [self = shared_from_this()](const boost::system::error_code& error,
                                             std::size_t size) {
        if (error) return self->end();
        self->left_ += size;
        self->write();
    };
    const boost::asio::const_buffer rest(leaving_.data() + left_, leaving_.size() - left_);
    stream_->write_some(WritePieces(rest), IoHandler(std::move(wrote), stream_->executor()));
}

void ByteLink::end() {
    shut();
    if (!std::exchange(open_, false)) return;
    const auto tell = std::move(on_end_);
    if (tell) tell();
}

void ByteLink::close() {
    if (!std::exchange(open_, false)) return;
    if (leaving_.empty()) return shut();
    farewell_.emplace(stream_->executor(), farewell_max, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->stream_->close();
    });
}

void ByteLink::shut() {
    stream_->close();
    farewell_.reset();
}

}  // namespace salon::net
