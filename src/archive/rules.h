// What the archive must know of a device family, handed in by those who know: the archive stands
// beside the room of the families and does not see it. Called from several threads at once.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace lw::archive {

struct Rules {
  // A line, or lines, with a mark (kSecretMark) in place of each secret.
  std::function<std::string(std::string_view text)> shown;
  // A line that changes by itself and says nothing of what the device does.
  std::function<bool(std::string_view line)> is_noise;
};

// The rules for text of a platform of that name.
using RulesOf = std::function<Rules(const std::string& platform)>;

inline constexpr std::string_view kSecretMark = "<secret>";

}  // namespace lw::archive
