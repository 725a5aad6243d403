#include "prepare/unsaved.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace lw::prepare {
namespace {

std::vector<std::string_view> lines_that_count(const configtext::Document& document) {
  std::vector<std::string_view> lines;
  for (const configtext::Line& line : document.lines()) {
    const bool counts =
        line.kind == configtext::LineKind::kCommand || line.kind == configtext::LineKind::kBody;
    if (counts && !line.text.starts_with("ntp clock-period ")) lines.push_back(line.text);
  }
  return lines;
}

}  // namespace

bool same_configuration(const configtext::Document& one, const configtext::Document& other) {
  return std::ranges::equal(lines_that_count(one), lines_that_count(other));
}

}  // namespace lw::prepare
