// Who we are, and whom we trust, in TLS.
#pragma once

#include <string>

namespace salon::net {

/// A server's certificate chain and its key, as PEM text.
struct TlsIdentity {
    std::string certificate_pem;
    std::string key_pem;
};

/// Certificates a client accepts: the system's, and those in `extra_pem`.
struct TlsTrust {
    std::string extra_pem;
};

}  // namespace salon::net
