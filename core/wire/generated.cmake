# SPDX-License-Identifier: Apache-2.0
# Runs the generator that turns core/wire/schema/*.json into C++ (and TypeScript) below the build
# folder. Its outputs are asked for by `--list` when CMake configures, so a new message file needs
# no change here.
set(generator ${CMAKE_CURRENT_SOURCE_DIR}/wire/generate.mjs)
if(NOT EXISTS ${generator})
  return()
endif()
find_program(NODE_PROGRAM NAMES node nodejs REQUIRED)
file(GLOB_RECURSE generator_inputs CONFIGURE_DEPENDS
  ${CMAKE_CURRENT_SOURCE_DIR}/wire/*.mjs ${CMAKE_CURRENT_SOURCE_DIR}/wire/schema/*.json)
set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${generator_inputs})

set(generated_folder ${CMAKE_BINARY_DIR}/generated)
execute_process(COMMAND ${NODE_PROGRAM} ${generator} --list
  OUTPUT_VARIABLE outputs OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE "\n" ";" outputs "${outputs}")
list(TRANSFORM outputs PREPEND ${generated_folder}/)

add_custom_command(OUTPUT ${outputs}
  COMMAND ${NODE_PROGRAM} ${generator} --out ${generated_folder}
  DEPENDS ${generator_inputs}
  COMMENT "Generating the wire codec")
add_custom_target(wire_generated DEPENDS ${outputs})
set(SHOPBELL_GENERATED_wire ${outputs})
list(FILTER SHOPBELL_GENERATED_wire INCLUDE REGEX "/core/wire/.*\\.cpp$")
