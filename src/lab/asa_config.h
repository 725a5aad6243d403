// The configuration of the simulated ASA. As IosConfig: lines in, meaning kept, shown in the
// firewall's own order. One device owns it, each session has a cursor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "lab/asa_rules.h"
#include "lab/config_store.h"

namespace lw::lab {

struct AsaCursor {
  std::string mode = "config";
  std::string section;  // the top-level line that holds it; empty in global mode
};

struct AsaOutcome {
  enum class Kind {
    kDone,
    kInvalid,
    kIncomplete,
    kAmbiguous,
    kLeave,
    kGenerateKeys,
    kZeroizeKeys,
  };
  Kind kind = Kind::kDone;
  std::size_t column = 0;
  int modulus = 0;
  bool unasked = false;  // "noconfirm"
  std::string text = {};
};

struct AsaUser {
  int privilege = 2;
  std::string password;  // pbkdf2; empty: nopassword
};

class AsaConfig {
 public:
  AsaConfig();

  [[nodiscard]] AsaOutcome apply(AsaCursor& cursor, std::string_view line);
  // A whole configuration text; returns the lines that are not understood.
  std::vector<std::string> load(std::string_view text);

  [[nodiscard]] std::string hostname() const { return store_.value("hostname"); }
  [[nodiscard]] bool has(std::string_view words) const { return store_.has(words); }
  [[nodiscard]] std::string value(std::string_view words) const { return store_.value(words); }
  [[nodiscard]] std::string banner(std::string_view kind) const;
  [[nodiscard]] std::optional<AsaUser> user(std::string_view name) const;
  // Whether "ssh A M IF" (or telnet, http) lets this source in.
  [[nodiscard]] bool permits(std::string_view service, std::string_view address) const;
  [[nodiscard]] bool check_password(std::string_view words, const Secret& typed) const;
  [[nodiscard]] const ConfigStore& store() const { return store_; }

  // From ": Saved"'s next line to ": end".
  [[nodiscard]] std::string render() const;
  // Its top-level lines, and their sections, that begin so.
  [[nodiscard]] std::string render_part(std::string_view words) const;

 private:
  AsaOutcome apply_rule(AsaCursor& cursor, const AsaMode& mode, const Match& match);
  AsaOutcome remove(AsaCursor& cursor, std::string_view line, std::size_t offset);
  AsaOutcome set_user(const Match& match);
  [[nodiscard]] std::string kept_password(std::string_view words);
  [[nodiscard]] std::string body() const;

  ConfigStore store_;
  std::uint64_t salts_ = 0;
};

}  // namespace lw::lab
