# A room is one library under src/. Dependencies point to lower floors only; configuring fails on
# any other, and tests/architecture checks that the sources include no room that is not declared.
#
#   lw_room(configtext FLOOR 1
#           DEPENDS base              # rooms, each on a lower floor
#           LIBRARIES PkgConfig::re2  # libraries from outside, not passed on to dependants
#           EXPORTS Boost::headers    # libraries from outside that our headers show
#           PRECOMPILE asio.h         # headers that most of the sources include, besides the common ones
#           SOURCES document.cc
#           TESTS document_test.cc)

# Libraries that only the room named here may link (design: one room per outside world).
set(LW_FENCED_Boost__headers net)
set(LW_FENCED_PkgConfig__libssh net)
set(LW_FENCED_OpenSSL__SSL net)
set(LW_FENCED_SQLite__SQLite3 database)
set(LW_FENCED_PkgConfig__libpq database)
set(LW_FENCED_PkgConfig__libsodium store token lab)
set(LW_FENCED_PkgConfig__libcurl net)
set(LW_FENCED_Csv__csv exchange)
set(LW_FENCED_PkgConfig__libzstd archive)

# The lab is an oracle: it may never see what it is there to check.
set(LW_FORBIDDEN_lab configtext platform procedure session token)

function(lw_room name)
  cmake_parse_arguments(ROOM "" "FLOOR" "DEPENDS;LIBRARIES;EXPORTS;PRECOMPILE;SOURCES;TESTS" ${ARGN})
  if(ROOM_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "room ${name}: not understood: ${ROOM_UNPARSED_ARGUMENTS}")
  endif()
  set_property(GLOBAL PROPERTY LW_FLOOR_${name} ${ROOM_FLOOR})
  foreach(dependency IN LISTS ROOM_DEPENDS)
    get_property(floor GLOBAL PROPERTY LW_FLOOR_${dependency})
    if(floor STREQUAL "")
      message(FATAL_ERROR "room ${name} depends on ${dependency}, which is not a room below it")
    endif()
    if(NOT floor LESS ROOM_FLOOR)
      message(FATAL_ERROR "room ${name} (floor ${ROOM_FLOOR}) depends on ${dependency} (floor ${floor}): "
                          "dependencies point down only")
    endif()
    if(dependency IN_LIST LW_FORBIDDEN_${name})
      message(FATAL_ERROR "room ${name} may not depend on ${dependency}")
    endif()
  endforeach()
  foreach(library IN LISTS ROOM_LIBRARIES ROOM_EXPORTS)
    string(MAKE_C_IDENTIFIER "${library}" identifier)
    if(DEFINED LW_FENCED_${identifier} AND NOT name IN_LIST LW_FENCED_${identifier})
      message(FATAL_ERROR "room ${name} links ${library}, which only ${LW_FENCED_${identifier}} may")
    endif()
  endforeach()

  add_library(lw_${name} STATIC ${ROOM_SOURCES})
  if(LINEWARDEN_FUZZ)
    target_compile_options(lw_${name} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
  target_include_directories(lw_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  list(TRANSFORM ROOM_DEPENDS PREPEND lw_ OUTPUT_VARIABLE rooms)
  target_link_libraries(lw_${name} PUBLIC ${rooms} ${ROOM_EXPORTS} fmt::fmt PRIVATE ${ROOM_LIBRARIES})
  set(precompiled <algorithm> <memory> <string> <vector> <fmt/format.h> ${ROOM_PRECOMPILE})
  target_precompile_headers(lw_${name} PRIVATE ${precompiled})
  # What the include test reads: room, floor, declared dependencies.
  string(REPLACE ";" "," declared "${ROOM_DEPENDS}")
  set_property(GLOBAL APPEND_STRING PROPERTY LW_ROOMS "${name} ${ROOM_FLOOR} ${declared}\n")

  if(LINEWARDEN_TESTS AND ROOM_TESTS)
    add_executable(${name}_test ${ROOM_TESTS})
    target_link_libraries(${name}_test PRIVATE lw_${name} ${ROOM_LIBRARIES} GTest::gtest GTest::gmock GTest::gtest_main)
    target_precompile_headers(${name}_test PRIVATE ${precompiled} <gmock/gmock.h> <gtest/gtest.h>)
    # Tests are compiled more often than they run; the rooms that they test are optimised.
    target_compile_options(${name}_test PRIVATE -O0)
    add_dependencies(unit_tests ${name}_test)
    add_test(NAME ${name} COMMAND ${name}_test)
    set_tests_properties(${name} PROPERTIES TIMEOUT 300 LABELS unit
      ENVIRONMENT "LINEWARDEN_CORPUS=${PROJECT_SOURCE_DIR}/../shared/corpus")
  endif()
endfunction()

# A fuzz target: with clang's fuzzer it hunts (cmake -DLINEWARDEN_FUZZ=ON), and in every build it is also a
# plain program that runs its corpus and that corpus cut and flipped, so that the normal tests run it.
#   lw_fuzz(configtext document_fuzz.cc CORPUS ${CMAKE_CURRENT_SOURCE_DIR}/fuzz_corpus)
option(LINEWARDEN_FUZZ "Build the fuzz targets with libFuzzer" OFF)
function(lw_fuzz room source)
  cmake_parse_arguments(FUZZ "" "" "CORPUS;LIBRARIES" ${ARGN})
  get_filename_component(target ${source} NAME_WE)
  add_executable(${target} ${source})
  target_link_libraries(${target} PRIVATE lw_${room} ${FUZZ_LIBRARIES})
  if(LINEWARDEN_FUZZ)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer)
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    if(NOT TARGET fuzz_targets)
      add_custom_target(fuzz_targets)
    endif()
    add_dependencies(fuzz_targets ${target})
  else()
    target_sources(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests/fuzz/run_corpus.cc)
    add_dependencies(unit_tests ${target})
    add_test(NAME ${target} COMMAND ${target} ${FUZZ_CORPUS})
    set_tests_properties(${target} PROPERTIES TIMEOUT 300 LABELS unit)
  endif()
endfunction()
