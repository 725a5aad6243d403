// The licence store of a simulated router of 15.x (facts 2.7): which technology packages are
// licensed, whose agreement has been accepted, which ones run. Belongs to its device; it survives a
// reload without being saved. Pure.
#pragma once

#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"
#include "lab/device.h"
#include "lab/ios_config.h"
#include "lab/ios_licence_file.h"

namespace lw::lab {

inline constexpr std::string_view kIosLicenceModule = "c1900";
inline constexpr std::string_view kIosLicencePid = "CISCO1941/K9";
inline constexpr std::string_view kIosAcceptLine = "license accept end user agreement";

class IosLicences {
 public:
  // ipbasek9 is permanent; the others come with an evaluation licence that nobody has accepted.
  explicit IosLicences(WallTime now);

  enum class Kind { kNone, kPermanent, kEvaluation, kBuiltInEvaluation };
  struct Entry {
    Kind installed = Kind::kNone;  // kPermanent or kEvaluation, by file
    bool accepted = false;
    Kind running = Kind::kNone;
    std::chrono::seconds used{};  // of the evaluation, before this boot
  };

  [[nodiscard]] const Entry& entry(std::string_view package) const;
  [[nodiscard]] bool accepted(std::string_view package, const IosConfig& config) const;
  // What will run after the next reload if `config` is what it boots with.
  [[nodiscard]] Kind at_next_boot(std::string_view package, const IosConfig& config) const;
  // Of an evaluation, this boot's time included.
  [[nodiscard]] std::chrono::seconds used(std::string_view package, WallTime now) const;

  // False: there is such a licence already.
  bool install(const IosLicenceFile& file);
  void accept(std::string_view package);
  // The boot lines of a configuration that a router is delivered with had been accepted.
  void accept_boot_lines(const IosConfig& config);
  void boot(const IosConfig& config, WallTime now);

  // Lines that begin with "licence ".
  [[nodiscard]] std::string saved_state() const;
  [[nodiscard]] Result<void> restore(std::string_view line);

 private:
  Entry& find(std::string_view package);

  std::array<Entry, 4> entries_;  // as ios_packages()
  WallTime booted_;
};

// "license boot module c1900 technology-package NAME".
[[nodiscard]] std::string ios_boot_line(std::string_view package);

}  // namespace lw::lab
