#include "platform/unit_schema.h"

#include <fmt/format.h>

namespace lw::platform {
namespace {

using Reader = SchemaReader;

// Keys that lead out of a session, by the names that people have for them.
Result<void> read_escape(const Reader& reader, const YamlNode& node, std::string& into) {
  std::string name;
  LW_TRY(reader.command(node, "escape", name));
  if (name == "ctrl-^ x") {
    into = "\x1ex";
  } else if (name == "ctrl-]") {
    into = "\x1d";
  } else {
    return reader.fault(node.line, "\"escape\" must be \"ctrl-^ x\" or \"ctrl-]\"");
  }
  return {};
}

Result<void> read_refusals(const Reader& reader, const YamlNode& node,
                           std::vector<SlotRefusal>& refusals) {
  return reader.each(node, "refusals", [&](const YamlNode& item) -> Result<void> {
    SlotRefusal& one = refusals.emplace_back();
    LW_TRY(reader.keys(
        item, "refusals",
        {{"words", [&](const YamlNode& n) { return reader.pattern(n, "words", 0, one.words); }},
         {"why", [&](const YamlNode& n) { return reader.command(n, "why", one.why); }}}));
    if (one.words && !one.why.empty()) return {};
    return reader.fault(item.line, "a refusal needs \"words\" and \"why\"");
  });
}

}  // namespace

Result<void> read_pair(const Reader& reader, const YamlNode& node, Pair& pair) {
  pair = {};
  const auto into = [&](std::string_view what, int groups, Pattern& pattern) {
    return Reader::Key{what, [&reader, &pattern, what, groups](const YamlNode& n) {
                         return reader.pattern(n, what, groups, pattern);
                       }};
  };
  LW_TRY(reader.keys(
      node, "failover",
      {{"command", [&](const YamlNode& n) { return reader.command(n, "command", pair.command); }},
       into("active", 0, pair.active),
       into("standby", 0, pair.standby),
       into("other", 0, pair.other),
       into("address", 1, pair.address),
       into("prompt_active", 1, pair.prompt_active),
       into("prompt_standby", 1, pair.prompt_standby),
       into("refusal", 0, pair.refusal),
       {"writes",
        [&](const YamlNode& n) { return reader.patterns(n, "writes", 0, pair.writes); }}}));
  if (!pair.command.empty() && pair.active && pair.standby && pair.refusal) return {};
  return reader.fault(node.line,
                      "\"failover\" needs \"command\", \"active\", \"standby\" and \"refusal\"");
}

Result<void> read_chassis(const Reader& reader, const YamlNode& node, Chassis& chassis) {
  chassis = {};
  LW_TRY(reader.keys(
      node, "chassis",
      {{"command",
        [&](const YamlNode& n) { return reader.command(n, "command", chassis.command); }},
       {"opened",
        [&](const YamlNode& n) { return reader.pattern(n, "opened", 0, chassis.opened); }},
       {"closed",
        [&](const YamlNode& n) { return reader.pattern(n, "closed", 0, chassis.closed); }},
       {"escape", [&](const YamlNode& n) { return read_escape(reader, n, chassis.escape); }},
       {"disconnect",
        [&](const YamlNode& n) { return reader.command(n, "disconnect", chassis.disconnect); }},
       {"list", [&](const YamlNode& n) { return reader.command(n, "list", chassis.list); }},
       {"not_ready",
        [&](const YamlNode& n) { return reader.pattern(n, "not_ready", 1, chassis.not_ready); }},
       {"refusals",
        [&](const YamlNode& n) { return read_refusals(reader, n, chassis.refusals); }}}));
  if (chassis.command.find("{slot}") == std::string::npos) {
    return reader.fault(node.line, "\"chassis\" needs a \"command\" with \"{slot}\" in it");
  }
  if (chassis.opened && chassis.closed && !chassis.escape.empty()) return {};
  return reader.fault(node.line, "\"chassis\" needs \"opened\", \"closed\" and \"escape\"");
}

Result<void> read_saving(const Reader& reader, const YamlNode& node, SavingMode& saving) {
  saving = {};
  LW_TRY(reader.keys(
      node, "saving",
      {{"command", [&](const YamlNode& n) { return reader.command(n, "command", saving.command); }},
       {"on_command",
        [&](const YamlNode& n) { return reader.pattern(n, "on_command", 0, saving.on_command); }},
       {"by_itself",
        [&](const YamlNode& n) { return reader.pattern(n, "by_itself", 0, saving.by_itself); }}}));
  if (!saving.command.empty() && saving.on_command && saving.by_itself) return {};
  return reader.fault(node.line, "\"saving\" needs \"command\", \"on_command\" and \"by_itself\"");
}

}  // namespace lw::platform
