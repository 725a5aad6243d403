// Texts and rules for the tests of this room and of those that keep its segments. For tests only.
#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"

namespace lw::archive::testing {

inline Time at(int seconds) { return Time(std::chrono::seconds(1'700'000'000 + seconds)); }

// A family whose secrets stand behind "password " and whose noise begins with "! Last".
inline Rules rules() {
  return {[](std::string_view line) {
            const std::size_t word = line.find("password ");
            if (word == std::string_view::npos) return std::string(line);
            return std::string(line.substr(0, word + 9)) + std::string(kSecretMark);
          },
          [](std::string_view line) { return line.starts_with("! Last"); }};
}
inline RulesOf rules_of() {
  return [](const std::string&) { return rules(); };
}

inline Capture capture(std::string text, int seconds, Source source = {"alice", "a test"}) {
  return {std::move(text), std::move(source), at(seconds)};
}

// A text after some random edits: lines that go, come, move and are repeated, with and without a
// line feed at the end.
inline std::string edited(const std::string& text, std::minstd_rand& random) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  const auto place = [&] { return static_cast<std::ptrdiff_t>(random() % (lines.size() + 1)); };
  for (auto edits = random() % 4; edits-- > 0;) {
    switch (random() % 4) {
      case 0:
        lines.insert(lines.begin() + place(), "line " + std::to_string(random() % 50));
        break;
      case 1:
        if (lines.size() > 1) lines.erase(lines.begin() + place() % std::ssize(lines));
        break;
      case 2: {
        const std::vector<std::string> some(lines.begin(),
                                            lines.begin() + std::min<std::ptrdiff_t>(place(), 5));
        lines.insert(lines.begin() + place(), some.begin(), some.end());
        break;
      }
      default:
        lines[static_cast<std::size_t>(place()) % lines.size()] += "!";
    }
    if (lines.size() > 200) lines.resize(20);
  }
  std::string joined;
  for (std::size_t i = 0; i < lines.size(); ++i) joined += (i > 0 ? "\n" : "") + lines[i];
  return joined;
}

}  // namespace lw::archive::testing
