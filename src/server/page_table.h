// The table that cmake/embed_page.cmake writes. Ends with a row of nulls.
#pragma once

#include <cstdint>

namespace salon::server {

struct PageRow {
    const char* path;
    const std::uint8_t* begin;
    const std::uint8_t* end;
};

extern const PageRow page_rows[];

}  // namespace salon::server
