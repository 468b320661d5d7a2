# Every library from outside, once, as an imported target. Why each is here: docs/decisions/.
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(fmt REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(PNG REQUIRED)
find_package(CLI11 REQUIRED)
find_package(PkgConfig REQUIRED)

# salon_pkg(NAME MODULE): pkg-config's MODULE as the target NAME::NAME.
function(salon_pkg name module)
    pkg_check_modules(${name} REQUIRED IMPORTED_TARGET GLOBAL ${module})
    add_library(${name}::${name} ALIAS PkgConfig::${name})
endfunction()

salon_pkg(opus opus)
salon_pkg(vpx vpx)
salon_pkg(speexdsp speexdsp)
salon_pkg(turbojpeg libturbojpeg)
salon_pkg(webp libwebp)

# libyuv and flite come without a pkg-config file in Debian 12.
function(salon_plain name)
    add_library(${name}::${name} INTERFACE IMPORTED GLOBAL)
    foreach(library ${ARGN})
        find_library(${library}_file ${library} REQUIRED)
        target_link_libraries(${name}::${name} INTERFACE ${${library}_file})
    endforeach()
endfunction()

salon_plain(yuv yuv)
salon_plain(flite flite_cmu_us_rms flite_usenglish flite_cmulex flite)

# PocketSphinx may be missing. Its pkg-config file names a folder that Debian 12 does not have.
find_library(pocketsphinx_file pocketsphinx)
find_library(sphinxbase_file sphinxbase)
find_path(pocketsphinx_headers pocketsphinx.h PATH_SUFFIXES pocketsphinx)
find_path(sphinxbase_headers sphinxbase/cmd_ln.h)
if(pocketsphinx_file AND sphinxbase_file AND pocketsphinx_headers AND sphinxbase_headers)
    add_library(pocketsphinx::pocketsphinx INTERFACE IMPORTED GLOBAL)
    target_include_directories(pocketsphinx::pocketsphinx SYSTEM INTERFACE ${pocketsphinx_headers}
        ${sphinxbase_headers} ${sphinxbase_headers}/sphinxbase)
    target_link_libraries(pocketsphinx::pocketsphinx INTERFACE ${pocketsphinx_file} ${sphinxbase_file})
    pkg_get_variable(pocketsphinx_models pocketsphinx modeldir)
endif()

# ONNX Runtime is opened at run time (onnx/runtime.h); only its C header is needed to build.
add_library(onnxruntime::headers INTERFACE IMPORTED GLOBAL)
target_include_directories(onnxruntime::headers SYSTEM INTERFACE
    ${PROJECT_SOURCE_DIR}/third_party/onnxruntime)
target_link_libraries(onnxruntime::headers INTERFACE ${CMAKE_DL_LIBS})
