#include "procedure/definition.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "platform/yaml_node.h"
#include "procedure/checks.h"
#include "procedure/value_rules.h"

namespace lw::procedure {
namespace {

using platform::YamlNode;

constexpr int kDeepestCondition = 8;

// IOS, IOS-XE, ASA, PIX and FWSM have one form of an account, CatOS another.
bool makes_account(const StepTemplate& step) {
  return step.command.starts_with("username {username}") ||
         step.command.starts_with("set localuser user {username}");
}

struct SchemaFault {
  Error error;
};

class FileReader {
 public:
  explicit FileReader(std::string source) : source_(std::move(source)) {}

  Procedure read(const YamlNode& root) {
    check_keys(root, {"id", "title", "guide", "summary", "platforms", "access", "parameters",
                      "setup", "steps", "conditions", "proofs", "notes"});
    Procedure procedure;
    procedure.id = required(root, "id");
    procedure.title = required(root, "title");
    if (const auto* found = root.find("guide")) procedure.guide_page = text(*found);
    if (const auto* found = root.find("summary")) procedure.summary = text(*found);
    procedure.platforms = texts(present(root, "platforms"));
    if (const auto* found = root.find("access")) procedure.changes_access = texts(*found);
    if (const auto* found = root.find("notes")) procedure.notes = texts(*found);
    if (const auto* found = root.find("parameters")) {
      for (const auto& entry : list(*found)) procedure.parameters.push_back(parameter(entry));
    }
    parameters_ = &procedure.parameters;
    auto compiled = std::make_shared<Procedure::Compiled>();
    if (const auto* found = root.find("setup")) {
      for (const auto& entry : list(*found)) compiled->setups.push_back(setup(entry));
    }
    for (const auto& entry : list(present(root, "steps"))) compiled->steps.push_back(step(entry));
    if (const auto* found = root.find("conditions")) {
      for (const auto& entry : list(*found)) compiled->conditions.push_back(condition(entry, 0));
    }
    if (const auto* found = root.find("proofs")) {
      for (const auto& entry : list(*found)) compiled->proofs.push_back(proof(entry));
    }
    procedure.makes_account = std::ranges::any_of(compiled->steps, makes_account);
    procedure.moves = std::ranges::any_of(compiled->steps, &StepTemplate::moves);
    compiled->open_ways = ways_of(procedure.parameters, {});
    procedure.compiled = std::move(compiled);
    return procedure;
  }

  [[noreturn]] void fail(const YamlNode& node, std::string_view what) const {
    throw SchemaFault{platform::yaml_fault(source_, node.line, what).error()};
  }

 private:
  void check_keys(const YamlNode& map, std::initializer_list<std::string_view> known) const {
    if (map.kind != YamlNode::Kind::kMap) fail(map, "expected keys and values");
    for (const auto& [key, line, value] : map.map) {
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        throw SchemaFault{
            platform::yaml_fault(source_, line,
                                 fmt::format("unknown key \"{}\" (known: {})", printable(key, 40),
                                             fmt::join(known, ", ")))
                .error()};
      }
    }
  }

  const YamlNode& present(const YamlNode& map, const char* key) const {
    const YamlNode* node = map.find(key);
    if (node == nullptr) fail(map, fmt::format("\"{}\" is missing", key));
    return *node;
  }
  std::string required(const YamlNode& map, const char* key) const {
    return text(present(map, key));
  }

  const std::string& text(const YamlNode& node) const {
    if (node.kind != YamlNode::Kind::kScalar || node.null) fail(node, "expected text");
    return node.text;
  }
  const std::vector<YamlNode>& list(const YamlNode& node) const {
    if (node.kind != YamlNode::Kind::kList) fail(node, "expected a list");
    return node.list;
  }
  std::vector<std::string> texts(const YamlNode& node) const {
    std::vector<std::string> all;
    for (const auto& entry : list(node)) all.push_back(text(entry));
    return all;
  }
  bool flag(const YamlNode& node) const {
    const std::string word = to_lower(text(node));
    if (word == "true" || word == "yes" || word == "on" || word == "y") return true;
    if (word == "false" || word == "no" || word == "off" || word == "n") return false;
    fail(node, "expected true or false");
  }

