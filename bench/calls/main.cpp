// Measures one server on one core, with callers on another, and prints a table in Markdown.
//
//   call_bench                     the table
//   call_bench --briefly           the same in a few seconds, with two callers: proves that it
//   works call_bench serve WHAT [MODEL]  the measured process; the other forms start it
#include <cstdio>
#include <exception>
#include <string_view>

#include <fmt/format.h>

#include "calls/child.h"
#include "calls/served.h"
#include "calls/table.h"

using namespace salon::bench;

int main(int argc, char** argv) try {
    if (argc >= 3) return serve_as(argv[2], argc > 3 ? argv[3] : "");
    keep_to(Core::Callers);
    const bool briefly = argc == 2 && std::string_view(argv[1]) == "--briefly";
    return print_table(briefly ? brief : thorough) ? 0 : 1;
} catch (const std::exception& error) {
    fmt::print(stderr, "call_bench: {}\n", error.what());
    return 2;
}
