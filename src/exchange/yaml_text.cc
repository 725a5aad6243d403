#include "exchange/yaml_text.h"

#include "exchange/row.h"
#include "exchange/text_encoding.h"

namespace lw::exchange {

using platform::YamlNode;

Result<YamlNode> read_yaml_text(std::string_view text) {
  LW_TRY(check_utf8(text));
  constexpr platform::YamlLimits kLimits = {.bytes = kMaxFileBytes,
                                            .nodes = 4'000'000,
                                            .keys = kMaxRows,
                                            .tags = platform::YamlTags::kKept};
  return platform::read_yaml("", text, kLimits);
}

std::string field_text(const YamlNode& value) {
  if (value.kind == YamlNode::Kind::kScalar) return value.text;
  std::string text;
  const auto append = [&](const std::string& word) {
    if (!word.empty()) text += (text.empty() ? "" : ", ") + word;
  };
  for (const YamlNode& one : value.list) append(one.text);
  for (const YamlNode::Entry& one : value.map) append(one.key + "=" + one.value.text);
  return text;
}

}  // namespace lw::exchange
