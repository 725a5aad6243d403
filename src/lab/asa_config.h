// The configuration of the simulated ASA. As IosConfig: lines in, meaning kept, shown in the
// firewall's own order. One device owns it, each session has a cursor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "lab/asa_release.h"
#include "lab/asa_rules.h"
#include "lab/config_store.h"

namespace lw::lab {

// Which of a firewall's configurations it is.
enum class AsaSpace {
  kSingle,
  kSystem,   // of the firewall with several contexts: which contexts there are
  kContext,  // one of them
};

struct AsaCursor {
  std::string mode = "config";
  std::string section;  // the top-level line that holds it; empty in global mode
  // A certificate is being pasted until "quit" stands on a line by itself.
  struct Paste {
    enum class Kind { kBase64, kHexadecimal };
    Kind kind = Kind::kBase64;
    std::string subject;  // a trustpoint, or the line that opened the paste
    bool unasked = false;
    std::string text = {};
  };
  std::optional<Paste> paste = {};
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
    kAcceptCertificate,  // of the trustpoint `subject`: accept_certificate() with `pasted`
    kRemoveTrustpoint,   // `subject`: remove_trustpoint()
    kRemoveContext,      // `subject`: remove_context()
    kSaveKeys,
    kSetup,
  };
  Kind kind = Kind::kDone;
  std::size_t column = 0;
  int modulus = 0;
  bool unasked = false;  // "noconfirm"
  std::string text = {};
  std::string subject = {};
  std::string pasted = {};
};

struct AsaUser {
  std::string name;
  int privilege = 2;
  std::string password;  // as kept; empty: nopassword
  std::string kind;      // "pbkdf2" or "encrypted"

  // Never without a password.
  [[nodiscard]] bool accepts(const Secret& typed) const;
};

class AsaConfig {
 public:
  // `name` of a context.
  explicit AsaConfig(AsaRelease release = {}, AsaSpace space = AsaSpace::kSingle,
                     std::string name = {});

  [[nodiscard]] AsaOutcome apply(AsaCursor& cursor, std::string_view line);
  // A whole configuration text; returns the lines that are not understood.
  std::vector<std::string> load(std::string_view text);

  void accept_certificate(std::string_view trustpoint, std::string_view pasted);
  void remove_trustpoint(std::string_view name);
  void remove_context(std::string_view name) { store_.remove(context_line(name)); }

  // What a user typing there may say.
  [[nodiscard]] const AsaMode& mode(const AsaCursor& cursor) const;
  [[nodiscard]] AsaSpace space() const { return space_; }
  [[nodiscard]] const AsaRelease& release() const { return release_; }

  [[nodiscard]] std::string_view default_hostname() const {
    return release_.is_pix() ? "pixfirewall" : "ciscoasa";
  }
  [[nodiscard]] std::string hostname() const { return store_.value("hostname"); }
  [[nodiscard]] bool has(std::string_view words) const { return store_.has(words); }
  [[nodiscard]] std::string value(std::string_view words) const { return store_.value(words); }
  [[nodiscard]] std::string banner(std::string_view kind) const;
  [[nodiscard]] std::optional<AsaUser> user(std::string_view name) const;
  // Whether "ssh A M IF" (or telnet, http) lets this source in.
  [[nodiscard]] bool permits(std::string_view service, std::string_view address) const;
  [[nodiscard]] bool check_password(std::string_view words, const Secret& typed) const;
  // The beginnings of a User-Agent that may log in by Basic authentication.
  [[nodiscard]] std::vector<std::string> basic_auth_clients() const;
  [[nodiscard]] const ConfigStore& store() const { return store_; }

  // What a configuration text says about itself, as no command does.
  [[nodiscard]] static bool is_heading(std::string_view line) {
    return line.starts_with("ASA Version") || line.starts_with("PIX Version") ||
           line.starts_with("Cryptochecksum");
  }
  // Whether an interface that is not shut down has an address.
  [[nodiscard]] bool has_address() const;
  // From ": Saved"'s next line to ": end".
  [[nodiscard]] std::string render() const;
  // Its top-level lines, and their sections, that begin so.
  [[nodiscard]] std::string render_part(std::string_view words) const;
  // " <context>" behind the version; empty with one context only.
  [[nodiscard]] std::string_view mark() const;

 private:
  AsaOutcome apply_rule(AsaCursor& cursor, const AsaMode& mode, const Match& match);
  AsaOutcome remove(AsaCursor& cursor, std::string_view line, std::size_t offset);
  AsaOutcome apply_section_rule(AsaCursor& cursor, const AsaRule& rule, const Match& match);
  AsaOutcome remove_from_section(AsaCursor& cursor, const Match& inside);
  AsaOutcome set_user(const Match& match);
  AsaOutcome paste(AsaCursor& cursor, std::string_view line);
  AsaOutcome begin_authentication(AsaCursor& cursor, const Match& match);
  [[nodiscard]] const AsaMode& global() const;
  [[nodiscard]] static std::string context_line(std::string_view name);
  // `user`: whose it is; empty: nobody's.
  [[nodiscard]] std::string kept_password(std::string_view words, std::string_view user = {});
  [[nodiscard]] std::string body() const;

  AsaRelease release_;
  AsaSpace space_;
  std::string name_;
  ConfigStore store_;
  std::uint64_t salts_ = 0;
};

}  // namespace lw::lab
