#include "lab/ips_editor.h"

#include <fmt/format.h>

namespace lw::lab {
namespace {

constexpr int kVerbs = 3;

std::string argument(const IpsSchema& schema) {
  switch (schema.type) {
    case IpsType::kChoice:
      return fmt::format("{{{}}}", schema.choices);
    case IpsType::kNumber:
      // A number below zero is a word to the table; assign() checks its range.
      return schema.low < 0 ? "WORD" : fmt::format("<{}-{}>", schema.low, schema.high);
    case IpsType::kText:
      return "LINE";
    default:
      return "WORD";
  }
}

}  // namespace

IpsEditor::IpsEditor(const IpsConfig& config, const IpsComponent& component)
    : component_(&component),
      copy_(*config.component(component.name)),
      revision_(config.revision(component.name)),
      major_(config.major()) {
  build_table();
}

std::string IpsEditor::mode() const {
  std::string text(component_->service.substr(0, 3));
  for (const std::string_view level : path_) text += fmt::format("-{}", level.substr(0, 3));
  return text;
}

IpsNode& IpsEditor::here() {
  IpsNode* node = &copy_;
  for (const std::string_view level : path_) node = node->find(level);
  return *node;
}

const IpsNode& IpsEditor::here() const { return const_cast<IpsEditor*>(this)->here(); }

void IpsEditor::build_table() {
  table_ = CommandTable();
  table_.add("exit", kExit);
  table_.add("show settings", kShowSettings);
  int number = 0;
  const auto add = [&](std::string_view syntax, Verb verb) {
    table_.add(syntax, number * kVerbs + static_cast<int>(verb));
  };
  for (const IpsNode& member : here().members) {
    const std::string_view name = member.schema->name;
    if (member.schema->kind == IpsKind::kStruct) {
      add(name, Verb::kSet);
    } else {
      add(fmt::format("{} {}", name, argument(*member.schema)), Verb::kSet);
    }
    if (member.schema->kind == IpsKind::kMap) {
      add(fmt::format("no {} WORD", name), Verb::kRemove);
    } else if (member.schema->kind == IpsKind::kValue) {
      add(fmt::format("no {}", name), Verb::kReset);
    }
    add(fmt::format("default {}", name), Verb::kReset);
    ++number;
  }
}

IpsOutcome IpsEditor::carry_out(const Match& match) {
  IpsNode& member = here().members.at(static_cast<std::size_t>(match.command / kVerbs));
  const auto verb = static_cast<Verb>(match.command % kVerbs);
  if (verb == Verb::kSet && member.schema->kind == IpsKind::kStruct) {
    path_.push_back(member.schema->name);
    build_table();
    return {};
  }
  IpsOutcome outcome;
  if (verb == Verb::kReset) {
    member.reset();
  } else if (verb == Verb::kRemove) {
    outcome = member.remove(match.words.back());
  } else if (member.schema->kind == IpsKind::kValue) {
    outcome = member.assign(match.words.back());
  } else if (auto made = member.add(match.words.back(), major_); !made) {
    outcome = std::unexpected(std::move(made).error());
  }
  modified_ |= outcome.has_value();
  return outcome;
}

bool IpsEditor::leave() {
  if (path_.empty()) return false;
  path_.pop_back();
  build_table();
  return true;
}

}  // namespace lw::lab
