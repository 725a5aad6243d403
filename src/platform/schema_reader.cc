#include "platform/schema_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>

#include <algorithm>

#include "base/text.h"

namespace lw::platform {
namespace {

using Kind = YamlNode::Kind;

std::string_view word_for(Kind kind) {
  return kind == Kind::kScalar ? "a value" : kind == Kind::kList ? "a list" : "keys with values";
}

}  // namespace

Result<void> SchemaReader::expect(const YamlNode& node, Kind kind, std::string_view what) const {
  if (node.kind == kind) return {};
  return fault(node.line, fmt::format("\"{}\" must be {}, found {}", what, word_for(kind),
                                      word_for(node.kind)));
}

Result<void> SchemaReader::keys(const YamlNode& node, std::string_view what,
                                const std::vector<Key>& known) const {
  LW_TRY(expect(node, Kind::kMap, what));
  for (const YamlNode::Entry& entry : node.map) {
    const auto key = std::ranges::find(known, entry.key, &Key::name);
    if (key == known.end()) {
      std::vector<std::string_view> names;
      for (const Key& k : known) names.push_back(k.name);
      return fault(entry.line, fmt::format("unknown key \"{}\" (known: {})",
                                           printable(entry.key, 40), fmt::join(names, ", ")));
    }
    LW_TRY(key->take(entry.value));
  }
  return {};
}

Result<void> SchemaReader::word(const YamlNode& node, std::string_view what,
                                std::string& into) const {
  LW_TRY(expect(node, Kind::kScalar, what));
  constexpr std::size_t kMaxWord = 400;
  if (node.text.size() > kMaxWord) {
    return fault(node.line, fmt::format("\"{}\" is longer than {} bytes", what, kMaxWord));
  }
  into = node.text;
  return {};
}

Result<void> SchemaReader::command(const YamlNode& node, std::string_view what,
                                   std::string& into) const {
  LW_TRY(word(node, what, into));
  const bool clean =
      std::ranges::all_of(into, [](unsigned char c) { return c >= 0x20 && c != 0x7F; });
  if (!clean) return fault(node.line, fmt::format("\"{}\" holds a control character", what));
  return {};
}

Result<void> SchemaReader::pattern(const YamlNode& node, std::string_view what, int groups,
                                   Pattern& into) const {
  LW_TRY(expect(node, Kind::kScalar, what));
  if (patterns_ == Patterns::kTrusted) {
    into = Pattern::trusted(node.text);
    return {};
  }
  Result<Pattern> made = Pattern::checked(node.text);
  if (!made) return fault(node.line, fmt::format("\"{}\": {}", what, made.error().message));
  if ((*made)->NumberOfCapturingGroups() < groups) {
    return fault(node.line,
                 fmt::format("\"{}\" must capture its subject in a group \"( )\"", what));
  }
  into = *std::move(made);
  return {};
}

Result<void> SchemaReader::flag(const YamlNode& node, std::string_view what, bool& into) const {
  if (node.kind == Kind::kScalar && (node.text == "true" || node.text == "false")) {
    into = node.text == "true";
    return {};
  }
  return fault(node.line, fmt::format("\"{}\" must be true or false", what));
}

Result<void> SchemaReader::each(const YamlNode& node, std::string_view what,
                                const Take& take) const {
  LW_TRY(expect(node, Kind::kList, what));
  for (const YamlNode& item : node.list) LW_TRY(take(item));
  return {};
}

Result<void> SchemaReader::patterns(const YamlNode& node, std::string_view what, int groups,
                                    std::vector<Pattern>& into) const {
  std::vector<Pattern> own;
  LW_TRY(each(node, what, [&](const YamlNode& item) {
    return pattern(item, what, groups, own.emplace_back());
  }));
  into.insert(into.begin(), own.begin(), own.end());
  return {};
}

}  // namespace lw::platform
