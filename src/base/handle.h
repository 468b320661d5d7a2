// Gives a C library's object an owner on the line where it enters:
//   using SslHandle = Handle<SSL, SSL_free>;
#pragma once

#include <memory>

namespace salon {

template <auto Close>
struct CloseWith {
    template <class T>
    void operator()(T* object) const {
        Close(object);
    }
};

template <class T, auto Close>
using Handle = std::unique_ptr<T, CloseWith<Close>>;

}  // namespace salon
