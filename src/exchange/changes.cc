#include "exchange/changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_map>

#include "base/text.h"
#include "exchange/device_words.h"
#include "store/device_rules.h"

namespace lw::exchange {
namespace {

// As the file calls the device.
std::string_view given_name(const Entry& entry) {
  if (!entry.name.empty()) return entry.name;
  for (const std::string_view property : {"display_name", "host_name", "address"}) {
    if (const std::string_view value = entry.value(property); !value.empty()) return value;
  }
  return {};
}

// A module after its chassis, a context after its firewall, which may be a module.
std::size_t rank(const store::Device& device) {
  if (!device.context_of.empty()) return 2;
  return device.chassis.empty() ? 0 : 1;
}

class Planner {
 public:
  Planner(const Known& known, std::span<const Row> rows, const Policy& policy)
      : known_(known), rows_(rows), policy_(policy) {}

  Changes plan() && {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      if (!rows_[row].entry) {
        refuse_row(row, {}, rows_[row].entry.error());
        continue;
      }
      std::string name = valid_name(given_name(*rows_[row].entry));
      if (auto taken = take(row, *rows_[row].entry, name); !taken) {
        refuse_row(row, std::move(name), std::move(taken).error());
      }
    }
    order_added();
    refuse_orphans();
    std::ranges::sort(changes_.refused, {}, &Refusal::row);
    return std::move(changes_);
  }

 private:
  void refuse_row(std::size_t row, std::string name, Error error) {
    changes_.refused.push_back({row, std::move(name), std::move(error)});
  }

  Result<void> take(std::size_t row, const Entry& entry, const std::string& name) {
    if (name.empty()) {
      return refuse("the row names no device", "it needs a name, a host name or an address");
    }
    const auto [first, is_first] = first_rows_.try_emplace(name, row);
    if (!is_first) return refuse_twin(first->second, name);
    const auto* existing = find(name);
    Change change{.row = row, .device = existing == nullptr ? store::Device{} : *existing};
    change.device.name = name;
    LW_TRY(apply(entry, existing == nullptr, change.device));
    LW_TRY(store::check(change.device));
    if (policy_.check) LW_TRY(policy_.check(change.device, existing));
    LW_TRY(take_credentials(entry, existing != nullptr, change));
    if (existing == nullptr) {
      changes_.added.push_back(std::move(change));
      return {};
    }
    for (const Property& property : properties()) {
      std::string from = property.text(*existing);
      std::string to = property.text(change.device);
      if (from != to) {
        change.differences.push_back({std::string(property.name), std::move(from), std::move(to)});
      }
    }
    auto& where = change.differences.empty()              ? changes_.unchanged
                  : policy_.existing == Existing::kUpdate ? changes_.changed
                                                          : changes_.left;
    where.push_back(std::move(change));
    return {};
  }

  [[nodiscard]] Result<void> refuse_twin(std::size_t first, const std::string& name) const {
    const Row& other = rows_[first];
    const std::string_view written = given_name(*other.entry);
    return refuse(
        fmt::format(
            "the name {} stands in {}{}{} already{}", name,
            other.file.empty() ? "" : printable(other.file), other.file.empty() ? "" : " ",
            fmt::format("line {}", other.line),
            written == name ? "" : fmt::format(" (written \"{}\")", printable(written, 60))),
        "each device is to have a name of its own");
  }

  Result<void> apply(const Entry& entry, bool is_new, store::Device& device) const {
    for (const auto& [property, value] : entry.told) {
      if (property->name == "platform") continue;
      if (auto set = property->set(device, value); !set) {
        return std::unexpected(std::move(set).error().with_context(property->name));
      }
    }
    // A configuration that does not tell where its device is managed: until somebody does, there is
    // no address that stays.
    if (is_new && device.address.empty() && !entry.text.empty()) device.dynamic_address = true;
    device.groups.insert(entry.groups.begin(), entry.groups.end());
    device.groups.insert(policy_.groups.begin(), policy_.groups.end());
    // What the name lost when it was made valid is kept where people see it.
    const std::string_view given = given_name(entry);
    constexpr std::size_t kLongestDisplayName = 255;  // store/device_rules.h
    if (device.display_name.empty() && given != device.name &&
        given.size() <= kLongestDisplayName && given.find('\n') == std::string_view::npos) {
      device.display_name = given;
    }
    return set_platform(entry.value("platform"), is_new, device);
  }

