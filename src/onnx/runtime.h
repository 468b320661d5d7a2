// ONNX Runtime, opened at run time: where the library is missing, neural features are off and the
// error says so, and everything else works.
//
//   in   the path of libonnxruntime.so
//   out  a runtime, on which sessions (onnx/session.h) load models
//
// Shared by all who use a model in this process.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"

struct OrtApi;
struct OrtEnv;
struct OrtMemoryInfo;
struct OrtStatus;

namespace salon::onnx {

class Runtime {
public:
    /// Opens the library and asks it for API version 22, which every build since 2025 serves.
    ///
    /// Errors  the library is not there, is none, or is too old
    /// Thread  any; blocks on the disk
    static Result<std::shared_ptr<const Runtime>, Error> open(const std::filesystem::path& library);

    /// SALON_ONNXRUNTIME from the environment, else where `./run` puts it.
    static std::filesystem::path standard_library();

    ~Runtime();
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

private:
    friend class Session;
    Runtime() = default;
    Result<void, Error> start();
    /// What a call of the C API says: nothing, or its error message.
    Result<void, Error> checked(OrtStatus* status) const;

    const OrtApi* api_ = nullptr;
    OrtEnv* env_ = nullptr;
    OrtMemoryInfo* memory_ = nullptr;
};

}  // namespace salon::onnx
