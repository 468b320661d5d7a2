#include "server/publish.h"

#include <utility>

#include <boost/json.hpp>

#include "base/random.h"
#include "crypto/random_seed.h"
#include "media/image_file.h"
#include "ui/composition.h"

namespace salon::server {

namespace {

namespace json = boost::json;

constexpr std::size_t name_letters = 32;  // 190 bits, from a seed of the operating system.

std::string new_name() { return Random(crypto::random_seed()).letters(name_letters) + ".jpg"; }

/// The URL of the picture; null when the pool is too busy to encode it.
Task<json::value> shown(std::shared_ptr<Visitor> visitor, net::Pool& pool, PictureRef picture) {
    if (!picture) co_return json::value(nullptr);
    auto job = [picture] { return encode_jpeg(*picture); };
    const auto jpeg = co_await pool.run(std::move(job));
    if (!jpeg) co_return json::value(nullptr);
    auto name = new_name();
    visitor->keep_file(name, std::string(as_text(*jpeg)));
    co_return json::value("file/" + name);
}

}  // namespace

Task<std::string> publish(std::shared_ptr<Visitor> visitor, net::Pool& pool,
                          session::OutputValues values) {
    json::object told;
    for (auto& [id, value] : values) {
        auto word = ui::to_json(value);
        if (const auto* picture = std::get_if<PictureRef>(&value)) {
            word = co_await shown(visitor, pool, *picture);
        }
        told[std::to_string(id)] = std::move(word);
        visitor->set(id, std::move(value));
    }
    auto text = json::serialize(told);
    co_return text;
}

}  // namespace salon::server
