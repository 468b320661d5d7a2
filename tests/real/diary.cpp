#include "real/diary.h"

#include <algorithm>

#include <boost/json.hpp>

#include "codec/opus.h"

namespace salon::testing_real {

namespace {

namespace json = boost::json;

constexpr SampleRate heard_rate{48'000};

/// The `data` of a text of that type; null when it is of another.
json::value data_of(const std::string& text, std::string_view type) {
    json::error_code error;
    const auto value = json::parse(text, error);
    const auto* object = error ? nullptr : value.if_object();
    const auto* named = object ? object->if_contains("type") : nullptr;
    if (!named || !named->is_string() || named->as_string() != type) return nullptr;
    const auto* data = object->if_contains("data");
    return data ? *data : json::value("");
}

}  // namespace

std::vector<std::string> Diary::told(std::string_view type) const {
    std::vector<std::string> found;
    for (const auto& text : texts) {
        const auto data = data_of(text, type);
        if (data.is_null()) continue;
        const auto* plain = data.if_string();
        found.push_back(plain ? std::string(plain->c_str()) : json::serialize(data));
    }
    return found;
}

std::string Diary::captions() const {
    std::string all;
    for (const auto& text : texts) {
        const auto data = data_of(text, "caption");
        const auto* caption = data.if_object();
        if (caption && caption->at("who") == "critic") all += caption->at("text").as_string();
    }
    return all;
}

AudioBlock sound_of(const std::vector<Heard>& heard, std::size_t first) {
    codec::OpusDecoder decoder(heard_rate);
    AudioBlock all{.samples = {}, .rate = heard_rate};
    for (auto i = first; i < heard.size(); ++i) {
        const auto block = decoder.decode(heard[i].piece);
        all.samples.insert(all.samples.end(), block.samples.begin(), block.samples.end());
    }
    return all;
}

std::size_t loud_packets(const std::vector<Heard>& heard, std::size_t first, double level) {
    codec::OpusDecoder decoder(heard_rate);
    std::size_t count = 0;
    for (std::size_t i = 0; i < heard.size(); ++i) {
        const auto block = decoder.decode(heard[i].piece);
        count += i >= first && level_rms(block.view()) > level;
    }
    return count;
}

}  // namespace salon::testing_real
