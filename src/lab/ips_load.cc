#include "lab/ips_load.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "lab/ips_accounts.h"
#include "lab/ips_editor.h"

namespace lw::lab {
namespace {

Result<void> refused(std::string_view line, std::string_view why = "") {
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("the simulated sensor does not know the line \"{}\"{}{}",
                             printable(line), why.empty() ? "" : ": ", why));
}

Result<void> taken(std::string_view line, const IpsOutcome& outcome) {
  return outcome ? Result<void>() : refused(line, outcome.error().text);
}

// The line without its passwords.
std::string_view first_two_words(std::string_view line) {
  const std::size_t blank = std::min(line.find(' ', line.find(' ') + 1), line.size());
  return line.substr(0, blank);
}

// "username NAME {privilege ROLE|password WORD}…": the last two in any order.
Result<void> load_user(IpsConfig& config, std::string_view line) {
  const auto words = split_words(line);
  if (words.size() < 2 || words.size() % 2 != 0) return refused(first_two_words(line));
  IpsNode accounts = *config.component(kIpsAccounts);
  if (auto made = accounts.find("user-accounts")->add(words[1], config.major()); !made) {
    return refused(first_two_words(line), made.error().text);
  }
  for (std::size_t i = 2; i + 1 < words.size(); i += 2) {
    const auto role = ips_role(words[i + 1]);
    IpsOutcome outcome;
    if (words[i] == "privilege" && role) {
      outcome = set_role(accounts, words[1], *role);
    } else if (words[i] == "password") {
      outcome = set_password(accounts, words[1], Secret(std::string(words[i + 1])));
    } else {
      return refused(first_two_words(line));
    }
    LW_TRY(taken(first_two_words(line), outcome));
  }
  return taken(first_two_words(line),
               config.replace(kIpsAccounts, std::move(accounts), config.revision(kIpsAccounts)));
}

class Loader {
 public:
  explicit Loader(IpsConfig& config) : config_(config) {}

  Result<void> enter(std::string_view line) {
    if (line.empty() || line.starts_with('!')) return {};
    if (!editor_) return at_top(line);
    const Match match = editor_->table().match(line);
    if (match.kind != Match::Kind::kMatched) return refused(line);
    if (match.command != IpsEditor::kExit) return taken(line, editor_->carry_out(match));
    if (editor_->leave()) return {};
    return finish(line);
  }

  // At the text's end a service need not be left.
  Result<void> finish(std::string_view line) {
    if (!editor_) return {};
    const std::string_view name = editor_->component().name;
    const IpsOutcome done = config_.replace(name, editor_->changed(), editor_->revision());
    editor_.reset();
    return taken(line, done);
  }

 private:
  Result<void> at_top(std::string_view line) {
    if (line.starts_with("username ")) return load_user(config_, line);
    for (const IpsComponent& component : ips_components()) {
      if (component.service.empty() || line != fmt::format("service {}", component.service)) {
        continue;
      }
      if (config_.component(component.name) == nullptr) break;
      editor_.emplace(config_, component);
      return {};
    }
    return refused(line);
  }

  IpsConfig& config_;
  std::optional<IpsEditor> editor_;
};

}  // namespace

Result<void> load_ips_config(IpsConfig& config, std::string_view text) {
  Loader loader(config);
  for (const std::string_view line : split_lines(text)) LW_TRY(loader.enter(trim(line)));
  return loader.finish("exit");
}

}  // namespace lw::lab
