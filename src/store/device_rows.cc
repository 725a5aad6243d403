#include "store/device_rows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace lw::store {
namespace {

using database::Statement;

// The columns, in the order of every statement here. To add a field: a line here, a migration.
struct TextColumn {
  std::string_view name;
  std::string Device::* field;
};
constexpr std::array kText = {
    TextColumn{"name", &Device::name},
    TextColumn{"platform", &Device::platform},
    TextColumn{"os_version", &Device::os_version},
    TextColumn{"address", &Device::address},
    TextColumn{"transport", &Device::transport},
    TextColumn{"crypto", &Device::crypto},
    TextColumn{"console", &Device::console},
    TextColumn{"jump", &Device::jump},
    TextColumn{"chassis", &Device::chassis},
    TextColumn{"site", &Device::site},
    TextColumn{"aaa", &Device::aaa},
    TextColumn{"token_server", &Device::token_server},
    TextColumn{"notes", &Device::notes},
    TextColumn{"host_name", &Device::host_name},
    TextColumn{"domain_name", &Device::domain_name},
    TextColumn{"display_name", &Device::display_name},
    TextColumn{"image", &Device::image},
    TextColumn{"target_version", &Device::target_version},
    TextColumn{"context_mode", &Device::context_mode},
    TextColumn{"firewall_mode", &Device::firewall_mode},
    TextColumn{"context_of", &Device::context_of},
    TextColumn{"context", &Device::context},
    TextColumn{"staging_server", &Device::staging_server},
    TextColumn{"identity_form", &Device::identity_form},
    TextColumn{"identity", &Device::identity},
    TextColumn{"cns_config_id", &Device::cns_config_id},
    TextColumn{"cns_event_id", &Device::cns_event_id},
    TextColumn{"cns_image_id", &Device::cns_image_id},
    TextColumn{"supports_failover", &Device::supports_failover},
    TextColumn{"supports_failover_from", &Device::supports_failover_from},
    TextColumn{"credential_set", &Device::credential_set},
};
constexpr std::array<std::string_view, 4> kNumbers = {"allow_ssh1", "slot", "sessions",
                                                      "dynamic_address"};
constexpr int kFirstNumber = static_cast<int>(kText.size());
// All that a search looks through, in one column: one comparison a device.
constexpr std::string_view kSearch = "search";

std::string search_text(const Device& device) {
  std::string text = fmt::format("{}\n{}\n{}", device.name, device.display_name, device.address);
  for (const auto* labels : {&device.groups, &device.tags}) {
    for (const auto& label : *labels) text += '\n' + label;
  }
  return to_lower(text);
}

Device device_of(const Statement& row) {
  Device device;
  for (std::size_t i = 0; i < kText.size(); ++i) {
    device.*kText.at(i).field = std::string(row.text(static_cast<int>(i)));
  }
  device.allow_ssh1 = row.number(kFirstNumber) != 0;
  device.slot = static_cast<std::uint32_t>(row.number(kFirstNumber + 1));
  device.sessions = static_cast<std::uint32_t>(row.number(kFirstNumber + 2));
  device.dynamic_address = row.number(kFirstNumber + 3) != 0;
  return device;
}

// `search`: of the device; it lives until the statement has run.
void bind_device(Statement& statement, const Device& device, const std::string& search) {
  int place = 0;
  for (const auto& column : kText) statement.bind(++place, device.*column.field);
  for (const std::int64_t number :
       {std::int64_t{device.allow_ssh1}, std::int64_t{device.slot}, std::int64_t{device.sessions},
        std::int64_t{device.dynamic_address}}) {
    statement.bind(++place, number);
  }
  statement.bind(++place, search);
}

std::vector<std::string> column_names() {
  std::vector<std::string> names;
  for (const auto& column : kText) names.emplace_back(column.name);
  for (const auto number : kNumbers) names.emplace_back(number);
  names.emplace_back(kSearch);
  return names;
}

std::string with_numbers(std::string_view pattern) {
  std::vector<std::string> parts;
  const auto names = column_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    parts.push_back(
        fmt::format(fmt::runtime(pattern), fmt::arg("name", names[i]), fmt::arg("place", i + 1)));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

// Any text is found as it is: '%' and '_' are no wildcards.
std::string like_pattern(std::string_view text) {
  std::string pattern = "%";
  for (const char c : to_lower(text)) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + '%';
}

// A WHERE clause and what is bound to it.
class Conditions {
 public:
  explicit Conditions(const DeviceQuery& query) {
    add("name = {}", query.name);
    if (!query.search.empty()) add("search LIKE {} ESCAPE '\\'", like_pattern(query.search));
    add("platform = {}", query.platform);
    add("site = {}", query.site);
    add("EXISTS (SELECT 1 FROM device_label WHERE device = name AND kind = 'group' AND label = {})",
        query.group);
    add("EXISTS (SELECT 1 FROM device_label WHERE device = name AND kind = 'tag' AND label = {})",
        query.tag);
    add("(jump = {0} OR token_server = {0} OR staging_server = {0} OR aaa = {0})", query.server);
    add("credential_set = {}", query.credential_set);
    add("(chassis = {0} OR context_of = {0})", query.part_of);
  }
  void page(const DeviceQuery& query) {
    add("name > {}", query.after);
    limit_ = query.limit;
  }
  [[nodiscard]] std::string text() const {
    std::string text = parts_.empty() ? "" : fmt::format(" WHERE {}", fmt::join(parts_, " AND "));
    return text;
  }
  [[nodiscard]] std::string order() const {
    return limit_ < 0 ? " ORDER BY name" : fmt::format(" ORDER BY name LIMIT {}", limit_);
  }
  void bind(Statement& statement) const {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      statement.bind(static_cast<int>(i) + 1, values_[i]);
    }
  }

 private:
  void add(std::string_view pattern, std::string value) {
    if (value.empty()) return;
    values_.push_back(std::move(value));
    parts_.push_back(fmt::format(fmt::runtime(pattern), fmt::format("?{}", values_.size())));
  }
  std::vector<std::string> parts_;
  std::vector<std::string> values_;
  std::int64_t limit_ = -1;
};

// The condition for rows that hang on `devices`, and the names that it binds: of few devices their
// own rows; of many those of all between the first and the last. Few are filled up with the last
// one, so that few statements serve them all.
std::pair<std::string, std::vector<std::string_view>> rows_on(const std::vector<Device>& devices) {
  std::vector<std::string_view> names;
  for (const std::size_t few : {1, 16, 128}) {
    if (devices.size() > few) continue;
    std::string places;
    for (std::size_t i = 0; i < few; ++i) {
      names.push_back(devices[std::min(i, devices.size() - 1)].name);
      places += fmt::format("{}?{}", i == 0 ? "" : ", ", i + 1);
    }
    return {fmt::format("device IN ({})", places), std::move(names)};
  }
  return {"device >= ?1 AND device <= ?2", {devices.front().name, devices.back().name}};
}

// Rows of a table that hang on devices, handed to `attach` with theirs. Both lists are by name: one
// pass over both.
template <class Attach>
Result<void> attach_rows(Statement& rows, std::vector<Device>& devices, const Attach& attach) {
  auto device = devices.begin();
  while (true) {
    LW_ASSIGN(const bool row, rows.step());
    if (!row) return {};
    while (device != devices.end() && device->name < rows.text(0)) ++device;
    if (device == devices.end()) return {};
    if (device->name == rows.text(0)) attach(*device, rows);
  }
}

}  // namespace

