# SPDX-License-Identifier: Apache-2.0
# Puts build/web into the binary. Two lives: included by CMakeLists.txt it adds the target
# `embedded_web`; run by that target (cmake -P) on every build it reads the manifest that
# web/build.mjs wrote and makes embedded_files.S (.incbin) and embedded_files.cpp (the table).
# Both are rewritten only when they differ: nothing is relinked while the web files stand still.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  enable_language(ASM)
  set(embedded_folder ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  set(SHOPBELL_EMBEDDED_SOURCES
    ${embedded_folder}/embedded_files.cpp ${embedded_folder}/embedded_files.S)
  add_custom_target(embedded_web
    COMMAND ${CMAKE_COMMAND} -DWEB=${CMAKE_SOURCE_DIR}/build/web -DOUT=${embedded_folder}
      -P ${CMAKE_CURRENT_LIST_FILE}
    BYPRODUCTS ${SHOPBELL_EMBEDDED_SOURCES}
    COMMENT "Embedding the web files")
  return()
endif()

set(assembler "// Generated from build/web by server-stub/embed.cmake; a file's hash is its name.\n")
string(APPEND assembler ".section .note.GNU-stack,\"\",@progbits\n.section .rodata\n")
set(externs "")
set(rows "")
set(blobs "")
set(count 0)
file(MAKE_DIRECTORY ${OUT}/blobs)

# The bytes are copied under their hash first: build/web may be made anew while this one compiles.
function(add_blob symbol file hash)
  set(copy ${OUT}/blobs/${hash})
  if(NOT EXISTS ${copy})
    file(COPY_FILE ${file} ${copy})
  endif()
  file(SIZE ${copy} size)
  string(APPEND assembler ".balign 16\n${symbol}: .incbin \"${copy}\"\n"
    ".globl ${symbol}\n.hidden ${symbol}\n")
  string(APPEND externs "extern const std::byte ${symbol}[${size}];\n")
  set(assembler "${assembler}" PARENT_SCOPE)
  set(externs "${externs}" PARENT_SCOPE)
  set(blobs ${blobs} ${copy} PARENT_SCOPE)
endfunction()

if(EXISTS ${WEB}/manifest.json)
  file(READ ${WEB}/manifest.json manifest)
  string(JSON count LENGTH "${manifest}")
endif()
if(count GREATER 0)
  math(EXPR last "${count} - 1")
  foreach(i RANGE ${last})
    foreach(key path file type etag immutable br)
      string(JSON ${key} GET "${manifest}" ${i} ${key})
    endforeach()
    add_blob(shopbell_web_${i} ${WEB}/${file} ${etag})
    set(brotli "{}")
    if(br GREATER 0)
      add_blob(shopbell_web_${i}_br ${WEB}/${file}.br ${etag}.br)
      set(brotli "shopbell_web_${i}_br")
    endif()
    string(TOLOWER "${immutable}" immutable)
    if(immutable STREQUAL "on")
      set(immutable true)
    elseif(immutable STREQUAL "off")
      set(immutable false)
    endif()
    string(APPEND rows "    {\"${path}\", \"${type}\", shopbell_web_${i}, ${brotli}, "
      "\"\\\"${etag}\\\"\", ${immutable}},\n")
  endforeach()
endif()

set(table "// Generated from build/web by server-stub/embed.cmake.
#include \"server-stub/assets/embedded.hpp\"

#include <array>

extern \"C\" {
${externs}}

namespace shopbell::server {

std::span<const EmbeddedFile> embedded_files() {
    static const std::array<EmbeddedFile, ${count}> files{{
${rows}    }};
    return files;
}

}  // namespace shopbell::server
")

function(write_if_different path content)
  if(EXISTS ${path})
    file(READ ${path} before)
    if(before STREQUAL content)
      return()
    endif()
  endif()
  file(WRITE ${path} "${content}")
endfunction()
write_if_different(${OUT}/embedded_files.S "${assembler}")
write_if_different(${OUT}/embedded_files.cpp "${table}")

file(GLOB stale ${OUT}/blobs/*)
list(REMOVE_ITEM stale ${blobs})
if(stale)
  file(REMOVE ${stale})
endif()
