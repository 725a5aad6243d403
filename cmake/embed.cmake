# Puts text files into the binary: lw_embed(TARGET lw_platform SYMBOL platform_files FILES a.yaml b.yaml)
# makes a source that defines  std::span<const lw::EmbeddedFile> lw::platform_files()  (base/embedded_file.h).
function(lw_embed)
  cmake_parse_arguments(EMBED "" "TARGET;SYMBOL" "FILES" ${ARGN})
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${EMBED_SYMBOL}.cc)
  string(REPLACE ";" "|" joined "${EMBED_FILES}")
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} "-DOUTPUT=${output}" "-DSYMBOL=${EMBED_SYMBOL}" "-DFILES=${joined}"
            -P ${PROJECT_SOURCE_DIR}/cmake/write_embedded.cmake
    DEPENDS ${EMBED_FILES} ${PROJECT_SOURCE_DIR}/cmake/write_embedded.cmake
    VERBATIM)
  target_sources(${EMBED_TARGET} PRIVATE ${output})
endfunction()
