// A loaded model: tensors in, tensors out.
//
//   in   the path of a model; tensors in the caller's memory
//   out  what the model declares; its outputs
//
// Sessions are shared by all callers; run() may be called from many threads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "onnx/runtime.h"

struct OrtSession;
struct OrtValue;

namespace salon::onnx {

using Shape = std::vector<std::int64_t>;

/// A tensor that lives in the caller's memory. `name` is the model's word for it.
struct Tensor {
    const char* name;
    Shape shape;
    std::variant<std::span<float>, std::span<std::int64_t>> values;
};

/// A tensor the model made; whole numbers are given as floats too.
struct Made {
    Shape shape;
    std::vector<float> values;
};

enum class Element { Float, Int64, Other };

/// What a model declares about one of its inputs. A side it leaves open is -1.
struct Declared {
    std::string name;
    Element element = Element::Other;
    Shape shape;
};

inline constexpr std::size_t made_values_max = 32'000'000;  ///< Of one output; more is an error.

class Session {
public:
    /// Loads a model for one thread at a time per run(); many runs may go on side by side.
    ///
    /// Errors  no such file, or not a model this runtime understands
    /// Thread  any; blocks for about 100 ms
    static Result<std::shared_ptr<const Session>, Error> load(
        std::shared_ptr<const Runtime> runtime, const std::filesystem::path& model);

    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    const std::vector<Declared>& inputs() const { return inputs_; }

    /// Computes `outputs` from `inputs`; shapes must be the model's.
    ///
    /// Errors  what the runtime says about names, shapes or types
    /// Thread  any; blocks for as long as the model takes
    Result<void, Error> run(std::span<const Tensor> inputs, std::span<const Tensor> outputs) const;

    /// Computes all outputs, whatever their shape, in the model's order.
    ///
    /// Errors  as above; an output that holds neither floats nor whole numbers, or too many
    /// Thread  as above
    Result<std::vector<Made>, Error> run(std::span<const Tensor> inputs) const;

private:
    explicit Session(std::shared_ptr<const Runtime> runtime);
    Result<void, Error> look_inside();
    Result<Declared, Error> input(std::size_t index) const;
    Result<std::string, Error> name_of(bool is_input, std::size_t index) const;
    Result<Made, Error> take(OrtValue* value) const;

    std::shared_ptr<const Runtime> runtime_;
    OrtSession* session_ = nullptr;
    std::vector<Declared> inputs_;
    std::vector<std::string> outputs_;
};

}  // namespace salon::onnx
