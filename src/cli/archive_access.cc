#include "cli/archive_access.h"

#include <fmt/format.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/json_answer.h"
#include "cli/time_text.h"
#include "store/archive_store.h"

namespace lw::cli {

Result<ArchiveAccess> open_archive(const Context& context) {
  LW_ASSIGN(auto registry, platform::Registry::load(context.options.platforms));
  LW_ASSIGN(auto opened, store::Inventory::open(context.options.store));
  auto inventory = std::make_unique<store::Inventory>(std::move(opened));
  LW_ASSIGN(auto segments, store::ArchiveStore::open(*inventory));
  device::ConfigurationArchive configurations(*segments, registry);
  return ArchiveAccess{std::move(registry), std::move(inventory), std::move(segments),
                       std::move(configurations)};
}

Result<std::uint64_t> parse_version_number(const std::string& text) {
  const auto number = parse_decimal(text);
  if (number && *number > 0) return static_cast<std::uint64_t>(*number);
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("\"{}\" is no number of a version", printable(text, 40)),
                 "linewarden archive list NAME shows them");
}

Result<VersionName> parse_version_name(const std::string& text) {
  const std::size_t at = text.find('@');
  VersionName name{text.substr(0, at), {}};
  if (at != std::string::npos) {
    LW_ASSIGN(name.number, parse_version_number(text.substr(at + 1)));
  }
  return name;
}

std::string shown_text(const ArchiveAccess& access, const archive::VersionText& text) {
  return access.rules(text.of.platform).shown(text.text);
}

nlohmann::ordered_json version_json(const archive::NumberedVersion& version) {
  return {{"version", version.number},
          {"at", time_text(version.version.at)},
          {"seen", time_text(version.version.seen)},
          {"seen_again", version.version.seen_again},
          {"noise_only", version.version.noise_only},
          {"who", json_text_or_null(version.version.source.who)},
          {"why", json_text_or_null(version.version.source.why)},
          {"platform", version.platform}};
}

std::string this_user() {
  const char* user = std::getenv("USER");
  return user != nullptr ? user : "";
}

std::string source_text(const archive::Source& source) {
  if (source.who.empty() || source.why.empty()) return source.who + source.why;
  return fmt::format("{}, {}", source.who, source.why);
}

}  // namespace lw::cli
