#include "platform/setup_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace lw::platform {
namespace {

// Keys that leave a dialogue, by the names that people have for them.
Result<void> read_keys(const SchemaReader& reader, const YamlNode& node, std::string& into) {
  std::string name;
  LW_TRY(reader.word(node, "abandon", name));
  if (name == "ctrl-c") {
    into = "\x03";
  } else if (name == "ctrl-z") {
    into = "\x1a";
  } else {
    return reader.fault(node.line, "\"abandon\" must be ctrl-c or ctrl-z");
  }
  return {};
}

Result<void> read_more(const SchemaReader& reader, const YamlNode& node, SetupQuestion& question) {
  LW_TRY(reader.keys(
      node, "more",
      {{"offer", [&](const YamlNode& n) { return reader.pattern(n, "offer", 0, question.offer); }},
       {"answer",
        [&](const YamlNode& n) { return reader.command(n, "answer", question.take_offer); }}}));
  if (question.offer && !question.take_offer.empty()) return {};
  return reader.fault(node.line, "\"more\" needs \"offer\" and \"answer\"");
}

Result<void> read_question(const SchemaReader& reader, const YamlNode& node,
                           SetupQuestion& question) {
  LW_TRY(reader.keys(
      node, "questions",
      {{"id", [&](const YamlNode& n) { return reader.command(n, "id", question.id); }},
       {"question",
        [&](const YamlNode& n) { return reader.pattern(n, "question", 0, question.question); }},
       {"answer",
        [&](const YamlNode& n) { return reader.command(n, "answer", question.answer.emplace()); }},
       {"secret", [&](const YamlNode& n) { return reader.flag(n, "secret", question.secret); }},
       {"credential",
        [&](const YamlNode& n) -> Result<void> {
          LW_TRY(reader.word(n, "credential", question.credential));
          question.secret = true;
          if (question.credential == "password" || question.credential == "enable_password") {
            return {};
          }
          return reader.fault(n.line, "\"credential\" must be password or enable_password");
        }},
       {"sets",
        [&](const YamlNode& n) -> Result<void> {
          LW_TRY(reader.word(n, "sets", question.sets));
          question.secret = true;
          if (question.sets == "password") return {};
          return reader.fault(n.line, "\"sets\" must be password");
        }},
       {"more", [&](const YamlNode& n) { return read_more(reader, n, question); }},
       {"first", [&](const YamlNode& n) { return reader.flag(n, "first", question.first); }},
       {"repeats", [&](const YamlNode& n) { return reader.flag(n, "repeats", question.repeats); }},
       {"shown", [&](const YamlNode& n) { return reader.flag(n, "shown", question.shown); }},
       {"reviews",
        [&](const YamlNode& n) { return reader.flag(n, "reviews", question.reviews); }}}));
  if (!question.id.empty() && question.question) return {};
  return reader.fault(node.line, "a question needs \"id\" and \"question\"");
}

Result<void> read_setup(const SchemaReader& reader, const YamlNode& node, SetupDialog& setup) {
  LW_TRY(reader.keys(
      node, "setups",
      {{"id", [&](const YamlNode& n) { return reader.command(n, "id", setup.id); }},
       {"title", [&](const YamlNode& n) { return reader.command(n, "title", setup.title); }},
       {"begins", [&](const YamlNode& n) { return reader.pattern(n, "begins", 0, setup.begins); }},
       {"accept", [&](const YamlNode& n) { return reader.command(n, "accept", setup.accept); }},
       {"decline",
        [&](const YamlNode& n) { return reader.command(n, "decline", setup.decline.emplace()); }},
       {"command", [&](const YamlNode& n) { return reader.command(n, "command", setup.command); }},
       {"in_configure",
        [&](const YamlNode& n) { return reader.flag(n, "in_configure", setup.in_configure); }},
       {"abandon", [&](const YamlNode& n) { return read_keys(reader, n, setup.abandon); }},
       {"questions", [&](const YamlNode& n) {
          return reader.each(n, "questions", [&](const YamlNode& item) {
            return read_question(reader, item, setup.questions.emplace_back());
          });
        }}}));
  if (!setup.id.empty() && !setup.title.empty() && setup.begins && !setup.questions.empty()) {
    return {};
  }
  return reader.fault(node.line,
                      "a set-up dialogue needs \"id\", \"title\", \"begins\" and \"questions\"");
}

}  // namespace

Result<void> read_setups(const SchemaReader& reader, const YamlNode& node,
                         std::vector<SetupDialog>& setups) {
  std::vector<SetupDialog> own;
  LW_TRY(reader.each(node, "setups", [&](const YamlNode& item) {
    return read_setup(reader, item, own.emplace_back());
  }));
  for (const SetupDialog& setup : own) {
    std::erase_if(setups, [&](const SetupDialog& inherited) { return inherited.id == setup.id; });
  }
  setups.insert(setups.begin(), own.begin(), own.end());
  std::set<std::string_view> ids;
  for (const SetupDialog& setup : setups) {
    for (const SetupQuestion& question : setup.questions) {
      if (ids.insert(question.id).second) continue;
      return reader.fault(node.line, fmt::format("a second question \"{}\"", question.id));
    }
  }
  return {};
}

const SetupQuestion* SetupDialog::find(std::string_view question_id) const {
  const auto found = std::ranges::find(questions, question_id, &SetupQuestion::id);
  return found == questions.end() ? nullptr : &*found;
}

}  // namespace lw::platform
