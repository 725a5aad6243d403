// The configuration of a simulated Catalyst under CatOS: settings, each with the line that "set"
// makes of it, shown under headings and told apart from the defaults. One device owns it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "lab/catos_rules.h"
#include "lab/command_table.h"

namespace lw::lab {

enum class CatosShown { kAll, kNonDefault };

struct CatosUser {
  std::string password;  // kept
  int privilege = 0;
};

class CatosConfig {
 public:
  // As it comes out of its box.
  CatosConfig();

  // `rule` of catos_rules() as matched behind "set"; what the switch answers.
  std::string set(const CatosRule& rule, const Match& match);
  std::string clear(const CatosClearRule& rule, const Match& match);
  void set_password(std::string_view setting, const Secret& password);
  void set_banner(std::string_view text);

  // A whole configuration text, passwords plain or kept; returns the lines that are not known.
  std::vector<std::string> load(std::string_view text);

  // The lines from "begin" to "end" without those two. `origin`: "#time" and "#version" lines.
  [[nodiscard]] std::string render(CatosShown shown, std::string_view origin = {}) const;

  // What stands behind `setting`; empty when it is not set.
  [[nodiscard]] std::string value(std::string_view setting) const;
  // Without the blank behind it: "Console>", the name when the prompt is the default [verified].
  [[nodiscard]] std::string prompt() const;
  [[nodiscard]] std::string banner() const;
  // "password" or "enablepass". One that was never set is empty.
  [[nodiscard]] bool check_password(std::string_view setting, const Secret& typed) const;
  [[nodiscard]] static bool check_kept(std::string_view kept, const Secret& typed);
  [[nodiscard]] bool has_users() const;
  [[nodiscard]] std::optional<CatosUser> user(std::string_view name) const;
  // "login" or "enable", by "local" and the like, on "console", "telnet" or "http".
  [[nodiscard]] bool authenticates(std::string_view what, std::string_view by,
                                   std::string_view kind) const;
  // How many wrong passwords end a login.
  [[nodiscard]] int attempts(std::string_view what, std::string_view kind) const;
  // Whether the permit list counts for a service, and lets the address in: "telnet" or "ssh".
  [[nodiscard]] bool restricts(std::string_view service) const;
  [[nodiscard]] bool permits(std::string_view service, std::string_view address) const;
  [[nodiscard]] bool in_text_mode() const { return value("config mode").starts_with("text"); }

 private:
  struct Setting {
    std::string key;
    std::string text;
    std::string_view heading;
    std::string usual = {};  // the default; empty: there is none
  };

  // The whole line of a setting; empty when it is not set.
  [[nodiscard]] std::string_view line(std::string_view key) const;
  void put(std::string key, std::string text, std::string_view heading);
  bool load_line(std::string_view line);
  std::string set_authentication(const Match& match, std::string_view heading);
  std::string set_permit(const Match& match, std::string_view heading);
  std::string switch_permit(const Match& match, std::string_view heading);
  std::string set_user(const Match& match, std::string_view heading);
  [[nodiscard]] std::string kept(std::string_view password);

  std::vector<Setting> settings_;
  std::uint64_t salts_ = 0;
};

// Commands behind "set" and "clear": numbers are positions in catos_rules(), catos_clear_rules().
[[nodiscard]] const CommandTable& catos_set_table();
[[nodiscard]] const CommandTable& catos_clear_table();

}  // namespace lw::lab
