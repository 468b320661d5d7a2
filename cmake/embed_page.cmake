# Carries the built page (build/web) into a source file: a table, and the files by .incbin.
file(GLOB_RECURSE page_files CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/build/web
    ${PROJECT_SOURCE_DIR}/build/web/*)
list(FILTER page_files EXCLUDE REGEX "/?\\.state$")
set(page_source ${PROJECT_BINARY_DIR}/page_assets.cpp)
set(page_asm "")
set(page_externs "")
set(page_rows "")
set(number 0)
foreach(file ${page_files})
    set(symbol salon_page_${number})
    math(EXPR number "${number} + 1")
    set(whole ${PROJECT_SOURCE_DIR}/build/web/${file})
    string(APPEND page_asm
        "asm(\".section .rodata\\n.global ${symbol}\\n${symbol}:\\n.incbin \\\"${whole}\\\"\\n"
        ".global ${symbol}_end\\n${symbol}_end:\\n.byte 0\\n.text\\n\");\n")
    string(APPEND page_externs "extern const std::uint8_t ${symbol}[], ${symbol}_end[];\n")
    string(APPEND page_rows "    {\"/${file}\", ${symbol}, ${symbol}_end},\n")
    list(APPEND page_depends ${whole})
endforeach()
file(CONFIGURE OUTPUT ${page_source} @ONLY CONTENT
"// Made by cmake/embed_page.cmake.
#include \"server/page_table.h\"

@page_asm@
extern \"C\" {
@page_externs@
}

namespace salon::server {

const PageRow page_rows[] = {
@page_rows@    {nullptr, nullptr, nullptr},
};

}  // namespace salon::server
")
set_source_files_properties(${page_source} PROPERTIES OBJECT_DEPENDS "${page_depends}")