  Parameter parameter(const YamlNode& node) const {
    check_keys(node, {"name", "type", "choices", "default", "required", "variant", "help"});
    Parameter one;
    one.name = required(node, "name");
    one.type = node.find("choices") != nullptr ? "choice" : required(node, "type");
    if (!rule_of(one.type)) fail(node, fmt::format("there is no type \"{}\"", one.type));
    if (const auto* found = node.find("choices")) one.choices = texts(*found);
    if (const auto* found = node.find("required")) one.required = flag(*found);
    if (const auto* found = node.find("variant")) one.variant = flag(*found);
    one.secret = one.type == "secret";
    one.help = required(node, "help");
    if (one.variant && one.choices.empty()) fail(node, "a variant has choices");
    if (const auto* found = node.find("default")) {
      one.default_value = text(*found);
      if (const auto good = check_value(one, *one.default_value); !good)
        fail(*found, good.error().message);
    }
    return one;
  }

  const Parameter* known_parameter(std::string_view name) const {
    const auto found = std::find_if(parameters_->begin(), parameters_->end(),
                                    [&](const Parameter& one) { return one.name == name; });
    return found == parameters_->end() ? nullptr : &*found;
  }

  // A template: every {name} in it is a parameter.
  std::string filled_text(const YamlNode& node) const {
    std::string value = text(node);
    for (std::size_t at = 0; (at = value.find('{', at)) != std::string::npos; ++at) {
      const std::size_t end = value.find('}', at);
      if (end == std::string::npos) fail(node, "a { without }");
      const std::string name = value.substr(at + 1, end - at - 1);
      if (known_parameter(name) == nullptr)
        fail(node, fmt::format("there is no parameter \"{}\"", name));
    }
    return value;
  }

  StepMode mode(const YamlNode& node) const {
    if (text(node) == "exec") return StepMode::kExec;
    if (text(node) == "configure") return StepMode::kConfigure;
    fail(node, "mode is exec or configure");
  }

  bool holds_secret(std::string_view filled) const {
    return std::any_of(parameters_->begin(), parameters_->end(), [&](const Parameter& parameter) {
      return parameter.secret && filled.find("{" + parameter.name + "}") != std::string::npos;
    });
  }

  std::vector<When> when(const YamlNode& node) const {
    std::vector<When> all;
    for (const auto& entry :
         node.kind == YamlNode::Kind::kList ? texts(node) : std::vector<std::string>{text(node)}) {
      const std::size_t equals = std::min(entry.find('='), entry.size());
      When one{entry.substr(0, equals), equals < entry.size() ? entry.substr(equals + 1) : ""};
      if (known_parameter(one.parameter) == nullptr) {
        fail(node, fmt::format("there is no parameter \"{}\"", one.parameter));
      }
      all.push_back(std::move(one));
    }
    return all;
  }

  SetupTemplate setup(const YamlNode& node) const {
    check_keys(node, {"dialog", "when", "answers"});
    SetupTemplate one;
    one.dialog = required(node, "dialog");
    one.when = when(present(node, "when"));
    for (const auto& entry : list(present(node, "answers"))) {
      check_keys(entry, {"question", "answer", "why"});
      SetupTemplate::Answer answer{required(entry, "question"),
                                   filled_text(present(entry, "answer")), required(entry, "why")};
      answer.secret = holds_secret(answer.answer);
      one.answers.push_back(std::move(answer));
    }
    return one;
  }

