// ONNX Runtime, opened at run time: where the library is missing, neural features are off and the
// error says so, and everything else works.
//
//   in   the path of libonnxruntime.so, the path of a model, tensors in the caller's memory
//   out  the model's outputs, written into the caller's memory
//
// A runtime and its sessions are shared by all callers; run() may be called from many threads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"

struct OrtApi;
struct OrtEnv;
struct OrtMemoryInfo;
struct OrtSession;
struct OrtStatus;

namespace salon::speech {

/// A tensor that lives in the caller's memory. `name` is the model's word for it.
struct OnnxTensor {
    const char* name;
    std::vector<std::int64_t> shape;
    std::variant<std::span<float>, std::span<std::int64_t>> values;
};

class OnnxRuntime {
public:
    /// Opens the library and asks it for API version 22, which every build since 2025 serves.
    ///
    /// Errors  the library is not there, is none, or is too old
    /// Thread  any; blocks on the disk
    static Result<std::shared_ptr<const OnnxRuntime>, Error> open(
        const std::filesystem::path& library);

    ~OnnxRuntime();
    OnnxRuntime(const OnnxRuntime&) = delete;
    OnnxRuntime& operator=(const OnnxRuntime&) = delete;

private:
    friend class OnnxSession;
    OnnxRuntime() = default;
    Result<void, Error> start();
    /// What a call of the C API says: nothing, or its error message.
    Result<void, Error> checked(OrtStatus* status) const;

    const OrtApi* api_ = nullptr;
    OrtEnv* env_ = nullptr;
    OrtMemoryInfo* memory_ = nullptr;
};

class OnnxSession {
public:
    /// Loads a model for one thread at a time per run(); many runs may go on side by side.
    ///
    /// Errors  no such file, or not a model this runtime understands
    /// Thread  any; blocks for about 100 ms
    static Result<std::shared_ptr<const OnnxSession>, Error> load(
        std::shared_ptr<const OnnxRuntime> runtime, const std::filesystem::path& model);

    ~OnnxSession();
    OnnxSession(const OnnxSession&) = delete;
    OnnxSession& operator=(const OnnxSession&) = delete;

    /// Computes `outputs` from `inputs`; shapes must be the model's.
    ///
    /// Errors  what the runtime says about names, shapes or types
    /// Thread  any; blocks for as long as the model takes
    Result<void, Error> run(std::span<const OnnxTensor> inputs,
                            std::span<const OnnxTensor> outputs) const;

private:
    explicit OnnxSession(std::shared_ptr<const OnnxRuntime> runtime);

    std::shared_ptr<const OnnxRuntime> runtime_;
    OrtSession* session_ = nullptr;
};

}  // namespace salon::speech
