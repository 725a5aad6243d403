// A YAML document as plain data that remembers its line numbers. Reads hostile text: refuses big
// and deeply nested documents, anchors, aliases, tags (unless they are asked for), duplicate keys
// and a second document, so that no input costs more than its size. Owned by the caller; any
// thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace lw::platform {

struct YamlNode {
  enum class Kind { kScalar, kList, kMap };
  // A map's key, with the line it stands in.
  struct Entry;

  Kind kind = Kind::kScalar;
  std::uint32_t line = 1;
  bool null = false;           // a scalar that says "no value": nothing, `~` or `null`
  std::string text;            // of a scalar; empty when null
  std::string tag;             // "!vault"; only when tags are allowed
  std::vector<YamlNode> list;  // of a list
  std::vector<Entry> map;      // of a map, in the file's order

  // The value of a map's key; null when there is none.
  [[nodiscard]] const YamlNode* find(std::string_view key) const;
};

struct YamlNode::Entry {
  std::string key;
  std::uint32_t line = 1;
  YamlNode value;
};

inline constexpr std::size_t kMaxYamlBytes = 256 * 1024;
inline constexpr std::size_t kMaxYamlDepth = 24;
inline constexpr std::size_t kMaxYamlNodes = 20'000;

enum class YamlTags { kRefused, kKept };

// What a document may hold; as they stand, for the files of a family or a procedure.
struct YamlLimits {
  std::size_t bytes = kMaxYamlBytes;
  std::size_t nodes = kMaxYamlNodes;
  std::size_t keys = 64;  // in one map
  YamlTags tags = YamlTags::kRefused;
};

// kInvalidArgument with "FILE:LINE: what is wrong". `file` is only for the message; empty: the
// message is "line LINE: what is wrong".
[[nodiscard]] Result<YamlNode> read_yaml(std::string_view file, std::string_view text,
                                         const YamlLimits& limits = {});

// "FILE:LINE: message" as an error.
[[nodiscard]] std::unexpected<Error> yaml_fault(std::string_view file, std::uint32_t line,
                                                std::string_view message);

}  // namespace lw::platform
