#include "exchange/config_file.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/text.h"
#include "configtext/document.h"
#include "exchange/config_address.h"

namespace lw::exchange {
namespace {

using configtext::Document;

// The last words of a top-level command that begins so; empty when there is none.
std::string_view last_word(const Document& config, std::string_view first,
                           std::string_view second) {
  for (const auto index : config.top_level(first)) {
    const auto words = split_words(config.lines()[index].text);
    if (second.empty() ? words.size() == 2 && words[0] == first
                       : words.size() > 2 && words[1] == second) {
      return words.back();
    }
  }
  return {};
}

std::string_view domain_name(const Document& config) {
  using configtext::Dialect;
  if (config.dialect() == Dialect::kAsa) return last_word(config, "domain-name", {});
  if (config.dialect() != Dialect::kIos) return {};
  const std::string_view dashed = last_word(config, "ip", "domain-name");
  if (!dashed.empty()) return dashed;
  for (const auto index : config.top_level("ip")) {
    const auto words = split_words(config.lines()[index].text);
    if (words.size() == 4 && words[1] == "domain" && words[2] == "name") return words[3];
  }
  return {};
}

bool has_line(const Document& config, std::string_view first, std::string_view whole) {
  for (const auto index : config.top_level(first)) {
    if (config.lines()[index].text == whole) return true;
  }
  return false;
}

Result<Entry> entry_of(std::string_view path, std::string text, const platform::Registry& registry,
                       const ConfigOptions& options,
                       const std::optional<platform::Recognition>& told) {
  if (!told) {
    return refuse("the text is no configuration of a family that is known",
                  "linewarden audit FILE tells more; a list of devices wants another --format");
  }
  LW_ASSIGN(const auto family, registry.find(told->platform));
  const auto dialect = configtext::parse_dialect(family->dialect);
  if (!dialect) return refuse(fmt::format("{} is not read as a configuration", family->name));
  Entry entry;
  entry.text = std::move(text);
  const auto config = Document::read(entry.text, *dialect);
  entry.tell("platform", told->platform);
  entry.tell("os_version", told->version);
  const std::string_view host = config.hostname().value_or(told->hostname);
  entry.tell("host_name", host);
  entry.tell("domain_name", domain_name(config));
  if (has_line(config, "firewall", "firewall transparent")) {
    entry.tell("firewall_mode", "transparent");
  }
  const ConfigAddress address = config_address(config, options.interface);
  entry.tell("address", address.address);
  if (address.dynamic) entry.tell("dynamic_address", "true");
  entry.origin = address.origin;
  if (host.empty() || options.name_from == NameFrom::kFile) {
    entry.name = to_utf8(std::filesystem::path(path).stem().string());
  }
  return entry;
}

}  // namespace

Row read_config(std::string_view path, std::string text, const platform::Registry& registry,
                const ConfigOptions& options) {
  const auto told = registry.recognise_config(text);
  return {.file = std::string(path),
          .line = told ? told->line : 1,
          .entry = entry_of(path, std::move(text), registry, options, told)};
}

}  // namespace lw::exchange
