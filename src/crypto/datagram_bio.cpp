#include "crypto/datagram_bio.h"

#include <algorithm>

#include <openssl/bio.h>

#include "base/check.h"
#include "base/handle.h"

namespace salon::crypto {
namespace {

using MethodHandle = Handle<BIO_METHOD, BIO_meth_free>;

DatagramWire& wire_of(BIO* bio) { return *static_cast<DatagramWire*>(BIO_get_data(bio)); }

int write(BIO* bio, const char* start, int size) {
    auto& wire = wire_of(bio);
    const auto bytes = as_bytes({start, static_cast<std::size_t>(size)});
    if (wire.leaving.size() < wire.queued_max) wire.leaving.push_back(to_buffer(bytes));
    return size;
}

int read(BIO* bio, char* start, int size_max) {
    auto& wire = wire_of(bio);
    BIO_clear_retry_flags(bio);
    if (wire.arriving.empty()) {
        BIO_set_retry_read(bio);
        return -1;
    }
    const auto size = std::min(wire.arriving.size(), static_cast<std::size_t>(size_max));
    std::copy_n(wire.arriving.begin(), size, start);
    wire.arriving = {};  // As with a socket: what does not fit is gone.
    return static_cast<int>(size);
}

long control(BIO* bio, int command, long, void* argument) {
    switch (command) {
        case BIO_CTRL_FLUSH:
            return 1;
        case BIO_CTRL_DGRAM_QUERY_MTU:
        case BIO_CTRL_DGRAM_GET_FALLBACK_MTU:
            return static_cast<long>(wire_of(bio).mtu);
        case BIO_CTRL_DGRAM_SET_NEXT_TIMEOUT:
            wire_of(bio).alarm = static_cast<timeval*>(argument);
            return 1;
        // GET_MTU_OVERHEAD among them: our MTU counts what is inside UDP, so there is none.
        default:
            return 0;
    }
}

MethodHandle make_method() {
    MethodHandle method(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "datagrams"));
    check(method != nullptr);
    BIO_meth_set_write(method.get(), write);
    BIO_meth_set_read(method.get(), read);
    BIO_meth_set_ctrl(method.get(), control);
    return method;
}

}  // namespace

bio_st* make_datagram_bio(DatagramWire& wire) {
    static const auto method = make_method();
    auto* bio = BIO_new(method.get());
    check(bio != nullptr);
    BIO_set_data(bio, &wire);
    BIO_set_init(bio, 1);
    return bio;
}

}  // namespace salon::crypto
