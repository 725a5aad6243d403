// What a file was read as, in one line a row, for tests to compare.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "exchange/row.h"

namespace lw::exchange {

// "3 r1 platform=cisco_ios address=10.0.0.1 user/secret+enable [group]", or "4 refused: why".
inline std::string line_of(const Row& row) {
  if (!row.entry) return fmt::format("{} refused: {}", row.line, row.entry.error().message);
  const Entry& entry = *row.entry;
  std::string text = fmt::format("{} {}", row.line, entry.name.empty() ? "-" : entry.name);
  for (const auto& [property, value] : entry.told) {
    text += fmt::format(" {}={}", property->name, value);
  }
  const auto& login = entry.credentials;
  if (!login.username.empty() || !login.password.empty() || login.enable_password) {
    text += fmt::format(" {}/{}", login.username, login.password.reveal());
    if (login.enable_password) text += "+" + login.enable_password->reveal();
  }
  for (const std::string& group : entry.groups) text += fmt::format(" [{}]", group);
  return text;
}

inline std::vector<std::string> lines_of(const Result<Reading>& reading) {
  if (!reading) return {"the file: " + reading.error().message};
  std::vector<std::string> lines;
  for (const Row& row : reading->rows) lines.push_back(line_of(row));
  return lines;
}

}  // namespace lw::exchange
