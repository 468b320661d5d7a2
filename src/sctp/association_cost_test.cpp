// What an idle association costs: its own size and everything it holds on the heap.
#include <cstddef>
#include <cstdlib>
#include <new>

#include <gtest/gtest.h>

#include "sctp/testing_pipe.h"

namespace {
std::size_t live = 0;  // Bytes allocated and not freed; each block remembers its size.
constexpr std::size_t header = alignof(std::max_align_t);
}  // namespace

void* operator new(std::size_t size) {
    auto* block = static_cast<std::byte*>(std::malloc(size + header));
    if (!block) throw std::bad_alloc();
    ::new (block) std::size_t(size);
    live += size;
    return block + header;
}

void operator delete(void* pointer) noexcept {
    if (!pointer) return;
    auto* block = static_cast<std::byte*>(pointer) - header;
    live -= *std::launder(reinterpret_cast<std::size_t*>(block));
    std::free(block);
}

void operator delete(void* pointer, std::size_t) noexcept { operator delete(pointer); }

namespace salon::sctp {
namespace {

TEST(AssociationCost, IsUnderTwentyKilobytesWhenIdle) {
    const ByteBuffer large(200'000);
    const auto before = live;
    testing_pipe::Pipe pipe(1);
    const auto id = *pipe.a().association.open({.label = "text"}, pipe.now());
    ASSERT_TRUE(pipe.a().association.send(id, MessageKind::Binary, large, pipe.now()));
    pipe.run_for(30s);
    ASSERT_EQ(pipe.b().messages.size(), 1u);
    pipe.b().messages = {};
    const auto each = (live - before + sizeof pipe) / 2;
    EXPECT_LT(each, 20'000u);
    RecordProperty("bytes", static_cast<int>(each));
}

}  // namespace
}  // namespace salon::sctp
