#include "procedure/definition.h"

#include <fmt/format.h>
#include <re2/re2.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <functional>

#include "procedure/checks.h"
#include "procedure/value_rules.h"

namespace lw::procedure {
namespace {

constexpr std::size_t kLargestFile = 1 << 20;
constexpr int kDeepestCondition = 8;

struct SchemaFault {
  Error error;
};

class FileReader {
 public:
  explicit FileReader(std::string source) : source_(std::move(source)) {}

  Procedure read(const YAML::Node& root) {
    check_keys(root, {"id", "title", "guide", "summary", "platforms", "access", "parameters",
                      "steps", "conditions", "proofs", "notes"});
    Procedure procedure;
    procedure.id = required(root, "id");
    procedure.title = required(root, "title");
    if (root["guide"]) procedure.guide_page = text(root["guide"]);
    if (root["summary"]) procedure.summary = text(root["summary"]);
    procedure.platforms = texts(present(root, "platforms"));
    if (root["access"]) procedure.changes_access = texts(root["access"]);
    if (root["notes"]) procedure.notes = texts(root["notes"]);
    if (root["parameters"]) {
      for (const auto& entry : list(root["parameters"]))
        procedure.parameters.push_back(parameter(entry));
    }
    parameters_ = &procedure.parameters;
    auto compiled = std::make_shared<Procedure::Compiled>();
    for (const auto& entry : list(present(root, "steps"))) compiled->steps.push_back(step(entry));
    if (root["conditions"]) {
      for (const auto& entry : list(root["conditions"]))
        compiled->conditions.push_back(condition(entry, 0));
    }
    if (root["proofs"]) {
      for (const auto& entry : list(root["proofs"])) compiled->proofs.push_back(proof(entry));
    }
    compiled->open_ways = ways_of(procedure.parameters, {});
    procedure.compiled = std::move(compiled);
    return procedure;
  }

  [[noreturn]] void fail(const YAML::Node& node, std::string_view what) const {
    const auto mark = node.Mark();
    throw SchemaFault{{ErrorCode::kInvalidArgument,
                       fmt::format("{}:{}: {}", source_, mark.is_null() ? 1 : mark.line + 1, what),
                       {}}};
  }

 private:
  void check_keys(const YAML::Node& map, std::initializer_list<std::string_view> known) const {
    if (!map.IsMap()) fail(map, "expected keys and values");
    for (const auto& entry : map) {
      const std::string key = text(entry.first);
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        fail(entry.first, fmt::format("unknown key \"{}\" (known: {})", key,
                                      fmt::join(known.begin(), known.end(), ", ")));
      }
    }
  }

  YAML::Node present(const YAML::Node& map, const char* key) const {
    const YAML::Node node = map[key];
    if (!node) fail(map, fmt::format("\"{}\" is missing", key));
    return node;
  }
  std::string required(const YAML::Node& map, const char* key) const {
    return text(present(map, key));
  }

  std::string text(const YAML::Node& node) const {
    if (!node.IsScalar()) fail(node, "expected text");
    return node.Scalar();
  }
  YAML::Node list(const YAML::Node& node) const {
    if (!node.IsSequence()) fail(node, "expected a list");
    return node;
  }
  std::vector<std::string> texts(const YAML::Node& node) const {
    std::vector<std::string> all;
    for (const auto& entry : list(node)) all.push_back(text(entry));
    return all;
  }
  bool flag(const YAML::Node& node) const {
    bool value = false;
    if (!YAML::convert<bool>::decode(node, value)) fail(node, "expected true or false");
    return value;
  }

  Parameter parameter(const YAML::Node& node) const {
    check_keys(node, {"name", "type", "choices", "default", "required", "variant", "help"});
    Parameter one;
    one.name = required(node, "name");
    one.type = node["choices"] ? "choice" : required(node, "type");
    if (!rule_of(one.type)) fail(node, fmt::format("there is no type \"{}\"", one.type));
    if (node["choices"]) one.choices = texts(node["choices"]);
    if (node["required"]) one.required = flag(node["required"]);
    if (node["variant"]) one.variant = flag(node["variant"]);
    one.secret = one.type == "secret";
    one.help = required(node, "help");
    if (one.variant && one.choices.empty()) fail(node, "a variant has choices");
    if (node["default"]) {
      one.default_value = text(node["default"]);
      if (const auto good = check_value(one, *one.default_value); !good)
        fail(node["default"], good.error().message);
    }
    return one;
  }

  const Parameter* known_parameter(std::string_view name) const {
    const auto found = std::find_if(parameters_->begin(), parameters_->end(),
                                    [&](const Parameter& one) { return one.name == name; });
    return found == parameters_->end() ? nullptr : &*found;
  }