  Result<void> set_platform(std::string_view told, bool is_new, store::Device& device) const {
    if (told.empty()) {
      if (is_new) device.platform = policy_.platform;
      if (!device.platform.empty()) return {};
      return refuse("the file does not tell the device's platform",
                    "give it for all such devices: --platform cisco_ios");
    }
    if (policy_.has_platform(told)) {
      device.platform = told;
      return {};
    }
    const auto meant = platform_meant(told);
    if (!meant || !policy_.has_platform(*meant)) {
      return refuse(fmt::format("\"{}\" is no platform that is known", printable(told, 60)),
                    "linewarden procedures names those that are");
    }
    device.platform = *meant;
    return {};
  }

  Result<void> take_credentials(const Entry& entry, bool exists, Change& change) const {
    const store::DeviceCredentials& told = entry.credentials;
    if (policy_.secrets == Secrets::kIgnored) return {};
    if (told.username.empty() && told.password.empty() && !told.enable_password) return {};
    store::DeviceCredentials now;
    if (exists) {
      LW_ASSIGN(now, known_.credentials(change.device.name));
    }
    const auto differ = [&](std::string_view property, std::string from, std::string to,
                            bool secret) {
      change.sets_credentials = true;
      if (exists) change.differences.push_back({std::string(property), from, to, secret});
    };
    if (!told.username.empty() && told.username != now.username) {
      differ("username", now.username, told.username, false);
      now.username = told.username;
    }
    if (!told.password.empty() && !told.password.equals(now.password)) {
      differ("password", {}, {}, true);
      now.password = told.password;
    }
    if (told.enable_password &&
        (!now.enable_password || !told.enable_password->equals(*now.enable_password))) {
      differ("enable_password", {}, {}, true);
      now.enable_password = told.enable_password;
    }
    change.credentials = std::move(now);
    return {};
  }

  void order_added() {
    std::array<std::vector<Change>, 3> by_rank;
    for (Change& change : changes_.added)
      by_rank.at(rank(change.device)).push_back(std::move(change));
    changes_.added.clear();
    for (auto& changes : by_rank) std::ranges::move(changes, std::back_inserter(changes_.added));
  }

  // Modules and contexts whose chassis or firewall is neither there nor comes with the file.
  void refuse_orphans() {
    std::set<std::string, std::less<>> there;
    const auto is_there = [&](const std::string& name) {
      return name.empty() || find(name) != nullptr || there.contains(name);
    };
    std::vector<Change> kept;
    kept.reserve(changes_.added.size());
    for (Change& change : changes_.added) {
      const store::Device& device = change.device;
      const std::string& missing = !is_there(device.chassis) ? device.chassis : device.context_of;
      if (is_there(device.chassis) && is_there(device.context_of)) {
        there.insert(device.name);
        kept.push_back(std::move(change));
        continue;
      }
      refuse_row(
          change.row, device.name,
          {ErrorCode::kInvalidArgument,
           fmt::format("its {} {} is neither in the inventory nor among the rows that are "
                       "good",
                       missing == device.chassis ? "chassis" : "firewall", printable(missing, 60)),
           {}});
    }
    changes_.added = std::move(kept);
  }

  [[nodiscard]] const store::Device* find(std::string_view name) const {
    const auto found = std::ranges::lower_bound(
        known_.devices, name, {}, [](const auto& device) { return std::string_view(device.name); });
    return found == known_.devices.end() || found->name != name ? nullptr : &*found;
  }

  const Known& known_;
  std::span<const Row> rows_;
  const Policy& policy_;
  std::unordered_map<std::string, std::size_t> first_rows_;
  Changes changes_;
};

}  // namespace

Changes changes(const Known& known, std::span<const Row> rows, const Policy& policy) {
  return Planner(known, rows, policy).plan();
}

}  // namespace lw::exchange
