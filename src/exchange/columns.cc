#include "exchange/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"
#include "exchange/csv.h"
#include "exchange/row.h"

namespace lw::exchange {
namespace {

using Use = Column::Use;

struct Known {
  std::string_view key;  // lower case, letters and digits alone
  Use use;
  std::string_view property = {};
  std::uint8_t rank = 0;
};

constexpr auto kOwn = std::to_array<Known>({
    {"name", Use::kName},
    {"username", Use::kUserName},
    {"password", Use::kPassword},
    {"enablepassword", Use::kEnablePassword},
});

// The Device Credential Repository and what Security Manager adds. The order of the 36 columns is
// verified, the spelling of their names inferred, those of version 1.0 verified
// (docs/inventory.md).
constexpr auto kCisco = std::to_array<Known>({
    {"managementipaddress", Use::kAddress},
    {"ipaddress", Use::kAddress},
    {"hostname", Use::kProperty, "host_name"},
    {"domainname", Use::kProperty, "domain_name"},
    {"deviceidentity", Use::kIdentity},
    {"displayname", Use::kProperty, "display_name"},
    {"sysobjectid", Use::kObjectId},
    {"dcrdevicetype", Use::kIgnored},
    {"mdftype", Use::kDeviceType},
    {"primaryusername", Use::kUserName},
    {"primarypassword", Use::kPassword},
    {"primaryenablepassword", Use::kEnablePassword},
    {"httpusername", Use::kUserName, {}, 4},
    {"httppassword", Use::kPassword, {}, 4},
    {"httpmode", Use::kIgnored},
    {"httpport", Use::kHttpPort},
    {"httpsport", Use::kHttpsPort},
    {"certcommonname", Use::kIgnored},
    {"userdefinedfield0", Use::kNote},
    {"userdefinedfield1", Use::kNote},
    {"userdefinedfield2", Use::kNote},
    {"userdefinedfield3", Use::kNote},
    {"userdefinedfield4", Use::kNote},
    // Security Manager.
    {"ostype", Use::kProperty, "platform"},
    {"osversion", Use::kProperty, "os_version"},
    {"runningosversion", Use::kProperty, "os_version"},
    {"targetosversion", Use::kProperty, "target_version"},
    {"imagename", Use::kProperty, "image"},
    {"transport", Use::kProperty, "transport"},
    {"transportprotocol", Use::kProperty, "transport"},
    // Version 1.0.
    {"devicename", Use::kAddress},
    {"serialnumber", Use::kNote},
    {"userfield1", Use::kNote},
    {"userfield2", Use::kNote},
    {"userfield3", Use::kNote},
    {"userfield4", Use::kNote},
    {"tacacsuser", Use::kUserName, {}, 1},
    {"tacacspassword", Use::kPassword, {}, 1},
    {"tacacsenableuser", Use::kIgnored},
    {"tacacsenablepassword", Use::kEnablePassword, {}, 1},
    {"localuser", Use::kUserName, {}, 2},
    {"localpassword", Use::kPassword, {}, 2},
    {"telnetpassword", Use::kPassword, {}, 3},
    {"enablesecret", Use::kEnablePassword, {}, 2},
    {"enablepassword", Use::kEnablePassword, {}, 3},
    {"rocommunitystring", Use::kUnkept},
    {"rwcommunitystring", Use::kUnkept},
});

// Titles of the table that the pages export (verified: NetBox's table of devices) and names of the
// older export of fields.
constexpr auto kNetbox = std::to_array<Known>({
    {"name", Use::kName},
    {"ipaddress", Use::kAddress},
    {"primaryip", Use::kAddress},
    {"ipv4address", Use::kAddress},
    {"primaryip4", Use::kAddress},
    {"ipv6address", Use::kAddress},
    {"primaryip6", Use::kAddress},
    {"platform", Use::kProperty, "platform"},
    {"site", Use::kLabel, "site"},
    {"tags", Use::kTagNames},
    {"serial", Use::kNote},
    {"serialnumber", Use::kNote},
    {"comments", Use::kNote},
    {"description", Use::kNote},
});
// Of no use here, and no reason for a remark.
constexpr auto kNetboxIgnored = std::to_array<std::string_view>({"id",
                                                                 "status",
                                                                 "tenant",
                                                                 "tenantgroup",
                                                                 "role",
                                                                 "devicerole",
                                                                 "manufacturer",
                                                                 "type",
                                                                 "devicetype",
                                                                 "assettag",
                                                                 "location",
                                                                 "rack",
                                                                 "rackgroup",
                                                                 "rackname",
                                                                 "position",
                                                                 "face",
                                                                 "region",
                                                                 "sitegroup",
                                                                 "cluster",
                                                                 "virtualchassis",
                                                                 "vcposition",
                                                                 "vcpriority",
                                                                 "vcname",
                                                                 "airflow",
                                                                 "latitude",
                                                                 "longitude",
                                                                 "created",
                                                                 "lastupdated",
                                                                 "parentdevice",
                                                                 "positiondevicebay",
                                                                 "configtemplate",
                                                                 "contacts",
                                                                 "oobip",
                                                                 "url"});

std::string key_of(std::string_view name) {
  std::string key = to_lower(name);
  std::erase_if(key, [](char c) { return (c < 'a' || c > 'z') && (c < '0' || c > '9'); });
  return key;
}

std::optional<Column> look_up(std::span<const Known> table, std::string_view key,
                              std::string_view name) {
  // Version 1.0 explains its first column: "Device name (include domain unless …".
  const auto known = std::ranges::find_if(table, [&](const Known& one) {
    return key == one.key || (one.key == "devicename" && key.starts_with(one.key));
  });
  if (known == table.end()) return std::nullopt;
  return Column{.use = known->use,
                .property = known->property.empty() ? nullptr : find_property(known->property),
                .title = std::string(name),
                .rank = known->rank};
}

std::optional<Column> own_column(std::string_view key, std::string_view name) {
  for (const Property& property : properties()) {
    if (key_of(property.name) != key) continue;
    return Column{Column::Use::kProperty, &property, std::string(property.name)};
  }
  return look_up(kOwn, key, name);
}

std::optional<Column> cisco_column(std::string_view key, std::string_view name) {
  if (auto column = look_up(kCisco, key, name)) return column;
  for (const std::string_view secret : {"snmp", "rxboot", "secondary"}) {
    if (key.starts_with(secret)) return Column{.use = Use::kUnkept, .title = std::string(name)};
  }
  return std::nullopt;
}

}  // namespace

Column column_named(std::string_view name, Dictionary dictionary) {
  name = trim(name);
  const std::string key = key_of(name);
  std::optional<Column> column;
  if (dictionary == Dictionary::kCisco) column = cisco_column(key, name);
  if (dictionary == Dictionary::kNetbox) {
    column = look_up(kNetbox, key, name);
    if (!column && std::ranges::find(kNetboxIgnored, key) != kNetboxIgnored.end()) {
      column = Column{.use = Use::kIgnored, .title = std::string(name)};
    }
  }
  if (!column) column = own_column(key, name);
  return column.value_or(Column{.title = std::string(name)});
}

Result<std::vector<Column>> parse_columns(std::string_view text) {
  std::vector<Column> columns;
  for (const std::string_view word : list_words(text)) {
    const auto equals = word.find('=');
    const auto place =
        equals == std::string_view::npos ? std::nullopt : parse_decimal(word.substr(equals + 1));
    if (!place || *place < 1 || *place > static_cast<long>(kMaxCsvFields)) {
      return refuse(fmt::format("\"{}\" is no name and number of a column", printable(word, 60)),
                    "such as --columns address=1,name=2,username=5");
    }
    const Column column = column_named(word.substr(0, equals), Dictionary::kCisco);
    if (column.use == Use::kUnknown) {
      return refuse(fmt::format("there is no column \"{}\"", printable(column.title, 60)),
                    "columns have the names of a device's properties, or of the DCR layout; see "
                    "docs/inventory.md");
    }
    const auto index = static_cast<std::size_t>(*place) - 1;
    if (columns.size() <= index) columns.resize(index + 1, Column{.use = Use::kIgnored});
    columns[index] = column;
  }
  if (columns.empty()) return refuse("no columns are named", "such as --columns address=1,name=2");
  columns.resize(kMaxCsvFields, Column{.use = Use::kIgnored});
  return columns;
}

}  // namespace lw::exchange
