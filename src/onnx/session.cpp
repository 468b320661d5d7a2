#include "onnx/session.h"

#include <onnxruntime_c_api.h>

#include "onnx/failure.h"

namespace salon::onnx {
namespace {

// The values of one run, given back to the runtime at the end. The tensors' memory is not its own.
class Values {
public:
    Values(const OrtApi& api, std::size_t count) : api_(api), values_(count) {}
    ~Values() {
        for (auto* value : values_) api_.ReleaseValue(value);
    }
    Values(const Values&) = delete;
    Values& operator=(const Values&) = delete;

    OrtStatus* wrap(std::size_t index, const OrtMemoryInfo* memory, const Tensor& tensor) {
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

std::vector<const char*> names(std::span<const Tensor> tensors) {
    std::vector<const char*> names;
    for (const auto& tensor : tensors) names.push_back(tensor.name);
    return names;
}

Element element_of(ONNXTensorElementDataType type) {
    if (type == ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT) return Element::Float;
    return type == ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 ? Element::Int64 : Element::Other;
}

struct TypeAndShape {
    ONNXTensorElementDataType type = ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED;
    Shape shape;
};

OrtStatus* read(const OrtApi& api, const OrtTensorTypeAndShapeInfo* info, TypeAndShape& into) {
    std::size_t sides = 0;
    if (auto* status = api.GetTensorElementType(info, &into.type)) return status;
    if (auto* status = api.GetDimensionsCount(info, &sides)) return status;
    into.shape.resize(sides);
    return api.GetDimensions(info, into.shape.data(), sides);
}

template <class Number>
std::vector<float> as_floats(const void* memory, std::size_t count) {
    const auto* numbers = static_cast<const Number*>(memory);
    std::vector<float> floats;
    floats.reserve(count);
    for (std::size_t i = 0; i < count; ++i) floats.push_back(static_cast<float>(numbers[i]));
    return floats;
}

}  // namespace

Session::Session(std::shared_ptr<const Runtime> runtime) : runtime_(std::move(runtime)) {}

Session::~Session() { runtime_->api_->ReleaseSession(session_); }

Result<std::shared_ptr<const Session>, Error> Session::load(std::shared_ptr<const Runtime> runtime,
                                                            const std::filesystem::path& model) {
    const auto& api = *runtime->api_;
    std::shared_ptr<Session> session(new Session(runtime));
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
    return loaded.and_then([&] { return session->look_inside(); }).map([&] {
        return std::shared_ptr<const Session>(session);
    });
}

Result<void, Error> Session::look_inside() {
    const auto& api = *runtime_->api_;
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    auto counted = runtime_->checked(api.SessionGetInputCount(session_, &inputs)).and_then([&] {
        return runtime_->checked(api.SessionGetOutputCount(session_, &outputs));
    });
    if (!counted) return counted;
    for (std::size_t i = 0; i < inputs; ++i) {
        auto declared = input(i);
        if (!declared) return fail(declared.error());
        inputs_.push_back(std::move(*declared));
    }
    for (std::size_t i = 0; i < outputs; ++i) {
        auto name = name_of(false, i);
        if (!name) return fail(name.error());
        outputs_.push_back(std::move(*name));
    }
    return {};
}

Result<std::string, Error> Session::name_of(bool is_input, std::size_t index) const {
    const auto& api = *runtime_->api_;
    OrtAllocator* allocator = nullptr;
    char* name = nullptr;
    const auto get = is_input ? api.SessionGetInputName : api.SessionGetOutputName;
    return runtime_->checked(api.GetAllocatorWithDefaultOptions(&allocator))
        .and_then([&] { return runtime_->checked(get(session_, index, allocator, &name)); })
        .and_then([&] {
            std::string copy = name;
            return runtime_->checked(api.AllocatorFree(allocator, name)).map([&] { return copy; });
        });
}

Result<Declared, Error> Session::input(std::size_t index) const {
    const auto& api = *runtime_->api_;
    OrtTypeInfo* type = nullptr;
    const OrtTensorTypeAndShapeInfo* tensor = nullptr;  // Belongs to `type`.
    TypeAndShape seen;
    auto read_it = runtime_->checked(api.SessionGetInputTypeInfo(session_, index, &type))
                       .and_then([&] {
                           return runtime_->checked(api.CastTypeInfoToTensorInfo(type, &tensor));
                       })
                       .and_then([&]() -> Result<void, Error> {
                           if (tensor == nullptr) return {};  // A list or a map: Element::Other.
                           return runtime_->checked(read(api, tensor, seen));
                       });
    if (type != nullptr) api.ReleaseTypeInfo(type);
    if (!read_it) return fail(read_it.error());
    return name_of(true, index).map([&](std::string name) {
        return Declared{std::move(name), element_of(seen.type), std::move(seen.shape)};
    });
}

Result<void, Error> Session::run(std::span<const Tensor> inputs,
                                 std::span<const Tensor> outputs) const {
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

Result<std::vector<Made>, Error> Session::run(std::span<const Tensor> inputs) const {
    const auto& api = *runtime_->api_;
    Values in(api, inputs.size());
    Values out(api, outputs_.size());  // Null: the runtime makes them.
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        auto wrapped = runtime_->checked(in.wrap(i, runtime_->memory_, inputs[i]));
        if (!wrapped) return fail(wrapped.error());
    }
    const auto input_names = names(inputs);
    std::vector<const char*> output_names;
    for (const auto& name : outputs_) output_names.push_back(name.c_str());
    auto ran =
        runtime_->checked(api.Run(session_, nullptr, input_names.data(), in.data(), inputs.size(),
                                  output_names.data(), output_names.size(), out.data()));
    if (!ran) return fail(ran.error());
    std::vector<Made> all;
    for (std::size_t i = 0; i < outputs_.size(); ++i) {
        auto made = take(out.data()[i]);
        if (!made) return fail(Error{made.error().code, outputs_[i] + ": " + made.error().what});
        all.push_back(std::move(*made));
    }
    return all;
}

Result<Made, Error> Session::take(OrtValue* value) const {
    const auto& api = *runtime_->api_;
    int is_tensor = 0;
    OrtTensorTypeAndShapeInfo* info = nullptr;
    auto asked = runtime_->checked(api.IsTensor(value, &is_tensor));
    if (!asked) return fail(asked.error());
    if (is_tensor == 0) return failure("the output is not a tensor");
    TypeAndShape seen;
    std::size_t count = 0;
    void* memory = nullptr;
    auto read_it =
        runtime_->checked(api.GetTensorTypeAndShape(value, &info))
            .and_then([&] { return runtime_->checked(read(api, info, seen)); })
            .and_then(
                [&] { return runtime_->checked(api.GetTensorShapeElementCount(info, &count)); })
            .and_then([&] { return runtime_->checked(api.GetTensorMutableData(value, &memory)); });
    if (info != nullptr) api.ReleaseTensorTypeAndShapeInfo(info);
    if (!read_it) return fail(read_it.error());
    if (count > made_values_max) return failure("the output holds too many values");
    switch (seen.type) {
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT:
            return Made{std::move(seen.shape), as_floats<float>(memory, count)};
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64:
            return Made{std::move(seen.shape), as_floats<std::int64_t>(memory, count)};
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32:
            return Made{std::move(seen.shape), as_floats<std::int32_t>(memory, count)};
        default:
            return failure("the output holds neither floats nor whole numbers");
    }
}

}  // namespace salon::onnx
