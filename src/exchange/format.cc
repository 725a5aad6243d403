#include "exchange/format.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "exchange/csv.h"
#include "exchange/reading.h"

namespace lw::exchange {
namespace {

struct Naming {
  Format format;
  std::string_view name;
  std::string_view title;
};
constexpr auto kNamings = std::to_array<Naming>({
    {Format::kCsv, "csv", "Linewarden's CSV"},
    {Format::kYaml, "yaml", "Linewarden's YAML"},
    {Format::kJson, "json", "Linewarden's JSON"},
    {Format::kDcr, "dcr", "Cisco's Device Credential Repository"},
    {Format::kSecurityManager, "csm", "Security Manager's CSV"},
    {Format::kMars, "mars", "a CS-MARS seed file"},
    {Format::kAnsible, "ansible", "an Ansible inventory"},
    {Format::kNetbox, "netbox", "NetBox's export of devices"},
    {Format::kConfig, "config", "a device's configuration"},
});
constexpr auto kFormats = [] {
  std::array<Format, kNamings.size()> formats = {};
  std::ranges::transform(kNamings, formats.begin(), &Naming::format);
  return formats;
}();

const Naming& naming(Format format) {
  return *std::ranges::find(kNamings, format, &Naming::format);
}

constexpr std::size_t kHeadBytes = 64U * 1024;  // that a guess looks at

// The first line that is neither blank nor a comment.
std::string_view first_line(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    if (!line.empty() && line.front() != '#' && line.front() != ';' && line != "---") return line;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {};
}

bool is_json(std::string_view text) {
  text = trim(text.substr(0, kHeadBytes));
  if (text.starts_with('{')) return true;
  if (!text.starts_with('[')) return false;
  const std::string_view rest = trim(text.substr(1));
  return rest.starts_with('{') || rest.starts_with(']');
}

// "devices:", "all:": a key with nothing behind it, or a map in one line.
bool is_yaml(std::string_view line) {
  if (line.starts_with('{') || line.starts_with("- ")) return true;
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view key = line.substr(0, colon);
  return key.find_first_of(" \t,;=[\"") == std::string_view::npos &&
         (colon + 1 == line.size() || line[colon + 1] == ' ');
}

// The first key of a tree that is ours.
bool is_ours(std::string_view line) {
  return line.starts_with("devices") || line.starts_with("- ");
}

std::optional<Format> guess_table(std::string_view line) {
  const char delimiter = guess_delimiter(line);
  std::optional<Format> guess;
  read_csv(line, delimiter,
           {.row =
                [&](std::size_t, std::span<const std::string> names) {
                  if (names.size() < 2) return;
                  const auto known = [&](Dictionary dictionary) {
                    return std::ranges::count_if(names, [&](const std::string& name) {
                      return column_named(name, dictionary).use != Column::Use::kUnknown;
                    });
                  };
                  // What all dictionaries have is ours, so ours wins where it has as many.
                  const auto ours = known(Dictionary::kOwn);
                  const auto cisco = known(Dictionary::kCisco);
                  const auto netbox = known(Dictionary::kNetbox);
                  if (std::max({ours, cisco, netbox}) < 2) return;
                  const bool titles = std::ranges::find(names, "Name") != names.end() ||
                                      std::ranges::find(names, "device_type") != names.end();
                  if (netbox > ours && netbox >= cisco && titles) {
                    guess = Format::kNetbox;
                  } else if (cisco > ours) {
                    guess = Format::kSecurityManager;
                  } else {
                    guess = Format::kCsv;
                  }
                },
            .fault = [](std::size_t, const Error&) {}});
  return guess;
}

}  // namespace

std::string_view name(Format format) { return naming(format).name; }
std::string_view title(Format format) { return naming(format).title; }
std::span<const Format> formats() { return kFormats; }

Result<Format> parse_format(std::string_view word) {
  const auto found = std::ranges::find(kNamings, word, &Naming::name);
  if (found != kNamings.end()) return found->format;
  std::vector<std::string_view> names;
  for (const Naming& one : kNamings) names.push_back(one.name);
  return refuse(fmt::format("there is no format \"{}\"", printable(word, 40)),
                fmt::format("the formats are {}", fmt::join(names, ", ")));
}

Result<Format> guess_format(std::string_view text, const platform::Registry& registry) {
  const std::string_view head = text.substr(0, kHeadBytes);
  const std::string lower = to_lower(head.substr(0, 4096));
  if (lower.contains("cisco systems nm data import") || lower.contains(";header:")) {
    return Format::kDcr;
  }
  if (head.starts_with("$ANSIBLE_VAULT")) return Format::kAnsible;
  if (is_json(head)) {
    return head.contains("\"results\"") || head.contains("\"device_type\"") ||
                   head.contains("\"primary_ip\"")
               ? Format::kNetbox
               : Format::kJson;
  }
  if (registry.recognise_config(text)) return Format::kConfig;
  const std::string_view line = first_line(head);
  if (line.starts_with('[') && line.contains(']')) return Format::kAnsible;
  if (is_yaml(line)) return is_ours(line) ? Format::kYaml : Format::kAnsible;
  if (const auto table = guess_table(line)) return *table;
  if (line.contains(" ansible_") || head.contains("\n[")) return Format::kAnsible;
  return refuse("the text does not tell what layout it has",
                "name it: --format csv, or another that --help lists");
}

Result<Reading> read(Format format, std::string_view text, const std::vector<Column>& columns) {
  const bool json = is_json(text);
  const bool tree =
      json || format == Format::kYaml || format == Format::kJson || format == Format::kAnsible;
  if (tree && !columns.empty()) {
    return refuse(fmt::format("{} has no columns", title(format)));
  }
  switch (format) {
    case Format::kCsv:
      return read_own_csv(text, columns);
    case Format::kYaml:
      return read_own_yaml(text);
    case Format::kJson:
      return read_own_json(text);
    case Format::kDcr:
      return read_dcr(text, columns);
    case Format::kSecurityManager:
      return read_security_manager(text, columns);
    case Format::kMars:
      return read_mars(text, columns);
    case Format::kAnsible:
      return text.starts_with("$ANSIBLE_VAULT") || is_yaml(first_line(text))
                 ? read_ansible_yaml(text)
                 : read_ansible_ini(text);
    case Format::kNetbox:
      return json ? read_netbox_json(text) : read_netbox_csv(text, columns);
    case Format::kConfig:
      break;
  }
  return failure(ErrorCode::kInternal, "a configuration is no list of devices");
}

}  // namespace lw::exchange
