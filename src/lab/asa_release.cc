#include "lab/asa_release.h"

#include <initializer_list>

#include "lab/os_version.h"

namespace lw::lab {
namespace {

struct Train {
  std::string_view platform;
  std::string_view begins;
  std::string_view usual;
};

// The first of a platform is its usual one. There is no PIX beyond 8.0.
constexpr Train kTrains[] = {
    {"cisco_asa", "9.", "9.8(2)"},  {"cisco_asa", "8.", "8.4(7)"}, {"cisco_asa", "7.", "7.2(4)"},
    {"cisco_pix", "6.3", "6.3(5)"}, {"cisco_pix", "7.", "7.2(4)"}, {"cisco_pix", "8.0", "8.0(4)"},
};

bool is_version(std::string_view text) {
  constexpr std::size_t kLongest = 16;
  return text.size() <= kLongest &&
         text.find_first_not_of("x0123456789.()") == std::string_view::npos;
}

}  // namespace

// Since when is verified of the reporting question, of the forced password and of the licence
// table's forms; inferred of the rest.
bool AsaRelease::has(AsaFeature feature) const {
  const auto since = [&](std::initializer_list<long> least) { return at_least(version, least); };
  switch (feature) {
    case AsaFeature::kModes:
      return since({7});
    case AsaFeature::kReportingQuestion:
      return since({8, 2, 2});
    case AsaFeature::kTimedLicences:
    case AsaFeature::kNineDialogue:
      return since({8, 3});
    case AsaFeature::kNoSharedSshUser:
      return since({8, 4, 2});
    case AsaFeature::kEncryptionLabels:
      return since({8, 5});
    case AsaFeature::kBasicAuthClients:
      return since({9});
    case AsaFeature::kPbkdf2:
      return since({9, 6});
    case AsaFeature::kForcedEnablePassword:
      return since({9, 12});
  }
  return false;
}

std::optional<AsaRelease> asa_release(std::string_view platform, std::string_view os_version) {
  if (!is_version(os_version)) return std::nullopt;
  for (const Train& train : kTrains) {
    if (train.platform != platform) continue;
    if (os_version.empty()) return AsaRelease{train.platform, std::string(train.usual)};
    if (!os_version.starts_with(train.begins)) continue;
    // A train alone: "9.x" is its usual release, "9.12" its first one.
    if (os_version.ends_with(".x") || os_version == train.begins) {
      return AsaRelease{train.platform, std::string(train.usual)};
    }
    const bool whole = os_version.contains('(');
    return AsaRelease{train.platform, std::string(os_version) + (whole ? "" : "(1)")};
  }
  return std::nullopt;
}

std::string_view asa_releases() {
  return "cisco_asa has 7.x, 8.x and 9.x, cisco_pix 6.3, 7.x and 8.0";
}

}  // namespace lw::lab
