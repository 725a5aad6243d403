#include "prepare/verdict.h"

#include <re2/re2.h>

#include <algorithm>

#include "base/text.h"

namespace lw::prepare {

bool shows(const session::Output& output, const procedure::Proof& proof) {
  const RE2 expected(proof.expect, RE2::Quiet);
  const auto lines = split_lines(output.text);
  return !output.rejected && std::ranges::any_of(lines, [&](std::string_view line) {
    return RE2::PartialMatch({line.data(), line.size()}, expected);
  });
}

std::string hint_behind_refusal(const platform::Platform& platform, const std::string& told) {
  if (!told.empty()) return told;
  if (platform.save.empty()) {
    return "what was entered with it is dropped, and nothing of it is in force";
  }
  return "nothing was saved; the lines before it are active until the device reloads";
}

}  // namespace lw::prepare
