#include "onnx/runtime.h"

#include <dlfcn.h>

#include <cstdlib>

#include <onnxruntime_c_api.h>

#include "onnx/failure.h"

namespace salon::onnx {
namespace {

constexpr std::uint32_t api_version = 22;

}  // namespace

Result<std::shared_ptr<const Runtime>, Error> Runtime::open(const std::filesystem::path& library) {
    // Never closed: the library has threads and static state that do not survive it.
    void* opened = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (opened == nullptr) return failure(dlerror());
    using GetApiBase = const OrtApiBase* (*)();
    const auto base = reinterpret_cast<GetApiBase>(dlsym(opened, "OrtGetApiBase"));
    if (base == nullptr) return failure(library.string() + " is not ONNX Runtime");

    std::shared_ptr<Runtime> runtime(new Runtime);
    runtime->api_ = base()->GetApi(api_version);
    if (runtime->api_ == nullptr) return failure(library.string() + " is too old");
    return runtime->start().map([&] { return std::shared_ptr<const Runtime>(runtime); });
}

std::filesystem::path Runtime::standard_library() {
    const char* chosen = std::getenv("SALON_ONNXRUNTIME");
    return chosen != nullptr ? chosen : SALON_ONNXRUNTIME_DEFAULT;
}

Result<void, Error> Runtime::start() {
    return checked(api_->CreateEnv(ORT_LOGGING_LEVEL_ERROR, "salon", &env_)).and_then([&] {
        return checked(api_->CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &memory_));
    });
}

Runtime::~Runtime() {
    if (api_ == nullptr) return;
    api_->ReleaseMemoryInfo(memory_);
    api_->ReleaseEnv(env_);
}

Result<void, Error> Runtime::checked(OrtStatus* status) const {
    if (status == nullptr) return {};
    std::string what = api_->GetErrorMessage(status);
    api_->ReleaseStatus(status);
    return failure(std::move(what));
}

}  // namespace salon::onnx
