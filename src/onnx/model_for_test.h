// Small ONNX models for tests: they take what they declare, look at none of it, and answer with
// the same numbers every time. Written as the protobuf bytes of onnx.proto3.
#pragma once

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "onnx/session.h"

namespace salon::onnx::for_test {

/// The messages of onnx.proto3, field by field.
class Message {
public:
    Message& number(int field, std::uint64_t value) {
        varint(static_cast<std::uint64_t>(field) << 3);
        varint(value);
        return *this;
    }
    Message& text(int field, std::string_view bytes) {
        varint((static_cast<std::uint64_t>(field) << 3) | 2);
        varint(bytes.size());
        bytes_ += bytes;
        return *this;
    }
    Message& inside(int field, const Message& message) { return text(field, message.bytes_); }
    const std::string& bytes() const { return bytes_; }

private:
    void varint(std::uint64_t value) {
        for (; value >= 128; value >>= 7) bytes_ += static_cast<char>(value | 128);
        bytes_ += static_cast<char>(value);
    }

    std::string bytes_;
};

inline std::uint64_t type_number(Element element) { return element == Element::Float ? 1 : 7; }

/// A TensorProto.
inline Message constant(const std::string& name, const Made& made, Element element) {
    Message tensor;
    for (const auto side : made.shape) tensor.number(1, static_cast<std::uint64_t>(side));
    tensor.number(2, type_number(element));
    std::string raw;
    for (const float value : made.values) {
        const auto whole = static_cast<std::int64_t>(value);
        const bool is_float = element == Element::Float;
        raw.append(is_float ? reinterpret_cast<const char*>(&value)
                            : reinterpret_cast<const char*>(&whole),
                   is_float ? sizeof value : sizeof whole);
    }
    return tensor.text(8, name).text(9, raw);
}

/// A ValueInfoProto; sides below 1 stay open.
inline Message declared(const Declared& value) {
    Message shape;
    for (const auto side : value.shape) {
        Message dimension;
        if (side > 0) dimension.number(1, static_cast<std::uint64_t>(side));
        shape.inside(1, dimension);
    }
    Message tensor;
    tensor.number(1, type_number(value.element)).inside(2, shape);
    return Message().text(1, value.name).inside(2, Message().inside(1, tensor));
}

struct Output {
    Made made;
    Element element = Element::Float;
};

/// The file of a model that answers with `outputs`.
inline std::string model(const std::vector<Declared>& inputs, const std::vector<Output>& outputs) {
    Message graph;
    graph.text(2, "for_test");
    for (const auto& input : inputs) graph.inside(11, declared(input));
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const auto name = "output" + std::to_string(i);
        graph.inside(5, constant(name + "_value", outputs[i].made, outputs[i].element));
        graph.inside(1, Message().text(1, name + "_value").text(2, name).text(4, "Identity"));
        graph.inside(12, declared({name, outputs[i].element, outputs[i].made.shape}));
    }
    return Message()
        .number(1, 8)
        .inside(7, graph)
        .inside(8, Message().text(1, "").number(2, 13))
        .bytes();
}

/// A file for as long as it is looked at.
class ModelFile {
public:
    ModelFile(const std::string& name, const std::string& bytes)
        : path_(std::filesystem::temp_directory_path() /
                (name + std::to_string(reinterpret_cast<std::uintptr_t>(this)) + ".onnx")) {
        std::ofstream(path_, std::ios::binary) << bytes;
    }
    ~ModelFile() { std::filesystem::remove(path_); }
    ModelFile(const ModelFile&) = delete;
    ModelFile& operator=(const ModelFile&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace salon::onnx::for_test
