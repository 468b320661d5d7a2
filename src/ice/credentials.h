// What one end calls itself in checks, and the secret it proves them with (RFC 8839 §5.4).
#pragma once

#include <string>

namespace salon::ice {

struct Credentials {
    std::string ufrag;  ///< At least 4 characters; ours have an unguessable part.
    std::string pwd;    ///< At least 22 characters. A secret.
};

}  // namespace salon::ice
