// Reads the values of a platform file: which keys there may be, of which type. Every member's error
// names file and line. Pure; belongs to one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/pattern.h"
#include "platform/yaml_node.h"

namespace lw::platform {

// Whether patterns are compiled to see that they are good, or are known to be: those of embedded
// files are (a test checks them), and compiling all of them would be most of a short command's
// work.
enum class Patterns { kChecked, kTrusted };

class SchemaReader {
 public:
  explicit SchemaReader(std::string_view file, Patterns patterns = Patterns::kChecked)
      : file_(file), patterns_(patterns) {}

  using Take = std::function<Result<void>(const YamlNode&)>;
  struct Key {
    std::string_view name;
    Take take;
  };

  [[nodiscard]] std::unexpected<Error> fault(std::uint32_t line, std::string_view message) const {
    return yaml_fault(file_, line, message);
  }

  [[nodiscard]] Result<void> expect(const YamlNode& node, YamlNode::Kind kind,
                                    std::string_view what) const;
  // A map of these keys alone, each handed to its taker.
  [[nodiscard]] Result<void> keys(const YamlNode& node, std::string_view what,
                                  const std::vector<Key>& known) const;
  [[nodiscard]] Result<void> word(const YamlNode& node, std::string_view what,
                                  std::string& into) const;
  // Text that is typed at a device: one line, printable.
  [[nodiscard]] Result<void> command(const YamlNode& node, std::string_view what,
                                     std::string& into) const;
  [[nodiscard]] Result<void> pattern(const YamlNode& node, std::string_view what, int groups,
                                     Pattern& into) const;
  [[nodiscard]] Result<void> flag(const YamlNode& node, std::string_view what, bool& into) const;
  // Every item of a list through `take`.
  [[nodiscard]] Result<void> each(const YamlNode& node, std::string_view what,
                                  const Take& take) const;
  // A list of patterns, put in front of what `into` holds.
  [[nodiscard]] Result<void> patterns(const YamlNode& node, std::string_view what, int groups,
                                      std::vector<Pattern>& into) const;

 private:
  std::string_view file_;
  Patterns patterns_;
};

}  // namespace lw::platform
