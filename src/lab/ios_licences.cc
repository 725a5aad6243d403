#include "lab/ios_licences.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace lw::lab {
namespace {

using Kind = IosLicences::Kind;

constexpr IosPackage kPackages[] = {
    {"ipbase", "ipbasek9"}, {"security", "securityk9"}, {"uc", "uck9"}, {"data", "datak9"}};

std::size_t index_of(std::string_view package) {
  const auto found = std::ranges::find(kPackages, package, &IosPackage::name);
  // Files and configuration lines name no other packages.
  return found == std::end(kPackages) ? 0 : static_cast<std::size_t>(found - std::begin(kPackages));
}

}  // namespace

std::span<const IosPackage> ios_packages() { return kPackages; }

std::string ios_boot_line(std::string_view package) {
  return fmt::format("license boot module {} technology-package {}", kIosLicenceModule, package);
}

IosLicences::IosLicences(WallTime now) : booted_(now) {
  static_assert(std::tuple_size_v<decltype(entries_)> == std::size(kPackages));
  entries_.front() = {.installed = Kind::kPermanent, .running = Kind::kPermanent};
}

IosLicences::Entry& IosLicences::find(std::string_view package) {
  return entries_[index_of(package)];
}

const IosLicences::Entry& IosLicences::entry(std::string_view package) const {
  return entries_[index_of(package)];
}

bool IosLicences::accepted(std::string_view package, const IosConfig& config) const {
  return entry(package).accepted || config.has(kIosAcceptLine);
}

Kind IosLicences::at_next_boot(std::string_view package, const IosConfig& config) const {
  const std::string line = ios_boot_line(package);
  const ConfigSection* kept = config.store().find(line);
  if (kept != nullptr && kept->text.ends_with(" disable")) return Kind::kNone;
  const Kind installed = entry(package).installed;
  if (installed != Kind::kNone) return installed;
  return kept != nullptr && accepted(package, config) ? Kind::kBuiltInEvaluation : Kind::kNone;
}

std::chrono::seconds IosLicences::used(std::string_view package, WallTime now) const {
  const Entry& one = entry(package);
  const bool counts = one.running == Kind::kEvaluation || one.running == Kind::kBuiltInEvaluation;
  if (!counts || now < booted_) return one.used;
  return one.used + std::chrono::duration_cast<std::chrono::seconds>(now - booted_);
}

bool IosLicences::install(const IosLicenceFile& file) {
  Entry& one = find(file.feature);
  const Kind kind = file.evaluation ? Kind::kEvaluation : Kind::kPermanent;
  if (one.installed == Kind::kPermanent || one.installed == kind) return false;
  one.installed = kind;
  return true;
}

void IosLicences::accept(std::string_view package) { find(package).accepted = true; }

void IosLicences::accept_boot_lines(const IosConfig& config) {
  for (const IosPackage& package : kPackages) {
    if (config.has(ios_boot_line(package.name))) accept(package.name);
  }
}

void IosLicences::boot(const IosConfig& config, WallTime now) {
  for (const IosPackage& package : kPackages) {
    Entry& one = find(package.name);
    one.used = used(package.name, now);
    one.running = at_next_boot(package.name, config);
  }
  booted_ = now;
}

std::string IosLicences::saved_state() const {
  std::string text;
  for (const IosPackage& package : kPackages) {
    const Entry& one = entry(package.name);
    const std::string_view installed = one.installed == Kind::kPermanent    ? "permanent"
                                       : one.installed == Kind::kEvaluation ? "evaluation"
                                                                            : "none";
    text += fmt::format("licence {} {} {} {}\n", package.name, installed,
                        one.accepted ? "accepted" : "open", one.used.count());
  }
  return text;
}

Result<void> IosLicences::restore(std::string_view line) {
  const std::vector<std::string_view> words = split_words(line);
  const auto used = words.size() == 5 ? parse_decimal(words[4]) : std::nullopt;
  constexpr long kMostUsed = 1'000'000'000;  // seconds: more than any router runs
  const bool known =
      used && *used <= kMostUsed &&
      std::ranges::find(kPackages, words[1], &IosPackage::name) != std::end(kPackages);
  if (!known) {
    return failure(ErrorCode::kInvalidArgument, "the saved state holds a licence of no package");
  }
  Entry& one = find(words[1]);
  one.installed = words[2] == "permanent"    ? Kind::kPermanent
                  : words[2] == "evaluation" ? Kind::kEvaluation
                                             : Kind::kNone;
  one.accepted = words[3] == "accepted";
  one.used = std::chrono::seconds(*used);
  one.running = Kind::kNone;
  return {};
}

}  // namespace lw::lab
