#include "lab/ips_release.h"

#include <re2/re2.h>

#include <algorithm>

namespace lw::lab {
namespace {

// [V] the forms of the three lines of 5.1 and 7.1; [I] those of 6.x.
const IpsRelease kReleases[] = {
    {"5.1(8)E2", 5, "IDS-4215", "2.4.26-IDS-smp-bigphys", "S303.0            2007-10-02",
     "V1.4    2007-03-02", "1.1 - 5.1(8)E2"},
    {"6.2(2)E4", 6, "IPS-4240-K9", "2.4.30-IDS-smp-bigphys", "S480.0            2010-03-24",
     "V1.4    2007-03-02", "1.1 - 6.2(2)E4"},
    {"7.1(7)E4", 7, "ASA-SSM-10", "2.6.29.1", "S722.0            2013-06-05", "", "1.1 - 7.1(7)E4"},
};

}  // namespace

std::string IpsRelease::short_version() const {
  return version.substr(0, std::min(version.find('E'), version.size()));
}

// [V] MainApp, AnalysisEngine, CLI and, of 7.x, CollaborationApp.
std::span<const std::string_view> IpsRelease::applications() const {
  static constexpr std::string_view kAll[] = {"MainApp", "AnalysisEngine", "CLI",
                                              "CollaborationApp"};
  return std::span(kAll).first(major < 7 ? 3 : 4);
}

std::optional<IpsRelease> ips_release(std::string_view os_version) {
  if (os_version.empty()) return std::end(kReleases)[-1];
  static const RE2 kShape(R"(([567])\.(?:x|\d{1,2}(?:\(\d{1,2}[a-z]?\)(?:E\d{1,2})?)?))");
  int major = 0;
  if (!RE2::FullMatch(os_version, kShape, &major)) return std::nullopt;
  const auto usual = std::ranges::find(kReleases, major, &IpsRelease::major);
  IpsRelease release = *usual;
  if (os_version.find('(') != std::string_view::npos) release.version = os_version;
  // "7.0" alone: the first release of it.
  if (!os_version.ends_with('x') && os_version.find('(') == std::string_view::npos) {
    release.version = std::string(os_version) + "(1)";
  }
  return release;
}

std::string_view ips_releases() {
  return "sensors are 5.x, 6.x, 7.x or a release such as 5.1(8)E2";
}

}  // namespace lw::lab
