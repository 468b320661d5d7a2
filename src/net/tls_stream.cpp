#include "net/tls_stream.h"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/address.h"
#include "net/expiry.h"

namespace salon::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

using TlsSocket = asio::ssl::stream<tcp::socket>;

class TlsStream final : public Stream {
public:
    TlsStream(tcp::socket socket, std::shared_ptr<asio::ssl::context> context)
        : context_(std::move(context)), socket_(std::move(socket), *context_) {}

    Executor executor() override { return socket_.get_executor(); }
    void read_some(asio::mutable_buffer into, IoHandler handler) override {
        socket_.async_read_some(into, std::move(handler));
    }
    void write_some(WritePieces pieces, IoHandler handler) override {
        socket_.async_write_some(pieces, std::move(handler));
    }
    void finish_sending() override {
        boost::system::error_code gone;
        socket_.next_layer().shutdown(tcp::socket::shutdown_send, gone);
    }
    void close() override {
        boost::system::error_code gone;
        socket_.next_layer().close(gone);
    }
    TlsSocket& socket() { return socket_; }

private:
    std::shared_ptr<asio::ssl::context> context_;
    TlsSocket socket_;
};

using Shaken = Result<std::unique_ptr<Stream>, Error>;

Task<Shaken> shake_hands(std::unique_ptr<TlsStream> stream,
                         asio::ssl::stream_base::handshake_type as, Duration patience) {
    auto& socket = stream->socket();
    const Expiry expiry(stream->executor(), patience, [&raw = *stream] { raw.close(); });
    const auto [error] = co_await socket.async_handshake(as, asio::as_tuple(asio::use_awaitable));
    if (expiry.expired()) {
        Error late{.code = make_error_code(std::errc::timed_out),
                   .what = "TLS handshake timed out"};
        co_return fail(std::move(late));
    }
    if (error) {
        const long verdict = SSL_get_verify_result(socket.native_handle());
        Error failure{.code = error, .what = "TLS handshake failed: " + error.message()};
        if (verdict != X509_V_OK) {
            failure.what = std::string("certificate: ") + X509_verify_cert_error_string(verdict);
        }
        co_return fail(std::move(failure));
    }
    co_return std::move(stream);
}

std::shared_ptr<asio::ssl::context> client_context(const TlsTrust& trust) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    boost::system::error_code none;  // No system certificates: then no server is trusted.
    context->set_default_verify_paths(none);
    if (!trust.extra_pem.empty()) {
        context->add_certificate_authority(asio::buffer(trust.extra_pem), none);
    }
    context->set_verify_mode(asio::ssl::verify_peer);
    return context;
}

}  // namespace

Task<Shaken> tls_client(tcp::socket socket, std::string host, TlsTrust trust, Duration patience) {
    auto stream = std::make_unique<TlsStream>(std::move(socket), client_context(trust));
    auto& tls = stream->socket();
    // A server name must not be an IP address (RFC 6066 §3).
    if (!IpAddress::parse(host)) SSL_set_tlsext_host_name(tls.native_handle(), host.c_str());
    asio::ssl::host_name_verification is_host(host);
    tls.set_verify_callback(is_host);
    co_return co_await shake_hands(std::move(stream), asio::ssl::stream_base::client, patience);
}

struct TlsDoor::Context {
    std::shared_ptr<asio::ssl::context> shared =
        std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
};

TlsDoor::TlsDoor(const TlsIdentity& identity) : context_(std::make_unique<Context>()) {
    auto& context = *context_->shared;
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    boost::system::error_code error;
    context.use_certificate_chain(asio::buffer(identity.certificate_pem), error);
    if (error) throw std::system_error(error, "the TLS certificate is unusable");
    context.use_private_key(asio::buffer(identity.key_pem), asio::ssl::context::pem, error);
    if (error) throw std::system_error(error, "the TLS key is unusable");
}

TlsDoor::~TlsDoor() = default;

Task<Shaken> TlsDoor::accept(tcp::socket socket, Duration patience) {
    auto stream = std::make_unique<TlsStream>(std::move(socket), context_->shared);
    co_return co_await shake_hands(std::move(stream), asio::ssl::stream_base::server, patience);
}

}  // namespace salon::net