  StepTemplate step(const YamlNode& node) const {
    check_keys(node, {"id", "mode", "section", "submode", "command", "why", "when", "answers",
                      "done", "advised", "moves"});
    StepTemplate one;
    one.id = required(node, "id");
    if (const auto* found = node.find("mode")) one.mode = mode(*found);
    if (const auto* found = node.find("section")) one.section = filled_text(*found);
    if (const auto* found = node.find("submode")) one.submode = text(*found);
    one.command = filled_text(present(node, "command"));
    one.why = required(node, "why");
    one.secret = holds_secret(one.command);
    if (const auto* found = node.find("when")) one.when = when(*found);
    if (const auto* found = node.find("answers")) {
      if (found->kind != YamlNode::Kind::kMap) fail(*found, "expected dialog ids and answers");
      for (const auto& [dialog, line, answer] : found->map) {
        one.answers.emplace_back(dialog, filled_text(answer));
      }
    }
    if (const auto* found = node.find("done")) one.done = condition(*found, 0);
    if (const auto* found = node.find("advised")) one.advised = flag(*found);
    if (const auto* found = node.find("moves")) one.moves = flag(*found);
    return one;
  }

  WordPattern pattern(const YamlNode& node) const {
    auto compiled = WordPattern::compile(text(node), *parameters_);
    if (!compiled) fail(node, compiled.error().message);
    return *std::move(compiled);
  }

  std::vector<ConditionPtr> conditions(const YamlNode& node, int depth) const {
    std::vector<ConditionPtr> all;
    for (const auto& entry : list(node)) all.push_back(condition(entry, depth + 1));
    if (all.empty()) fail(node, "expected at least one condition");
    return all;
  }

  ConditionPtr condition(const YamlNode& node, int depth) const {
    if (depth > kDeepestCondition) fail(node, "conditions are nested too deep");
    if (node.kind == YamlNode::Kind::kScalar)
      return line_condition(pattern(node), LineMeaning::kOneOfMany);
    check_keys(node,
               {"line", "setting", "anywhere", "check", "in", "has", "any", "all", "none", "what"});
    if (const auto* found = node.find("line"))
      return line_condition(pattern(*found), LineMeaning::kOneOfMany);
    if (const auto* found = node.find("setting"))
      return line_condition(pattern(*found), LineMeaning::kSetting);
    if (const auto* found = node.find("anywhere")) return anywhere_condition(pattern(*found));
    if (const auto* found = node.find("check")) {
      auto check = make_check(text(*found));
      if (!check) fail(*found, check.error().message);
      return *std::move(check);
    }
    if (const auto* found = node.find("in")) {
      std::vector<WordPattern> lines;
      for (const auto& entry : list(present(node, "has"))) lines.push_back(pattern(entry));
      return section_condition(pattern(*found), std::move(lines));
    }
    if (const auto* found = node.find("any")) return any_of(conditions(*found, depth));
    if (const auto* found = node.find("all")) return all_of(conditions(*found, depth));
    if (const auto* found = node.find("none"))
      return none_of(condition(*found, depth + 1), required(node, "what"));
    fail(node, "expected line, setting, anywhere, check, in, any, all or none");
  }

  Proof proof(const YamlNode& node) const {
    check_keys(node, {"command", "expect", "why"});
    Proof one{filled_text(present(node, "command")), text(present(node, "expect")),
              required(node, "why")};
    if (const RE2 compiled(one.expect, RE2::Quiet); !compiled.ok()) {
      fail(present(node, "expect"), "bad pattern: " + compiled.error());
    }
    return one;
  }

  std::string source_;
  const std::vector<Parameter>* parameters_ = nullptr;
};

}  // namespace

Result<Procedure> read_procedure(std::string_view text, const std::string& source) {
  LW_ASSIGN(const YamlNode root, platform::read_yaml(source, text));
  try {
    FileReader reader(source);
    if (root.kind != YamlNode::Kind::kMap) reader.fail(root, "expected a map with \"id\"");
    return reader.read(root);
  } catch (const SchemaFault& fault) {
    return std::unexpected(fault.error);
  }
}

}  // namespace lw::procedure