Result<std::vector<Device>> DeviceRows::find(const DeviceQuery& query) {
  Conditions conditions(query);
  conditions.page(query);
  static const std::string kSelect =
      fmt::format("SELECT {} FROM device", fmt::join(column_names(), ", "));
  LW_ASSIGN(auto rows, database_.prepare(kSelect + conditions.text() + conditions.order()));
  conditions.bind(rows);
  std::vector<Device> devices;
  while (true) {
    LW_ASSIGN(const bool row, rows.step());
    if (!row) break;
    devices.push_back(device_of(rows));
  }
  if (devices.empty()) return devices;
  LW_TRY(attach_ports(devices));
  LW_TRY(attach_labels(devices));
  return devices;
}

Result<std::int64_t> DeviceRows::count(const DeviceQuery& query) {
  const Conditions conditions(query);
  LW_ASSIGN(auto rows, database_.prepare("SELECT count(*) FROM device" + conditions.text()));
  conditions.bind(rows);
  LW_TRY(rows.step());
  return rows.number(0);
}

Result<Statement> DeviceRows::parts_of(std::string_view select,
                                       const std::vector<Device>& devices) {
  const auto [condition, names] = rows_on(devices);
  LW_ASSIGN(auto rows,
            database_.prepare(fmt::format("{} WHERE {} ORDER BY device", select, condition)));
  for (std::size_t i = 0; i < names.size(); ++i) rows.bind(static_cast<int>(i) + 1, names[i]);
  return rows;
}

