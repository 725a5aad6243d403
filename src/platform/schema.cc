#include "platform/schema.h"

#include <fmt/format.h>
#include <re2/re2.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <functional>

namespace lw::platform {
namespace {

constexpr std::size_t kLargestFile = 1 << 20;

// Ends the reading of one file; caught where it starts.
struct SchemaFault {
  Error error;
};

class FileReader {
 public:
  explicit FileReader(std::string source) : source_(std::move(source)) {}

  [[noreturn]] void fail(const YAML::Node& node, std::string_view what) const {
    const auto mark = node.Mark();
    const std::string where =
        mark.is_null() ? source_ : fmt::format("{}:{}", source_, mark.line + 1);
    throw SchemaFault{{ErrorCode::kInvalidArgument, fmt::format("{}: {}", where, what), {}}};
  }

  void check_keys(const YAML::Node& map, std::initializer_list<std::string_view> known) const {
    if (!map.IsMap()) fail(map, "expected keys and values");
    for (const auto& entry : map) {
      const std::string key = text(entry.first, "key");
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        fail(entry.first, fmt::format("unknown key \"{}\" (known: {})", key,
                                      fmt::join(known.begin(), known.end(), ", ")));
      }
    }
  }

  [[nodiscard]] std::string text(const YAML::Node& node, std::string_view what) const {
    if (!node.IsScalar()) fail(node, fmt::format("{}: expected text", what));
    return node.Scalar();
  }

  [[nodiscard]] bool flag(const YAML::Node& node, std::string_view what) const {
    bool value = false;
    if (!YAML::convert<bool>::decode(node, value))
      fail(node, fmt::format("{}: expected true or false", what));
    return value;
  }

  [[nodiscard]] Pattern pattern(const YAML::Node& node, std::string_view what) const {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    auto compiled = std::make_shared<const RE2>(text(node, what), options);
    if (!compiled->ok()) {
      fail(node, fmt::format("{}: bad pattern: {}", what, compiled->error()));
    }
    return compiled;
  }

  [[nodiscard]] std::vector<Pattern> patterns(const YAML::Node& node, std::string_view what) const {
    if (!node.IsSequence()) fail(node, fmt::format("{}: expected a list", what));
    std::vector<Pattern> list;
    for (const auto& entry : node) list.push_back(pattern(entry, what));
    return list;
  }

  [[nodiscard]] std::vector<std::string> texts(const YAML::Node& node,
                                               std::string_view what) const {
    if (!node.IsSequence()) fail(node, fmt::format("{}: expected a list", what));
    std::vector<std::string> list;
    for (const auto& entry : node) list.push_back(text(entry, what));
    return list;
  }

