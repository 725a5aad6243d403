// Configuration mode of a sensor below "service": where the user stands, which lines there are,
// what they change in a working copy that nobody else sees before it is applied. Pure; one owner.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lab/command_table.h"
#include "lab/ips_config.h"

namespace lw::lab {

class IpsEditor {
 public:
  IpsEditor(const IpsConfig& config, const IpsComponent& component);

  // "hos", "hos-net": the first three letters of the service and of each level [V].
  [[nodiscard]] std::string mode() const;
  [[nodiscard]] const CommandTable& table() const { return table_; }
  // Where "show settings" starts.
  [[nodiscard]] const IpsNode& here() const;

  // A line of table() that sets, adds, removes or resets something, or goes down a level.
  [[nodiscard]] IpsOutcome carry_out(const Match& match);
  // Up a level; false at the service's own.
  bool leave();

  [[nodiscard]] const IpsComponent& component() const { return *component_; }
  [[nodiscard]] const IpsNode& changed() const { return copy_; }
  [[nodiscard]] bool modified() const { return modified_; }
  [[nodiscard]] std::uint64_t revision() const { return revision_; }

  // Numbers in table() that carry_out() does not take.
  static constexpr int kExit = 1'000'000;
  static constexpr int kShowSettings = 1'000'001;

 private:
  enum class Verb { kSet, kRemove, kReset };
  void build_table();
  [[nodiscard]] IpsNode& here();

  const IpsComponent* component_;
  IpsNode copy_;
  std::uint64_t revision_;
  int major_;
  std::vector<std::string_view> path_;
  CommandTable table_;
  bool modified_ = false;
};

}  // namespace lw::lab
