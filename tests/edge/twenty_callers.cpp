// Twenty callers in turn and five at once on one process: each hears about the own picture only.
#include <algorithm>
#include <array>
#include <future>
#include <memory>
#include <regex>
#include <thread>

#include <gmock/gmock.h>

#include "edge/gallery.h"
#include "media/image_file.h"

namespace salon::testing_real {
namespace {

constexpr int at_once = 5;
constexpr int rounds = 4;

struct Artwork {
    std::regex about;  ///< What is said about it, and about no other.
    Picture picture;
};

/// White to the left, black to the right.
Picture black_and_white() {
    auto picture = Picture::filled(200, 200, {255, 255, 255});
    for (int y = 0; y < picture.height; ++y) {
        const auto middle = picture.offset(picture.width / 2, y);
        std::fill_n(picture.rgb.begin() + static_cast<std::ptrdiff_t>(middle), 300, 0);
    }
    return picture;
}

std::regex said(const std::string& words) {
    return std::regex("\\b" + words + "\\b", std::regex::icase);
}

const std::array<Artwork, at_once>& artworks() {
    static const std::array<Artwork, at_once> all{
        {{said("red"), Picture::filled(200, 200, {220, 20, 30})},
         {said("blue"), Picture::filled(200, 200, {20, 40, 220})},
         {said("green"), Picture::filled(200, 200, {30, 150, 40})},
         {said("yellow"), Picture::filled(200, 200, {250, 220, 20})},
         {said("black and white"), black_and_white()}}};
    return all;
}

bool speaks_of(const std::string& text, const Artwork& artwork) {
    return std::regex_search(text, artwork.about);
}

/// One call, from its start until the critic has named what is to be seen.
void visit(House& house, const std::string& id, std::size_t mine) {
    Caller caller(house.callers(), house.port(), id);
    const auto& artwork = artworks()[mine];
    ASSERT_EQ(caller.upload(artwork_input, encode_jpeg(artwork.picture)).status, 200);
    ASSERT_TRUE(caller.connect()) << id;
    caller.speak(question());
    EXPECT_TRUE(caller.until([&](const Diary& diary) {
        return speaks_of(diary.captions(), artwork) && diary.heard.size() > 50;
    })) << id
        << " read: " << caller.diary().captions();
    const auto diary = caller.diary();
    EXPECT_GT(loud_packets(diary.heard, 0), 25u) << id;
    for (std::size_t other = 0; other < artworks().size(); ++other) {
        if (other == mine) continue;
        EXPECT_FALSE(speaks_of(diary.captions(), artworks()[other])) << diary.captions();
    }
    EXPECT_TRUE(diary.told("error").empty());
    caller.hang_up();
}

TEST(TwentyCallers, HearOnlyOfTheirOwnPictures) {
    Model model;
    Books books;
    House house(critics(books, model.endpoint(), at_once));
    for (int round = 0; round < rounds; ++round) {
        std::vector<std::future<void>> visits;
        for (std::size_t i = 0; i < at_once; ++i) {
            const auto mine = (i + static_cast<std::size_t>(round)) % artworks().size();
            const auto id = "caller" + std::to_string(round) + std::to_string(i);
            visits.push_back(
                std::async(std::launch::async, [&house, id, mine] { visit(house, id, mine); }));
        }
        for (auto& one : visits) one.wait();
        EXPECT_TRUE(house.only_left(0));
    }
    EXPECT_EQ(books.made, at_once * rounds);
    EXPECT_TRUE(books.balanced());
    EXPECT_EQ(house.count("ledger", "started"), at_once * rounds);
    EXPECT_EQ(house.count("ledger", "ended"), at_once * rounds);
    const auto until = net::steady_now() + 10s;
    while (model.sessions() > 0 && net::steady_now() < until) std::this_thread::yield();
    EXPECT_EQ(model.sessions(), 0u);
}

TEST(TheSixthCaller, IsToldThatTheHouseIsFullUntilOneLeaves) {
    Model model;
    Books books;
    House house(critics(books, model.endpoint(), at_once));
    std::vector<std::unique_ptr<Caller>> guests;
    for (int i = 0; i < at_once; ++i) {
        const auto id = "guest" + std::to_string(i);
        guests.push_back(std::make_unique<Caller>(house.callers(), house.port(), id));
        ASSERT_TRUE(guests.back()->connect());
    }
    EXPECT_EQ(Caller(house.callers(), house.port(), "sixth").call(), "concurrency_limit_reached");
    guests.front()->hang_up();
    EXPECT_TRUE(house.only_left(at_once - 1));
    Caller next(house.callers(), house.port(), "next");
    EXPECT_TRUE(next.connect());
    for (auto& guest : guests) guest->hang_up();
    next.hang_up();
    EXPECT_TRUE(house.only_left(0));
    EXPECT_EQ(books.made, at_once + 1);
    EXPECT_TRUE(books.balanced());
}

}  // namespace
}  // namespace salon::testing_real
