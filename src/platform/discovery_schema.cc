#include "platform/discovery_schema.h"

#include <fmt/format.h>

#include <algorithm>

namespace lw::platform {
namespace {

Result<void> read_mark(const SchemaReader& reader, const YamlNode& node, Mark& mark) {
  std::string word;
  LW_TRY(reader.word(node, "mark", word));
  if (word != "verified" && word != "inferred") {
    return reader.fault(node.line, "\"mark\" must be verified or inferred");
  }
  mark = word == "verified" ? Mark::kVerified : Mark::kInferred;
  return {};
}

Result<void> read_sets(const SchemaReader& reader, const YamlNode& node, Facts& sets) {
  LW_TRY(reader.expect(node, YamlNode::Kind::kMap, "\"sets\""));
  for (const YamlNode::Entry& entry : node.map) {
    LW_TRY(reader.command(entry.value, entry.key, sets[entry.key]));
  }
  return {};
}

Result<void> read_fact(const SchemaReader& reader, const YamlNode& node,
                       std::vector<FactPattern>& facts) {
  FactPattern& fact = facts.emplace_back();
  bool marked = false;
  LW_TRY(reader.keys(
      node, "facts",
      {{"pattern",
        [&](const YamlNode& n) { return reader.pattern(n, "pattern", 0, fact.pattern); }},
       {"sets", [&](const YamlNode& n) { return read_sets(reader, n, fact.sets); }},
       {"all", [&](const YamlNode& n) { return reader.flag(n, "all", fact.all); }},
       {"mark", [&](const YamlNode& n) {
          marked = true;
          return read_mark(reader, n, fact.mark);
        }}}));
  if (fact.pattern && marked) return {};
  return reader.fault(node.line, "a fact needs its \"pattern\" and its \"mark\"");
}

Result<void> read_child(const SchemaReader& reader, const YamlNode& node,
                        std::vector<ChildPattern>& children) {
  ChildPattern& child = children.emplace_back();
  std::string kind;
  bool marked = false;
  LW_TRY(reader.keys(
      node, "children",
      {{"kind", [&](const YamlNode& n) { return reader.word(n, "kind", kind); }},
       {"platform", [&](const YamlNode& n) { return reader.word(n, "platform", child.platform); }},
       {"pattern",
        [&](const YamlNode& n) { return reader.pattern(n, "pattern", 0, child.pattern); }},
       {"mark", [&](const YamlNode& n) {
          marked = true;
          return read_mark(reader, n, child.mark);
        }}}));
  if (kind != "context" && kind != "module") {
    return reader.fault(node.line, "a child needs its \"kind\": context or module");
  }
  child.kind = kind == "context" ? ChildKind::kContext : ChildKind::kModule;
  if (child.pattern && marked) return {};
  return reader.fault(node.line, "a child needs its \"pattern\" and its \"mark\"");
}

Result<void> read_when(const SchemaReader& reader, const YamlNode& node, Question& question) {
  LW_TRY(reader.keys(
      node, "when",
      {{"fact", [&](const YamlNode& n) { return reader.word(n, "fact", question.when); }},
       {"is", [&](const YamlNode& n) { return reader.pattern(n, "is", 0, question.is); }}}));
  if (!question.when.empty() && question.is) return {};
  return reader.fault(node.line, "\"when\" needs \"fact\" and \"is\"");
}

template <class Item>
void put_in_front(std::vector<Item>& into, std::vector<Item>& items) {
  into.insert(into.begin(), std::make_move_iterator(items.begin()),
              std::make_move_iterator(items.end()));
}

}  // namespace

Result<void> read_discovery(const SchemaReader& reader, const YamlNode& node,
                            std::vector<Question>& questions) {
  return reader.each(node, "discovery", [&](const YamlNode& item) -> Result<void> {
    Question question;
    bool configuration = false;
    LW_TRY(reader.keys(
        item, "discovery",
        {{"command",
          [&](const YamlNode& n) { return reader.command(n, "command", question.command); }},
         {"configuration",
          [&](const YamlNode& n) { return reader.flag(n, "configuration", configuration); }},
         {"when", [&](const YamlNode& n) { return read_when(reader, n, question); }},
         {"keep", [&](const YamlNode& n) { return reader.word(n, "keep", question.keep); }},
         {"facts",
          [&](const YamlNode& n) {
            return reader.each(n, "facts", [&](const YamlNode& fact) {
              return read_fact(reader, fact, question.facts);
            });
          }},
         {"children", [&](const YamlNode& n) {
            return reader.each(n, "children", [&](const YamlNode& child) {
              return read_child(reader, child, question.children);
            });
          }}}));
    if (configuration == !question.command.empty()) {
      return reader.fault(item.line,
                          "a question has its \"command\", or is about the \"configuration\"");
    }
    const auto asked = std::ranges::find(questions, question.command, &Question::command);
    if (asked == questions.end()) {
      questions.push_back(std::move(question));
      return {};
    }
    put_in_front(asked->facts, question.facts);
    put_in_front(asked->children, question.children);
    if (!question.keep.empty()) asked->keep = std::move(question.keep);
    if (!question.when.empty()) {
      asked->when = std::move(question.when);
      asked->is = std::move(question.is);
    }
    return {};
  });
}

}  // namespace lw::platform
