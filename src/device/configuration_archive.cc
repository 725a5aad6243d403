#include "device/configuration_archive.h"

#include <utility>

namespace lw::device {
namespace {

archive::Rules rules_of_family(std::shared_ptr<const platform::Platform> family) {
  return {[family](std::string_view line) { return family->redact(line); },
          [family](std::string_view line) { return family->is_noise(line); }};
}

archive::Rules cautious_rules(std::vector<std::shared_ptr<const platform::Platform>> families) {
  return {[families = std::move(families)](std::string_view line) {
            std::string shown(line);
            for (const auto& family : families) shown = family->redact(shown);
            return shown;
          },
          [](std::string_view) { return false; }};
}

}  // namespace

archive::RulesOf archive_rules(platform::Registry registry) {
  return [registry = std::move(registry)](const std::string& name) {
    if (auto family = registry.find(name)) return rules_of_family(*std::move(family));
    return cautious_rules(registry.all());
  };
}

Result<archive::Kept> ConfigurationArchive::put(const std::string& device,
                                                const std::string& platform, std::string text,
                                                archive::Source source, archive::Time at) {
  return archive_.put(device, platform, {std::move(text), std::move(source), at},
                      rules_of_(platform));
}

}  // namespace lw::device
