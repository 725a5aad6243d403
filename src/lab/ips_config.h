// A sensor's configuration: a tree of what is set, for each component of the schema. A component
// is changed as a whole: take a copy, edit it, replace() it, which is refused when somebody else
// was faster. One thread.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "lab/ips_schema.h"

namespace lw::lab {

// A refusal: its name in IDIOM (inferred but for those of facts 4.1) and words for a terminal.
struct IpsError {
  std::string name;
  std::string text;
};
using IpsOutcome = std::expected<void, IpsError>;

[[nodiscard]] std::unexpected<IpsError> ips_error(std::string name, std::string text);
[[nodiscard]] std::unexpected<IpsError> ips_unacceptable(const IpsSchema& schema,
                                                         std::string_view value);
[[nodiscard]] std::unexpected<IpsError> ips_not_found(std::string_view what);

struct IpsNode {
  const IpsSchema* schema = nullptr;
  std::string key = {};               // of a map's entry
  std::string value = {};             // of a value; a password: its hash
  bool set = false;                   // otherwise a value is its fallback
  std::vector<IpsNode> members = {};  // of a struct or an entry; a map's entries

  [[nodiscard]] std::string_view text() const { return set ? value : schema->fallback; }
  [[nodiscard]] bool is_default() const;
  // By name, or by key in a map; null when there is none.
  [[nodiscard]] IpsNode* find(std::string_view name);
  [[nodiscard]] const IpsNode* find(std::string_view name) const;

  // errUnacceptableValue when the schema does not allow it.
  [[nodiscard]] IpsOutcome assign(std::string_view text);
  // Of a map. An entry that is there already stays as it is.
  [[nodiscard]] std::expected<IpsNode*, IpsError> add(std::string_view key, int major);
  [[nodiscard]] IpsOutcome remove(std::string_view key);
  void reset();
};

class IpsConfig {
 public:
  // As from the factory: user cisco, whose password cisco has to be changed at the first login.
  explicit IpsConfig(int major);

  [[nodiscard]] int major() const { return major_; }
  // Null: the release has no such component.
  [[nodiscard]] const IpsNode* component(std::string_view name) const;
  [[nodiscard]] std::uint64_t revision(std::string_view name) const;
  [[nodiscard]] IpsOutcome replace(std::string_view name, IpsNode changed, std::uint64_t revision);

  // The text of a value; `path` is component and names with blanks between.
  [[nodiscard]] std::string value(std::string_view path) const;
  [[nodiscard]] std::string host_name() const { return value("host network-settings host-name"); }
  // Whether the access list lets the address in.
  [[nodiscard]] bool permits(std::string_view address) const;

  // Lines of "show configuration" for the component, from its "service" line on.
  [[nodiscard]] std::string lines(const IpsComponent& component) const;

 private:
  struct Held {
    const IpsComponent* component;
    IpsNode node;
    std::uint64_t revision = 0;
  };
  [[nodiscard]] const Held* find(std::string_view name) const;

  int major_;
  std::vector<Held> held_;
};

// The lines by which what is set in `node` would be entered.
[[nodiscard]] std::string ips_lines(const IpsNode& node);

}  // namespace lw::lab
