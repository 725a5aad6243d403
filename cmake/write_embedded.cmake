# Run by embed.cmake at build time: writes FILES as raw string literals into OUTPUT.
string(REPLACE "|" ";" FILES "${FILES}")
set(entries "")
set(bodies "")
set(index 0)
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  file(READ ${file} text HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," text "${text}")
  string(APPEND bodies "constexpr char kText${index}[] = {${text}'\\0'};\n")
  string(APPEND entries "    {\"${name}\", std::string_view(kText${index}, sizeof kText${index} - 1)},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${OUTPUT} "// Made by cmake/write_embedded.cmake; do not edit.
#include \"base/embedded_file.h\"

namespace lw {
namespace {
${bodies}
constexpr EmbeddedFile kFiles[] = {
${entries}};
}  // namespace

std::span<const EmbeddedFile> ${SYMBOL}();
std::span<const EmbeddedFile> ${SYMBOL}() { return kFiles; }
}  // namespace lw
")