Result<void> DeviceRows::attach_ports(std::vector<Device>& devices) {
  LW_ASSIGN(auto rows, parts_of("SELECT device, transport, port FROM device_port", devices));
  return attach_rows(rows, devices, [](Device& device, const Statement& row) {
    device.ports[std::string(row.text(1))] = static_cast<std::uint16_t>(row.number(2));
  });
}

Result<void> DeviceRows::attach_labels(std::vector<Device>& devices) {
  LW_ASSIGN(auto rows, parts_of("SELECT device, kind, label FROM device_label", devices));
  return attach_rows(rows, devices, [](Device& device, const Statement& row) {
    auto& labels = row.text(1) == "group" ? device.groups : device.tags;
    labels.emplace(row.text(2));
  });
}

Result<void> DeviceRows::insert(std::span<const Device* const> devices) {
  static const std::string kInsert =
      fmt::format("INSERT INTO device ({}) VALUES ({})", fmt::join(column_names(), ", "),
                  with_numbers("?{place}"));
  std::vector<std::string> searches;
  searches.reserve(devices.size());
  for (const Device* device : devices) searches.push_back(search_text(*device));
  LW_TRY(database_.run_many(kInsert, devices.size(), [&](Statement& statement, std::size_t row) {
    bind_device(statement, *devices[row], searches[row]);
  }));
  return insert_parts(devices);
}

Result<void> DeviceRows::insert_parts(std::span<const Device* const> devices) {
  struct Port {
    const std::string* device;
    const std::string* transport;
    std::uint16_t port;
  };
  struct Label {
    const std::string* device;
    std::string_view kind;
    const std::string* label;
  };
  std::vector<Port> ports;
  std::vector<Label> labels;
  for (const Device* device : devices) {
    for (const auto& [transport, port] : device->ports) {
      ports.push_back({&device->name, &transport, port});
    }
    for (const auto& group : device->groups) labels.push_back({&device->name, "group", &group});
    for (const auto& tag : device->tags) labels.push_back({&device->name, "tag", &tag});
  }
  LW_TRY(database_.run_many(
      "INSERT INTO device_port VALUES (?, ?, ?)", ports.size(),
      [&](Statement& statement, std::size_t row) {
        const auto& port = ports[row];
        statement.bind(1, *port.device).bind(2, *port.transport).bind(3, std::int64_t{port.port});
      }));
  return database_.run_many(
      "INSERT INTO device_label VALUES (?, ?, ?)", labels.size(),
      [&](Statement& statement, std::size_t row) {
        const auto& label = labels[row];
        statement.bind(1, *label.device).bind(2, label.kind).bind(3, *label.label);
      });
}

Result<bool> DeviceRows::update(const Device& device) {
  static const std::string kUpdate =
      fmt::format("UPDATE device SET {} WHERE name = ?1", with_numbers("{name} = ?{place}"));
  LW_ASSIGN(auto update, database_.prepare(kUpdate));
  const std::string search = search_text(device);
  bind_device(update, device, search);
  LW_TRY(update.run());
  if (database_.changed() == 0) return false;
  for (const char* table : {"device_port", "device_label"}) {
    LW_ASSIGN(auto erase, database_.prepare(fmt::format("DELETE FROM {} WHERE device = ?", table)));
    LW_TRY(erase.bind(1, device.name).run());
  }
  const Device* const one = &device;
  LW_TRY(insert_parts({&one, 1}));
  return true;
}

}  // namespace lw::store
