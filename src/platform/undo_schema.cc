#include "platform/undo_schema.h"

namespace lw::platform {
namespace {

Result<void> read_answer(const SchemaReader& reader, const YamlNode& node, Undo& undo) {
  std::string dialog;
  std::string answer;
  LW_TRY(reader.keys(
      node, "answers",
      {{"dialog", [&](const YamlNode& n) { return reader.command(n, "dialog", dialog); }},
       {"answer", [&](const YamlNode& n) { return reader.command(n, "answer", answer); }}}));
  if (dialog.empty()) return reader.fault(node.line, "an answer needs its \"dialog\"");
  undo.answers[dialog] = answer;
  return {};
}

}  // namespace

Result<void> read_undo(const SchemaReader& reader, const YamlNode& node, std::vector<Undo>& undo) {
  undo.clear();
  return reader.each(node, "undo", [&](const YamlNode& item) -> Result<void> {
    Undo& one = undo.emplace_back();
    LW_TRY(reader.keys(
        item, "undo",
        {{"id", [&](const YamlNode& n) { return reader.command(n, "id", one.id); }},
         {"look", [&](const YamlNode& n) { return reader.command(n, "look", one.look); }},
         {"pending",
          [&](const YamlNode& n) { return reader.pattern(n, "pending", 0, one.pending); }},
         {"arm", [&](const YamlNode& n) { return reader.command(n, "arm", one.arm); }},
         {"disarm", [&](const YamlNode& n) { return reader.command(n, "disarm", one.disarm); }},
         {"at_once", [&](const YamlNode& n) { return reader.command(n, "at_once", one.at_once); }},
         {"answers",
          [&](const YamlNode& n) {
            return reader.each(n, "answers", [&](const YamlNode& answer) {
              return read_answer(reader, answer, one);
            });
          }},
         {"reloads", [&](const YamlNode& n) { return reader.flag(n, "reloads", one.reloads); }}}));
    const bool whole = !one.id.empty() && !one.look.empty() && one.pending && !one.disarm.empty();
    if (whole && one.arm.find("{minutes}") != std::string::npos) return {};
    return reader.fault(item.line,
                        "an undo needs \"id\", \"look\", \"pending\", \"disarm\", and \"arm\" with "
                        "{minutes}");
  });
}

}  // namespace lw::platform