 private:
  std::string source_;
};

void read_prompts(const FileReader& file, const YAML::Node& node,
                  std::vector<ModePrompt>& prompts) {
  file.check_keys(node, {"user", "privileged", "configure"});
  prompts.clear();
  for (const Mode mode : {Mode::kUser, Mode::kPrivileged, Mode::kConfigure}) {
    const YAML::Node entry = node[std::string(name(mode))];
    if (!entry) continue;
    const Pattern pattern = file.pattern(entry, name(mode));
    if (pattern->NumberOfCapturingGroups() != 1) {
      file.fail(entry, "a prompt has one group: the host name");
    }
    prompts.push_back({mode, pattern});
  }
  if (prompts.empty()) file.fail(node, "no prompt is given");
}

void read_login(const FileReader& file, const YAML::Node& node, LoginPrompts& login) {
  file.check_keys(node, {"username", "password", "refused", "enable_refused", "press_return"});
  const auto take = [&](const char* key, Pattern& into) {
    if (node[key]) into = file.pattern(node[key], key);
  };
  take("username", login.username);
  take("password", login.password);
  take("refused", login.refused);
  take("enable_refused", login.enable_refused);
  take("press_return", login.press_return);
}

void read_paging(const FileReader& file, const YAML::Node& node, Paging& paging) {
  file.check_keys(node, {"more", "answer", "off"});
  if (node["more"]) paging.more = file.pattern(node["more"], "more");
  if (node["answer"]) paging.more_answer = file.text(node["answer"], "answer");
  if (node["off"]) paging.off = file.texts(node["off"], "off");
}

void read_commands(const FileReader& file, const YAML::Node& node, Platform& platform) {
  file.check_keys(node, {"enable", "configure", "end_configure", "save", "running_config",
                         "version", "logout"});
  const auto take = [&](const char* key, std::string& into) {
    if (node[key]) into = file.text(node[key], key);
  };
  take("enable", platform.enable);
  take("configure", platform.configure);
  take("end_configure", platform.end_configure);
  take("save", platform.save);
  take("running_config", platform.running_config);
  take("version", platform.version);
  take("logout", platform.logout);
}

std::vector<Dialog> read_dialogs(const FileReader& file, const YAML::Node& node) {
  if (!node.IsSequence()) file.fail(node, "dialogs: expected a list");
  std::vector<Dialog> dialogs;
  for (const auto& entry : node) {
    file.check_keys(entry, {"id", "question", "answer", "raw", "command"});
    if (!entry["id"] || !entry["question"] || !entry["answer"]) {
      file.fail(entry, "a dialog has id, question and answer");
    }
    Dialog dialog;
    dialog.id = file.text(entry["id"], "id");
    dialog.question = file.pattern(entry["question"], "question");
    dialog.answer = file.text(entry["answer"], "answer");
    if (entry["raw"]) dialog.raw = file.flag(entry["raw"], "raw");
    if (entry["command"]) dialog.command = file.pattern(entry["command"], "command");
    dialogs.push_back(std::move(dialog));
  }
  return dialogs;
}

std::vector<RecogniseRule> read_rules(const FileReader& file, const YAML::Node& node) {
  if (!node.IsSequence()) file.fail(node, "recognise: expected a list of rules");
  std::vector<RecogniseRule> rules;
  for (const auto& entry : node) {
    file.check_keys(entry, {"pattern", "score"});
    if (!entry["pattern"] || !entry["score"]) file.fail(entry, "a rule has pattern and score");
    RecogniseRule rule;
    rule.pattern = file.pattern(entry["pattern"], "pattern")->pattern();
    if (!YAML::convert<int>::decode(entry["score"], rule.score) || rule.score < 1 ||
        rule.score > 1000) {
      file.fail(entry["score"], "score: expected a number from 1 to 1000");
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

void read_recognise(const FileReader& file, const YAML::Node& node, PlatformFile& result) {
  file.check_keys(node, {"config", "version"});
  if (node["config"]) result.config_rules = read_rules(file, node["config"]);
  if (node["version"]) result.version_rules = read_rules(file, node["version"]);
}

void require_complete(const FileReader& file, const YAML::Node& root, const Platform& platform) {
  const auto require = [&](bool present, std::string_view key) {
    if (!present) file.fail(root, fmt::format("\"{}\" is missing", key));
  };
  require(!platform.title.empty(), "title");
  require(!platform.prompts.empty(), "prompts");
  require(platform.login.username && platform.login.password && platform.login.refused &&
              platform.login.enable_refused && platform.login.press_return,
          "login");
  require(platform.paging.more != nullptr, "paging");
  require(!platform.running_config.empty() && !platform.version.empty() && !platform.logout.empty(),
          "commands");
  if (platform.dialect != "ios" && platform.dialect != "asa" && platform.dialect != "catos" &&
      platform.dialect != "ips") {
    file.fail(root["dialect"] ? root["dialect"] : root,
              fmt::format("dialect: \"{}\" is none of ios, asa, catos, ips", platform.dialect));
  }
}

PlatformFile read_root(const FileReader& file, const YAML::Node& root, const std::string& source,
                       const PlatformFile* parent) {
  file.check_keys(root, {"name", "extends", "title", "vendor", "dialect", "prompts", "login",
                         "paging", "commands", "dialogs", "harmless", "warnings", "errors",
                         "asynchronous", "secrets", "recognise"});
  PlatformFile result;
  if (parent != nullptr) result.platform = parent->platform;
  result.source = source;
  result.name = result.platform.name = file.text(root["name"], "name");
  if (root["extends"]) result.extends = file.text(root["extends"], "extends");
  if (root["title"]) result.platform.title = file.text(root["title"], "title");
  if (root["vendor"]) result.platform.vendor = file.text(root["vendor"], "vendor");
  if (root["dialect"]) result.platform.dialect = file.text(root["dialect"], "dialect");
  if (root["prompts"]) read_prompts(file, root["prompts"], result.platform.prompts);
  if (root["login"]) read_login(file, root["login"], result.platform.login);
  if (root["paging"]) read_paging(file, root["paging"], result.platform.paging);
  if (root["commands"]) read_commands(file, root["commands"], result.platform);
  if (root["dialogs"]) result.platform.dialogs = read_dialogs(file, root["dialogs"]);
  const auto take = [&](const char* key, std::vector<Pattern>& into) {
    if (root[key]) into = file.patterns(root[key], key);
  };
  take("harmless", result.platform.verdicts.harmless);
  take("warnings", result.platform.verdicts.warnings);
  take("errors", result.platform.verdicts.errors);
  take("asynchronous", result.platform.asynchronous);
  take("secrets", result.platform.secrets);
  if (root["recognise"]) read_recognise(file, root["recognise"], result);
  require_complete(file, root, result.platform);
  for (const Pattern& secret : result.platform.secrets) {
    if (secret->NumberOfCapturingGroups() != 1) {
      file.fail(root["secrets"] ? root["secrets"] : root,
                fmt::format("secrets: \"{}\" must have one group: the secret", secret->pattern()));
    }
  }
  return result;
}

// Runs `read` on the parsed text; what the YAML library and the schema throw ends here.
template <class T>
Result<T> parse(std::string_view text, const std::string& source,
                const std::function<T(const FileReader&, const YAML::Node&)>& read) {
  if (text.size() > kLargestFile) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("{}: larger than {} bytes", source, kLargestFile));
  }
  try {
    const FileReader file(source);
    const YAML::Node root = YAML::Load(std::string(text));
    if (!root.IsMap() || !root["name"]) file.fail(root, "expected a map with \"name\"");
    return read(file, root);
  } catch (const SchemaFault& fault) {
    return std::unexpected(fault.error);
  } catch (const YAML::Exception& exception) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("{}:{}: {}", source, exception.mark.line + 1, exception.msg));
  }
}

}  // namespace

Result<PlatformFile> read_platform(std::string_view text, const std::string& source,
                                   const PlatformFile* parent) {
  return parse<PlatformFile>(text, source, [&](const FileReader& file, const YAML::Node& root) {
    return read_root(file, root, source, parent);
  });
}

Result<PlatformHeading> read_heading(std::string_view text, const std::string& source) {
  return parse<PlatformHeading>(text, source, [](const FileReader& file, const YAML::Node& root) {
    PlatformHeading heading{file.text(root["name"], "name"), {}};
    if (root["extends"]) heading.extends = file.text(root["extends"], "extends");
    return heading;
  });
}

}  // namespace lw::platform
