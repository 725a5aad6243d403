// The releases that the simulated firewall can be, PIX and ASA, and in what they differ: as data.
// Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lw::lab {

enum class AsaFeature {
  kModes,                 // interfaces and others are configured in modes of their own: PIX 7, ASA
  kReportingQuestion,     // about anonymous reporting, in the first configuration session
  kNoSharedSshUser,       // "pix" with the login password gets nowhere over SSH
  kNineDialogue,          // the setup dialogue offers to save, with a default
  kTimedLicences,         // a third column in the licence table
  kEncryptionLabels,      // "Encryption-3DES-AES" in it
  kBasicAuthClients,      // a list of programs that may log in to the web interface
  kPbkdf2,                // how passwords are kept
  kForcedEnablePassword,  // the first "enable" asks for a new password
};

struct AsaRelease {
  std::string_view platform = "cisco_asa";  // or "cisco_pix"
  std::string version = "9.8(2)";

  [[nodiscard]] bool is_pix() const { return platform == "cisco_pix"; }
  [[nodiscard]] bool has(AsaFeature feature) const;
};

// `os_version` names a train, "8.4" or "9.x", or a release of it, "9.12(4)"; empty: the platform's
// usual one. nullopt: the lab has none like that.
[[nodiscard]] std::optional<AsaRelease> asa_release(std::string_view platform,
                                                    std::string_view os_version);

// For messages: what there is.
[[nodiscard]] std::string_view asa_releases();

}  // namespace lw::lab
