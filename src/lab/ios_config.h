// The configuration of the simulated IOS router: takes lines as they are typed in configuration
// mode, keeps what they mean, and shows itself as "show running-config" does. One device owns it;
// each session (or a file being loaded) has its own cursor.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "lab/config_store.h"
#include "lab/ios_rules.h"

namespace lw::lab {

inline constexpr std::size_t kIosVtyLines = 16;

// Where in the configuration somebody is typing.
struct IosCursor {
  std::string mode = "config";
  std::string section;  // the top-level line that holds it; empty for lines and global mode
  std::vector<std::string>* line = nullptr;
  std::size_t first_vty = 0;
  std::size_t last_vty = 0;
  bool on_vty = false;
  // A banner is being typed until its delimiter comes.
  struct Banner {
    std::string kind;
    char delimiter = 0;
    std::string text;
  };
  std::optional<Banner> banner;
};

// What a typed line led to.
struct IosOutcome {
  enum class Kind {
    kDone,
    kInvalid,  // at `column`
    kIncomplete,
    kAmbiguous,
    kLeave,         // "end", or "exit" in global mode
    kDo,            // `text` is an exec command
    kGenerateKeys,  // `modulus` when it was given
    kZeroizeKeys,
    kSecureServer,  // "ip http secure-server" was switched on
    kLicenceTerms,  // `text` is a line to keep once the agreement has been accepted
  };
  Kind kind = Kind::kDone;
  std::size_t column = 0;
  int modulus = 0;
  std::string text = {};  // what the router says
};

struct IosUser {
  std::string name;
  int privilege = 1;
  std::string type;  // of the password, as in password_matches(); empty: nopassword
  std::string password;
};

class IosConfig {
 public:
  explicit IosConfig(IosRelease release);

  [[nodiscard]] IosOutcome apply(IosCursor& cursor, std::string_view line);
  // A line that kLicenceTerms was about.
  void keep_licence_line(std::string_view line);
  // A whole configuration text, as at boot: lines that are not understood are passed over, and
  // returned.
  std::vector<std::string> load(std::string_view text);

  [[nodiscard]] std::string hostname() const;
  [[nodiscard]] std::string domain() const { return store_.value("ip domain name"); }
  [[nodiscard]] bool has(std::string_view words) const { return store_.has(words); }
  [[nodiscard]] std::string value(std::string_view words) const { return store_.value(words); }
  [[nodiscard]] std::optional<IosUser> user(std::string_view name) const;
  // Of "enable secret", or else "enable password"; never when there is neither.
  [[nodiscard]] bool check_enable(const Secret& typed) const;
  // A password as a line keeps it: "5 $1$…", "7 0822…" or in clear.
  [[nodiscard]] static bool check_kept(std::string_view kept, const Secret& typed);
  [[nodiscard]] std::string banner(std::string_view kind) const;
  [[nodiscard]] const std::vector<std::string>& console() const { return console_; }
  // The lines that exist, from 0.
  [[nodiscard]] const std::vector<std::vector<std::string>>& vty() const { return vty_; }
  // Whether a standard or extended access list lets this source through; a list that does not
  // exist lets everybody through.
  [[nodiscard]] bool list_permits(std::string_view list, std::string_view address) const;
  [[nodiscard]] const ConfigStore& store() const { return store_; }
  [[nodiscard]] const IosRelease& release() const { return release_; }

  // As "show ip interface brief" has it.
  [[nodiscard]] std::string interface_summary() const;
  // Whether an interface that is not shut down has an address.
  [[nodiscard]] bool has_address() const;
  // The configuration's lines from "version" to "end".
  [[nodiscard]] std::string render() const;

 private:
  struct Banner {
    std::string kind;
    std::string text;
  };

  IosOutcome apply_rule(IosCursor& cursor, const IosMode& mode, const Match& match);
  IosOutcome remove(IosCursor& cursor, std::string_view line, std::size_t offset);
  IosOutcome remove_rule(IosCursor& cursor, const IosMode& mode, const Match& match);
  IosOutcome open_lines(IosCursor& cursor, const Match& match);
  IosOutcome set_user(const Match& match);
  IosOutcome begin_banner(IosCursor& cursor, const Match& match);
  void end_banner(IosCursor& cursor);
  void encrypt_passwords();
  void for_each_list(IosCursor& cursor,
                     const std::function<void(std::vector<std::string>&)>& change);
  // The password words of a line, "7 …" or clear: as the router keeps them; nullopt when they are
  // not a password.
  std::optional<std::string> kept_password(std::string_view words, std::string_view kind);
  void render_lines(std::string& text) const;

  IosRelease release_;
  ConfigStore store_;
  std::vector<Banner> banners_;
  std::vector<std::string> console_;
  std::vector<std::string> aux_;
  std::vector<std::vector<std::string>> vty_;
  std::uint64_t salts_ = 0;
};

// "gi0/1" in full: "GigabitEthernet0/1"; empty when the router has no such kind of interface.
[[nodiscard]] std::string ios_interface_name(std::string_view typed);

}  // namespace lw::lab
