#include "speech/onnx.h"

#include <dlfcn.h>

#include <onnxruntime_c_api.h>

namespace salon::speech {
namespace {

constexpr std::uint32_t api_version = 22;

auto failure(std::string what) {
    return fail(Error{.code = std::make_error_code(std::errc::not_supported), .what = what});
}

// The values of one run, given back to the runtime at the end. The tensors' memory is not its own.
class Values {
public:
    Values(const OrtApi& api, std::size_t count) : api_(api), values_(count) {}
    ~Values() {
        for (auto* value : values_) api_.ReleaseValue(value);
    }
    Values(const Values&) = delete;
    Values& operator=(const Values&) = delete;

    OrtStatus* wrap(std::size_t index, const OrtMemoryInfo* memory, const OnnxTensor& tensor) {
        const auto wrap_span = [&](auto values, ONNXTensorElementDataType type) {
            return api_.CreateTensorWithDataAsOrtValue(memory, values.data(), values.size_bytes(),
                                                       tensor.shape.data(), tensor.shape.size(),
                                                       type, &values_[index]);
        };
        if (const auto* floats = std::get_if<std::span<float>>(&tensor.values)) {
            return wrap_span(*floats, ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT);
        }
        return wrap_span(std::get<std::span<std::int64_t>>(tensor.values),
                         ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64);
    }

    OrtValue** data() { return values_.data(); }

private:
    const OrtApi& api_;
    std::vector<OrtValue*> values_;
};

std::vector<const char*> names(std::span<const OnnxTensor> tensors) {
    std::vector<const char*> names;
    for (const auto& tensor : tensors) names.push_back(tensor.name);
    return names;
}

}  // namespace

Result<std::shared_ptr<const OnnxRuntime>, Error> OnnxRuntime::open(
    const std::filesystem::path& library) {
    // Never closed: the library has threads and static state that do not survive it.
    void* opened = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (opened == nullptr) return failure(dlerror());
    using GetApiBase = const OrtApiBase* (*)();
    const auto base = reinterpret_cast<GetApiBase>(dlsym(opened, "OrtGetApiBase"));
    if (base == nullptr) return failure(library.string() + " is not ONNX Runtime");

    std::shared_ptr<OnnxRuntime> runtime(new OnnxRuntime);
    runtime->api_ = base()->GetApi(api_version);
    if (runtime->api_ == nullptr) return failure(library.string() + " is too old");
    return runtime->start().map([&] { return std::shared_ptr<const OnnxRuntime>(runtime); });
}

Result<void, Error> OnnxRuntime::start() {
    return checked(api_->CreateEnv(ORT_LOGGING_LEVEL_ERROR, "salon", &env_)).and_then([&] {
        return checked(api_->CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &memory_));
    });
}

OnnxRuntime::~OnnxRuntime() {
    if (api_ == nullptr) return;
    api_->ReleaseMemoryInfo(memory_);
    api_->ReleaseEnv(env_);
}

Result<void, Error> OnnxRuntime::checked(OrtStatus* status) const {
    if (status == nullptr) return {};
    std::string what = api_->GetErrorMessage(status);
    api_->ReleaseStatus(status);
    return failure(std::move(what));
}

OnnxSession::OnnxSession(std::shared_ptr<const OnnxRuntime> runtime)
    : runtime_(std::move(runtime)) {}

OnnxSession::~OnnxSession() { runtime_->api_->ReleaseSession(session_); }

Result<std::shared_ptr<const OnnxSession>, Error> OnnxSession::load(
    std::shared_ptr<const OnnxRuntime> runtime, const std::filesystem::path& model) {
    const auto& api = *runtime->api_;
    std::shared_ptr<OnnxSession> session(new OnnxSession(runtime));
    OrtSessionOptions* options = nullptr;
    auto loaded = runtime->checked(api.CreateSessionOptions(&options));
    const auto step = [&](auto call) {
        loaded = loaded.and_then([&] { return runtime->checked(call()); });
    };
    // One thread: callers outnumber cores, so each run stays on the core that asked.
    step([&] { return api.SetIntraOpNumThreads(options, 1); });
    step([&] { return api.SetInterOpNumThreads(options, 1); });
    step([&] {
        return api.CreateSession(runtime->env_, model.c_str(), options, &session->session_);
    });
    api.ReleaseSessionOptions(options);
    return loaded.map([&] { return std::shared_ptr<const OnnxSession>(session); });
}

Result<void, Error> OnnxSession::run(std::span<const OnnxTensor> inputs,
                                     std::span<const OnnxTensor> outputs) const {
    const auto& api = *runtime_->api_;
    Values in(api, inputs.size());
    Values out(api, outputs.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        auto wrapped = runtime_->checked(in.wrap(i, runtime_->memory_, inputs[i]));
        if (!wrapped) return wrapped;
    }
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        auto wrapped = runtime_->checked(out.wrap(i, runtime_->memory_, outputs[i]));
        if (!wrapped) return wrapped;
    }
    const auto input_names = names(inputs);
    const auto output_names = names(outputs);
    return runtime_->checked(api.Run(session_, nullptr, input_names.data(), in.data(),
                                     inputs.size(), output_names.data(), outputs.size(),
                                     out.data()));
}

}  // namespace salon::speech
