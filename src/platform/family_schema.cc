#include "platform/family_schema.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "base/text.h"
#include "platform/discovery_schema.h"
#include "platform/schema_reader.h"
#include "platform/setup_schema.h"
#include "platform/undo_schema.h"
#include "platform/unit_schema.h"

namespace lw::platform {
namespace {

using Kind = YamlNode::Kind;
using Reader = SchemaReader;

Result<void> read_prompts(const Reader& reader, const YamlNode& node, Platform& platform) {
  const auto mode = [&](Mode which) {
    return [&, which](const YamlNode& value) -> Result<void> {
      const auto known = std::ranges::find(platform.prompts, which, &ModePrompt::mode);
      ModePrompt& prompt = known != platform.prompts.end()
                               ? *known
                               : platform.prompts.emplace_back(ModePrompt{which, {}});
      return reader.pattern(value, name(which), 1, prompt.pattern);
    };
  };
  return reader.keys(node, "prompts",
                     {{"user", mode(Mode::kUser)},
                      {"privileged", mode(Mode::kPrivileged)},
                      {"configure", mode(Mode::kConfigure)}});
}

Result<void> read_login(const Reader& reader, const YamlNode& node, LoginPrompts& login) {
  const auto into = [&](std::string_view what, Pattern& pattern) {
    return Reader::Key{
        what, [&, what](const YamlNode& n) { return reader.pattern(n, what, 0, pattern); }};
  };
  return reader.keys(node, "login",
                     {into("username", login.username), into("password", login.password),
                      into("refused", login.refused), into("enable_refused", login.enable_refused),
                      into("press_return", login.press_return)});
}

Result<void> read_factory_login(const Reader& reader, const YamlNode& node, FactoryLogin& login) {
  LW_TRY(reader.keys(
      node, "factory_login",
      {{"username", [&](const YamlNode& n) { return reader.word(n, "username", login.username); }},
       {"password",
        [&](const YamlNode& n) { return reader.word(n, "password", login.password); }}}));
  if (!login.username.empty() && !login.password.empty()) return {};
  return reader.fault(node.line, "\"factory_login\" needs \"username\" and \"password\"");
}

Result<void> read_paging(const Reader& reader, const YamlNode& node, Paging& paging) {
  return reader.keys(
      node, "paging",
      {{"more", [&](const YamlNode& n) { return reader.pattern(n, "more", 0, paging.more); }},
       {"more_answer",
        [&](const YamlNode& n) { return reader.command(n, "more_answer", paging.more_answer); }},
       {"off", [&](const YamlNode& n) {
          paging.off.clear();
          return reader.each(n, "off", [&](const YamlNode& item) {
            return reader.command(item, "off", paging.off.emplace_back());
          });
        }}});
}

Result<Dialog> read_dialog(const Reader& reader, const YamlNode& node) {
  Dialog dialog;
  bool answered = false;
  LW_TRY(reader.keys(
      node, "dialogs",
      {{"id", [&](const YamlNode& n) { return reader.command(n, "id", dialog.id); }},
       {"question",
        [&](const YamlNode& n) { return reader.pattern(n, "question", 0, dialog.question); }},
       {"answer",
        [&](const YamlNode& n) {
          answered = true;
          return reader.command(n, "answer", dialog.answer);
        }},
       {"raw", [&](const YamlNode& n) { return reader.flag(n, "raw", dialog.raw); }},
       {"behind_prompt",
        [&](const YamlNode& n) { return reader.flag(n, "behind_prompt", dialog.behind_prompt); }},
       {"discard", [&](const YamlNode& n) { return reader.command(n, "discard", dialog.discard); }},
       {"command",
        [&](const YamlNode& n) { return reader.pattern(n, "command", 0, dialog.command); }}}));
  if (dialog.id.empty()) return reader.fault(node.line, "a dialog needs an \"id\"");
  if (!dialog.question) {
    return reader.fault(node.line, fmt::format("dialog \"{}\" needs a \"question\"", dialog.id));
  }
  if (dialog.behind_prompt && !dialog.command) {
    return reader.fault(
        node.line, fmt::format("dialog \"{}\" stands behind a prompt: it needs the \"command\" "
                               "that brings it",
                               dialog.id));
  }
  if (!answered) dialog.answer = fmt::format("{{{}}}", dialog.id);
  return dialog;
}

Result<void> read_dialogs(const Reader& reader, const YamlNode& node,
                          std::vector<Dialog>& dialogs) {
  std::vector<Dialog> own;
  LW_TRY(reader.each(node, "dialogs", [&](const YamlNode& item) -> Result<void> {
    LW_ASSIGN(Dialog dialog, read_dialog(reader, item));
    if (std::ranges::find(own, dialog.id, &Dialog::id) != own.end()) {
      return reader.fault(item.line, fmt::format("a second dialog with the id \"{}\"", dialog.id));
    }
    std::erase_if(dialogs, [&](const Dialog& inherited) { return inherited.id == dialog.id; });
    own.push_back(std::move(dialog));
    return {};
  }));
  dialogs.insert(dialogs.begin(), own.begin(), own.end());
  return {};
}

Result<void> read_interactives(const Reader& reader, const YamlNode& node,
                               std::vector<InteractiveCommand>& interactives) {
  std::vector<InteractiveCommand> own;
  LW_TRY(reader.each(node, "interactive", [&](const YamlNode& item) -> Result<void> {
    InteractiveCommand& one = own.emplace_back();
    LW_TRY(reader.keys(
        item, "interactive",
        {{"command",
          [&](const YamlNode& n) { return reader.pattern(n, "command", 0, one.command); }},
         {"unless", [&](const YamlNode& n) { return reader.pattern(n, "unless", 0, one.unless); }},
         {"why", [&](const YamlNode& n) { return reader.command(n, "why", one.why); }}}));
    if (one.command && !one.why.empty()) return {};
    return reader.fault(item.line, "an interactive command needs \"command\" and \"why\"");
  }));
  interactives.insert(interactives.begin(), own.begin(), own.end());
  return {};
}

Result<void> read_signs(const Reader& reader, const YamlNode& node, std::string_view what,
                        std::vector<Sign>& signs) {
  std::vector<Sign> own;
  LW_TRY(reader.each(node, what, [&](const YamlNode& item) -> Result<void> {
    Sign sign;
    std::string weight;
    LW_TRY(reader.keys(
        item, what,
        {{"sign", [&](const YamlNode& n) { return reader.pattern(n, "sign", 0, sign.pattern); }},
         {"weight", [&](const YamlNode& n) { return reader.word(n, "weight", weight); }}}));
    constexpr long kMaxWeight = 100;
    const std::optional<long> number = parse_decimal(weight);
    if (!sign.pattern) return reader.fault(item.line, "expected a \"sign\"");
    if (!number || *number < 1 || *number > kMaxWeight) {
      return reader.fault(item.line, "\"weight\" must be a number from 1 to 100");
    }
    sign.weight = static_cast<int>(*number);
    own.push_back(std::move(sign));
    return {};
  }));
  signs.insert(signs.begin(), own.begin(), own.end());
  return {};
}

Result<TransportRule> read_transport_rule(const Reader& reader, const YamlNode& node) {
  TransportRule rule;
  LW_TRY(reader.keys(
      node, "transports",
      {{"versions",
        [&](const YamlNode& n) { return reader.command(n, "versions", rule.versions); }},
       {"matches",
        [&](const YamlNode& n) { return reader.pattern(n, "matches", 0, rule.matches); }},
       {"standard",
        [&](const YamlNode& n) { return reader.command(n, "standard", rule.standard); }},
       {"allowed", [&](const YamlNode& n) {
          return reader.each(n, "allowed", [&](const YamlNode& item) {
            return reader.command(item, "allowed", rule.allowed.emplace_back());
          });
        }}}));
  if (rule.versions.empty()) return reader.fault(node.line, "a transport rule needs \"versions\"");
  if (std::ranges::find(rule.allowed, rule.standard) == rule.allowed.end()) {
    return reader.fault(node.line, "\"standard\" must be one of those that are \"allowed\"");
  }
  return rule;
}

// They say who is meant by the others' absence, so a family's own replace its parent's.
Result<void> read_transports(const Reader& reader, const YamlNode& node,
                             std::vector<TransportRule>& rules) {
  rules.clear();
  LW_TRY(reader.each(node, "transports", [&](const YamlNode& item) -> Result<void> {
    if (!rules.empty() && !rules.back().matches) {
      return reader.fault(item.line, "the rule above takes every version: this one is never used");
    }
    LW_ASSIGN(TransportRule rule, read_transport_rule(reader, item));
    if (std::ranges::find(rules, rule.versions, &TransportRule::versions) != rules.end()) {
      return reader.fault(item.line, fmt::format("a second rule for \"{}\"", rule.versions));
    }
    rules.push_back(std::move(rule));
    return {};
  }));
  if (rules.empty() || rules.back().matches) {
    return reader.fault(node.line,
                        "the last of \"transports\" must take every version: no \"matches\"");
  }
  return {};
}

Result<void> read_commands(const Reader& reader, const YamlNode& node, Platform& platform) {
  const auto into = [&](std::string_view what, std::string& command) {
    return Reader::Key{what,
                       [&, what](const YamlNode& n) { return reader.command(n, what, command); }};
  };
  return reader.keys(node, "commands",
                     {into("enable", platform.enable), into("configure", platform.configure),
                      into("end_configure", platform.end_configure), into("save", platform.save),
                      into("running_config", platform.running_config),
                      into("startup_config", platform.startup_config),
                      into("version", platform.version), into("logout", platform.logout)});
}

Result<void> read_privilege(const Reader& reader, const YamlNode& node,
                            PrivilegeQuestion& privilege) {
  LW_TRY(reader.keys(
      node, "privilege",
      {{"command",
        [&](const YamlNode& n) { return reader.command(n, "command", privilege.command); }},
       {"level",
        [&](const YamlNode& n) { return reader.pattern(n, "level", 1, privilege.level); }}}));
  if (!privilege.command.empty() && privilege.level) return {};
  return reader.fault(node.line, "\"privilege\" needs \"command\" and \"level\"");
}

Result<void> read_role(const Reader& reader, const YamlNode& node, RoleQuestion& role) {
  LW_TRY(reader.keys(
      node, "role",
      {{"command", [&](const YamlNode& n) { return reader.command(n, "command", role.command); }},
       {"role", [&](const YamlNode& n) { return reader.pattern(n, "role", 1, role.role); }},
       {"configuring",
        [&](const YamlNode& n) { return reader.word(n, "configuring", role.configuring); }}}));
  if (!role.command.empty() && role.role && !role.configuring.empty()) return {};
  return reader.fault(node.line, "\"role\" needs \"command\", \"role\" and \"configuring\"");
}

// A word out of a closed list, turned into what it stands for.
Result<void> read_choice(const Reader& reader, const YamlNode& node, std::string_view what,
                         const std::vector<std::pair<std::string_view, std::string>>& choices,
                         std::string& into) {
  std::string word;
  LW_TRY(reader.word(node, what, word));
  std::vector<std::string_view> names;
  for (const auto& [name, meaning] : choices) {
    names.push_back(name);
    if (name != word) continue;
    into = meaning;
    return {};
  }
  return reader.fault(node.line, fmt::format("\"{}\" must be one of {}; found \"{}\"", what,
                                             fmt::join(names, ", "), printable(word, 40)));
}

Result<void> require(const Reader& reader, const YamlNode& root, const Platform& platform) {
  const std::pair<std::string_view, bool> needed[] = {
      {"title", !platform.title.empty()},
      {"dialect", !platform.dialect.empty()},
      {"prompts", !platform.prompts.empty()},
      {"login.username", static_cast<bool>(platform.login.username)},
      {"login.password", static_cast<bool>(platform.login.password)},
      {"login.refused", static_cast<bool>(platform.login.refused)},
      {"commands.running_config", !platform.running_config.empty()},
      {"commands.version", !platform.version.empty()},
      {"commands.logout", !platform.logout.empty()},
  };
  for (const auto& [key, present] : needed) {
    if (!present) return reader.fault(root.line, fmt::format("missing key \"{}\"", key));
  }
  const bool prompts_configure = std::ranges::find(platform.prompts, Mode::kConfigure,
                                                   &ModePrompt::mode) != platform.prompts.end();
  if (prompts_configure != !platform.configure.empty()) {
    return reader.fault(root.line, "\"prompts.configure\" and \"commands.configure\" go together");
  }
  return {};
}

bool is_family_name(std::string_view name) {
  constexpr std::size_t kMaxName = 40;
  return !name.empty() && name.size() <= kMaxName &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

}  // namespace

Result<FamilyHeader> read_header(std::string_view file, const YamlNode& root) {
  const Reader reader(file);
  LW_TRY(reader.expect(root, Kind::kMap, "the file"));
  FamilyHeader header;
  for (const YamlNode::Entry& entry : root.map) {
    if (entry.key != "platform" && entry.key != "extends") continue;
    std::string& into = entry.key == "platform" ? header.name : header.extends;
    LW_TRY(reader.word(entry.value, entry.key, into));
    if (!is_family_name(into)) {
      return reader.fault(
          entry.value.line,
          fmt::format("\"{}\" must be a name of a-z, 0-9 and _ (at most 40)", entry.key));
    }
    if (entry.key == "extends") header.extends_line = entry.line;
  }
  if (header.name.empty()) return reader.fault(root.line, "missing key \"platform\"");
  return header;
}

Result<Family> read_family(std::string_view file, const YamlNode& root, Family parent,
                           Patterns trust) {
  const Reader reader(file, trust);
  Family family = std::move(parent);
  Platform& platform = family.platform;
  std::string extends;
  std::vector<Pattern> errors;
  std::vector<Pattern> warnings;
  using Node = const YamlNode&;
  LW_TRY(reader.keys(
      root, "the file",
      {{"platform", [&](Node n) { return reader.word(n, "platform", platform.name); }},
       {"extends", [&](Node n) { return reader.word(n, "extends", extends); }},
       {"title", [&](Node n) { return reader.command(n, "title", platform.title); }},
       {"vendor", [&](Node n) { return reader.command(n, "vendor", platform.vendor); }},
       {"dialect",
        [&](Node n) {
          return read_choice(reader, n, "dialect",
                             {{"ios", "ios"}, {"asa", "asa"}, {"catos", "catos"}, {"ips", "ips"}},
                             platform.dialect);
        }},
       {"prompts", [&](Node n) { return read_prompts(reader, n, platform); }},
       {"login", [&](Node n) { return read_login(reader, n, platform.login); }},
       {"paging", [&](Node n) { return read_paging(reader, n, platform.paging); }},
       {"dialogs", [&](Node n) { return read_dialogs(reader, n, platform.dialogs); }},
       {"setups", [&](Node n) { return read_setups(reader, n, platform.setups); }},
       {"interactive", [&](Node n) { return read_interactives(reader, n, platform.interactives); }},
       {"harmless", [&](Node n) { return reader.patterns(n, "harmless", 0, platform.harmless); }},
       {"errors", [&](Node n) { return reader.patterns(n, "errors", 0, errors); }},
       {"warnings", [&](Node n) { return reader.patterns(n, "warnings", 0, warnings); }},
       {"asynchronous",
        [&](Node n) { return reader.patterns(n, "asynchronous", 0, platform.asynchronous); }},
       {"interrupting",
        [&](Node n) { return reader.patterns(n, "interrupting", 0, platform.interrupting); }},
       {"saving", [&](Node n) { return read_saving(reader, n, platform.saving); }},
       {"failover", [&](Node n) { return read_pair(reader, n, platform.pair); }},
       {"chassis", [&](Node n) { return read_chassis(reader, n, platform.chassis); }},
       {"commands", [&](Node n) { return read_commands(reader, n, platform); }},
       {"privilege", [&](Node n) { return read_privilege(reader, n, platform.privilege); }},
       {"undo", [&](Node n) { return read_undo(reader, n, platform.undo); }},
       {"factory_login",
        [&](Node n) { return read_factory_login(reader, n, platform.factory_login); }},
       {"discovery", [&](Node n) { return read_discovery(reader, n, platform.discovery); }},
       {"role", [&](Node n) { return read_role(reader, n, platform.role); }},
       {"progress", [&](Node n) { return reader.pattern(n, "progress", 0, platform.progress); }},
       {"line_end",
        [&](Node n) {
          return read_choice(reader, n, "line_end", {{"cr", "\r"}, {"lf", "\n"}, {"crlf", "\r\n"}},
                             platform.line_end);
        }},
       {"transports", [&](Node n) { return read_transports(reader, n, platform.transports); }},
       {"secrets", [&](Node n) { return reader.patterns(n, "secrets", 1, platform.secret_words); }},
       {"noise", [&](Node n) { return reader.patterns(n, "noise", 0, platform.noise); }},
       {"recognise", [&](Node n) {
          return reader.keys(
              n, "recognise",
              {{"config",
                [&](Node s) { return read_signs(reader, s, "config", family.config_signs); }},
               {"version",
                [&](Node s) { return read_signs(reader, s, "version", family.version_signs); }}});
        }}}));
  // Of one file, warnings are asked before errors: they are the more exact patterns.
  std::vector<ErrorMarker> markers;
  for (Pattern& pattern : warnings) markers.push_back({std::move(pattern), true});
  for (Pattern& pattern : errors) markers.push_back({std::move(pattern), false});
  platform.errors.insert(platform.errors.begin(), markers.begin(), markers.end());
  if (platform.transports.empty()) {
    platform.transports.push_back({"all", {}, "ssh", {"ssh", "telnet"}});
  }
  platform.secret_set = PatternSet(platform.secret_words);
  platform.noise_set = PatternSet(platform.noise);
  LW_TRY(require(reader, root, platform));
  return family;
}

}  // namespace lw::platform
