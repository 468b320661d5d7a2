// What arrives at a Live server while one caller talks, shows a red wall to the camera, and changes
// the artwork. Figures in time are asserted three times as generous as we want them.
#include <algorithm>

#include <gmock/gmock.h>

#include "edge/gallery.h"
#include "edge/scripted_model.h"
#include "media/image_file.h"
#include "vision/colour.h"

namespace salon::testing_real {
namespace {

constexpr Rgb pure_red{255, 0, 0};
constexpr int bytes_a_second = 2 * 16'000;

struct Piece {
    Moment at;
    live::Blob blob;
};

const live::Blob* sound(const live::ClientMessage& message) {
    const auto* input = std::get_if<live::RealtimeInput>(&message);
    return input && input->audio ? &*input->audio : nullptr;
}

const live::Blob* camera(const live::ClientMessage& message) {
    const auto* input = std::get_if<live::RealtimeInput>(&message);
    return input && input->video ? &*input->video : nullptr;
}

const live::Blob* artwork(const live::ClientMessage& message) {
    const auto* content = std::get_if<live::ClientContent>(&message);
    if (!content || content->turns.empty()) return nullptr;
    for (const auto& part : content->turns.front().parts) {
        if (part.inline_data) return &*part.inline_data;
    }
    return nullptr;
}

using Kind = const live::Blob* (*)(const live::ClientMessage&);

std::vector<Piece> pieces(const std::vector<Arrival>& arrivals, Kind kind) {
    std::vector<Piece> found;
    for (const auto& arrival : arrivals) {
        if (const auto* blob = kind(arrival.message)) found.push_back({arrival.at, *blob});
    }
    return found;
}

Rgb mean_colour(const live::Blob& jpeg) {
    const auto picture = decode_image(jpeg.data);
    EXPECT_TRUE(picture);
    const auto one = picture ? scaled(*picture, 1, 1) : Picture::filled(1, 1, {});
    return one.at(0, 0);
}

class GoodClient : public testing::Test {
protected:
    void SetUp() override {
        caller.upload(artwork_input, encode_jpeg(Picture::filled(80, 60, {0, 0, 255})));
        ASSERT_TRUE(caller.connect());
        caller.show(film(Picture::filled(320, 240, pure_red)));
        caller.speak(record(tone(6s)));
    }
    void TearDown() override {
        EXPECT_EQ(model.unreadable(), 0);
        caller.hang_up();
        EXPECT_TRUE(house.only_left(0));
        EXPECT_TRUE(books.balanced());
    }
    bool wait_for(Kind kind, std::size_t count) {
        return model.until([&](const auto& all) { return pieces(all, kind).size() >= count; });
    }

    ScriptedModel model;
    Books books;
    House house{critics(books, model.endpoint(), 1)};
    Caller caller{house.callers(), house.port(), "caller"};
};

TEST_F(GoodClient, SendsSoundInPiecesOf20To40MillisecondsWithoutGapsOrBursts) {
    ASSERT_TRUE(wait_for(sound, 160));
    const auto heard = pieces(model.arrivals(), sound);
    Duration length{0};
    for (const auto& piece : heard) {
        EXPECT_EQ(piece.blob.mime_type, "audio/pcm;rate=16000");
        const Duration own(static_cast<std::int64_t>(piece.blob.data.size()) * 1'000'000 /
                           bytes_a_second);
        EXPECT_GE(own, 20ms);
        EXPECT_LE(own, 40ms);
        const auto lead = length - (piece.at - heard.front().at);
        EXPECT_LE(lead, 300ms) << "a burst";
        EXPECT_GE(lead, -300ms) << "a gap";
        length += own;
    }
}

TEST_F(GoodClient, SendsOneCameraPictureASecondAndItIsRed) {
    ASSERT_TRUE(wait_for(camera, 4));
    const auto seen = pieces(model.arrivals(), camera);
    for (const auto& piece : seen) {
        EXPECT_EQ(piece.blob.mime_type, "image/jpeg");
        EXPECT_LT(vision::delta_e(mean_colour(piece.blob), pure_red), 5);
    }
    EXPECT_GE(seen[3].at - seen[0].at, 2700ms);
    EXPECT_LE(seen[3].at - seen[0].at, 9s);
}

TEST_F(GoodClient, ShowsTheArtworkOnceAndAgainWhenItChanges) {
    ASSERT_TRUE(wait_for(camera, 2));
    auto shown = pieces(model.arrivals(), artwork);
    ASSERT_EQ(shown.size(), 1u);
    EXPECT_LT(vision::delta_e(mean_colour(shown[0].blob), {0, 0, 255}), 5);

    ASSERT_EQ(
        caller.upload(artwork_input, encode_jpeg(Picture::filled(80, 60, {0, 128, 0}))).status,
        200);
    ASSERT_TRUE(wait_for(artwork, 2));
    ASSERT_TRUE(wait_for(camera, 4));
    shown = pieces(model.arrivals(), artwork);
    ASSERT_EQ(shown.size(), 2u);
    EXPECT_LT(vision::delta_e(mean_colour(shown[1].blob), {0, 128, 0}), 5);
}

}  // namespace
}  // namespace salon::testing_real