  // A template: every {name} in it is a parameter.
  std::string filled_text(const YAML::Node& node) const {
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

  StepTemplate step(const YAML::Node& node) const {
    check_keys(node, {"id", "mode", "section", "submode", "command", "why", "when", "answers",
                      "done", "advised"});
    StepTemplate one;
    one.id = required(node, "id");
    const std::string mode = node["mode"] ? text(node["mode"]) : "configure";
    if (mode != "exec" && mode != "configure") fail(node["mode"], "mode is exec or configure");
    one.mode = mode == "exec" ? StepMode::kExec : StepMode::kConfigure;
    if (node["section"]) one.section = filled_text(node["section"]);
    if (node["submode"]) one.submode = text(node["submode"]);
    one.command = filled_text(present(node, "command"));
    one.why = required(node, "why");
    one.secret =
        std::any_of(parameters_->begin(), parameters_->end(), [&](const Parameter& parameter) {
          return parameter.secret &&
                 one.command.find("{" + parameter.name + "}") != std::string::npos;
        });
    if (node["when"]) {
      for (const auto& entry : node["when"].IsSequence()
                                   ? texts(node["when"])
                                   : std::vector<std::string>{text(node["when"])}) {
        const std::size_t equals = std::min(entry.find('='), entry.size());
        When when{entry.substr(0, equals), equals < entry.size() ? entry.substr(equals + 1) : ""};
        if (known_parameter(when.parameter) == nullptr) {
          fail(node["when"], fmt::format("there is no parameter \"{}\"", when.parameter));
        }
        one.when.push_back(std::move(when));
      }
    }
    if (node["answers"]) {
      if (!node["answers"].IsMap()) fail(node["answers"], "expected dialog ids and answers");
      for (const auto& entry : node["answers"]) {
        one.answers.emplace_back(text(entry.first), filled_text(entry.second));
      }
    }
    if (node["done"]) one.done = condition(node["done"], 0);
    if (node["advised"]) one.advised = flag(node["advised"]);
    return one;
  }

  WordPattern pattern(const YAML::Node& node) const {
    auto compiled = WordPattern::compile(text(node), *parameters_);
    if (!compiled) fail(node, compiled.error().message);
    return *std::move(compiled);
  }

  std::vector<ConditionPtr> conditions(const YAML::Node& node, int depth) const {
    std::vector<ConditionPtr> all;
    for (const auto& entry : list(node)) all.push_back(condition(entry, depth + 1));
    if (all.empty()) fail(node, "expected at least one condition");
    return all;
  }

  ConditionPtr condition(const YAML::Node& node, int depth) const {
    if (depth > kDeepestCondition) fail(node, "conditions are nested too deep");
    if (node.IsScalar()) return line_condition(pattern(node), LineMeaning::kOneOfMany);
    check_keys(node,
               {"line", "setting", "anywhere", "check", "in", "has", "any", "all", "none", "what"});
    if (node["line"]) return line_condition(pattern(node["line"]), LineMeaning::kOneOfMany);
    if (node["setting"]) return line_condition(pattern(node["setting"]), LineMeaning::kSetting);
    if (node["anywhere"]) return anywhere_condition(pattern(node["anywhere"]));
    if (node["check"]) {
      auto check = make_check(text(node["check"]));
      if (!check) fail(node["check"], check.error().message);
      return *std::move(check);
    }
    if (node["in"]) {
      std::vector<WordPattern> lines;
      for (const auto& entry : list(present(node, "has"))) lines.push_back(pattern(entry));
      return section_condition(pattern(node["in"]), std::move(lines));
    }
    if (node["any"]) return any_of(conditions(node["any"], depth));
    if (node["all"]) return all_of(conditions(node["all"], depth));
    if (node["none"]) return none_of(condition(node["none"], depth + 1), required(node, "what"));
    fail(node, "expected line, setting, anywhere, check, in, any, all or none");
  }

  Proof proof(const YAML::Node& node) const {
    check_keys(node, {"command", "expect", "why"});
    Proof one{filled_text(present(node, "command")), text(present(node, "expect")),
              required(node, "why")};
    if (const RE2 compiled(one.expect, RE2::Quiet); !compiled.ok()) {
      fail(node["expect"], "bad pattern: " + compiled.error());
    }
    return one;
  }

  std::string source_;
  const std::vector<Parameter>* parameters_ = nullptr;
};

}  // namespace

Result<Procedure> read_procedure(std::string_view text, const std::string& source) {
  if (text.size() > kLargestFile) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("{}: larger than {} bytes", source, kLargestFile));
  }
  try {
    FileReader reader(source);
    const YAML::Node root = YAML::Load(std::string(text));
    if (!root.IsMap()) reader.fail(root, "expected a map with \"id\"");
    return reader.read(root);
  } catch (const SchemaFault& fault) {
    return std::unexpected(fault.error);
  } catch (const YAML::Exception& exception) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("{}:{}: {}", source, exception.mark.line + 1, exception.msg));
  }
}

}  // namespace lw::procedure
