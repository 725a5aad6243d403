// What a sensor shows of itself: facts 4.2.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <utility>

#include "base/text.h"
#include "lab/ips_session.h"

namespace lw::lab {
namespace {

constexpr std::string_view kRule = "-----------------------------------------------\n";
constexpr std::string_view kSpinner = R"(|/-\)";
constexpr int kSpins = 2;

std::chrono::minutes zone_offset(const IpsConfig& config) {
  std::string text = config.value("host time-zone-settings offset");
  const bool negative = text.starts_with('-');
  const long minutes = parse_decimal(std::string_view(text).substr(negative ? 1 : 0)).value_or(0);
  return std::chrono::minutes(negative ? -minutes : minutes);
}

// "01-Aug-2013" [V form].
std::string date_text(WallTime time) {
  return fmt::format("{:%d-%b-%Y}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

// [V] the forms with a date; [I] the one without a licence.
std::string licence_line(const IpsDevice& device) {
  if (!device.licence()) return "No license present\n";
  return fmt::format(
      "{:<25}{} UTC\n",
      device.licensed() ? "Licensed, expires:" : "License expired:", date_text(*device.licence()));
}

void show_node(const IpsNode& node, std::size_t depth, std::string& text) {
  const std::string margin(3 * depth, ' ');
  for (const IpsNode& member : node.members) {
    const IpsSchema& schema = *member.schema;
    switch (schema.kind) {
      case IpsKind::kValue: {
        const bool defaulted = member.is_default();
        const std::string_view shown =
            schema.type == IpsType::kPassword ? "<protected entry>" : member.text();
        text += fmt::format("{}{}: {}", margin, schema.name, shown);
        if (!schema.unit.empty()) text += fmt::format(" {}", schema.unit);
        // [V] the mark; [I] "default:" behind what differs from it.
        text += defaulted ? " <defaulted>\n" : fmt::format(" default: {}\n", schema.fallback);
        break;
      }
      case IpsKind::kMap:
        text += fmt::format("{0}{1} (min: 0, max: {2}, current: {3})\n{0}{4}", margin, schema.name,
                            schema.most, member.members.size(), kRule);
        for (const IpsNode& entry : member.members) {
          text += fmt::format("{0}   {1}: {2}\n{0}   {3}", margin, schema.key, entry.key, kRule);
        }
        text += margin + std::string(kRule);
        break;
      case IpsKind::kStruct:
        text += fmt::format("{0}{1}\n{0}{2}", margin, schema.name, kRule);
        show_node(member, depth + 1, text);
        text += margin + std::string(kRule);
        break;
    }
  }
}

}  // namespace

std::string ips_time_text(const IpsDevice& device, WallTime time) {
  const auto local = std::chrono::system_clock::to_time_t(time + zone_offset(device.config()));
  return fmt::format("{0:%H:%M:%S} {1} {0:%a %b %d %Y}", fmt::gmtime(local),
                     device.config().value("host time-zone-settings standard-time-zone-name"));
}

std::string ips_configuration_text(const IpsDevice& device) {
  constexpr std::string_view kLine = "! ------------------------------\n";
  const IpsRelease& release = device.release();
  std::string text = fmt::format(
      "{0}! Current configuration last modified {1}\n{0}! Version {2}\n! Host:\n"
      "!     Realm Keys          key1.0\n! Signature Definition:\n!     Signature Update    {3}\n",
      kLine, ips_time_text(device, device.modified()), release.short_version(),
      release.signature_update);
  if (!release.virus_update.empty()) {
    text += fmt::format("!     Virus Update        {}\n", release.virus_update);
  }
  for (const IpsComponent& component : ips_components()) {
    const std::string lines = device.config().lines(component);
    if (!lines.empty()) text += std::string(kLine) + lines;
  }
  return text;
}

void IpsSession::show_version(const Match&) {
  const IpsRelease& release = device_.release();
  std::string text = fmt::format(
      "Application Partition:\n\nCisco Intrusion Prevention System, Version {}\n\n"
      "Host:\n  Realm Keys          key1.0\n"
      "Signature Definition:\n  Signature Update    {}\n",
      release.version, release.signature_update);
  if (!release.virus_update.empty()) {
    text += fmt::format("  Virus Update        {}\n", release.virus_update);
  }
  const auto days = std::chrono::floor<std::chrono::days>(device_.uptime()).count();
  text += fmt::format(
      "OS Version:             {}\nPlatform:               {}\nSerial Number:          LAB0000001\n"
      "{}Sensor up-time is {}.\n"
      "Using 666M out of 974M bytes of available memory (68% usage)\n"
      "system is using 17.7M out of 29.0M bytes of available disk space (61% usage)\n\n\n",
      release.os_version, release.platform, licence_line(device_),
      days == 1 ? "1 day" : fmt::format("{} days", days));
  for (const std::string_view application : release.applications()) {
    text += fmt::format(
        "{:<22} B-LAB_2009_APR_01_16_12   (Release)   2009-04-01T16:26:16-0600   "
        "Running\n",
        application);
  }
  text += fmt::format(
      "\n\nUpgrade History:\n\n  {:<25}   20:53:32 UTC Wed Apr 01 2009\n\n"
      "Recovery Partition Version {}\n",
      fmt::format("IPS-K9-{}", release.version), release.recovery_version);
  print(text);
}

// [V] the spinner's text comes again for each of its turns, and no line end in front of the
// configuration.
void IpsSession::show_configuration(const Match&) {
  for (int i = 0; i < kSpins; ++i) {
    for (const char bar : kSpinner) show(fmt::format("Generating current config: {}", bar));
  }
  print(ips_configuration_text(device_));
}

void IpsSession::show_settings() {
  std::string text;
  show_node(std::as_const(*editor_).here(), 1, text);
  print(text);
}

void IpsSession::show_clock(const Match& match) {
  const bool ntp = !device_.config().component("host")->find("ntp-servers")->members.empty();
  // [I] "*": nobody vouches for the time; "." and the source with NTP.
  print(fmt::format("{}{}\n", ntp ? '.' : '*', ips_time_text(device_, device_.now())));
  if (match.words.size() > 2) {
    print(ntp ? "Time source is NTP\n" : "No time source\n");
  }
}

void IpsSession::show_users(const Match& match) {
  if (match.words.size() > 2) {
    print(fmt::format("    {:<20}{:<}\n", "User", "Privilege"));
    for (const IpsAccount& one : ips_accounts(device_.config())) {
      const std::string shown = device_.locked(one.name) ? fmt::format("({})", one.name) : one.name;
      print(fmt::format("{:<4}{:<20}{}\n", one.name == user() ? "*" : "", shown, name(one.role)));
    }
    return;
  }
  print(fmt::format("    {:<8}{:<20}{}\n", "CLI ID", "User", "Privilege"));
  int number = 1;
  for (const IpsSession* session : device_.sessions()) {
    const auto& one = session->account();
    if (one) {
      print(fmt::format("{:<4}{:<8}{:<20}{}\n", session == this ? "*" : "", number, one->name,
                        name(one->role)));
    }
    ++number;
  }
}

void IpsSession::show_privilege(const Match&) {
  print(fmt::format("Current privilege level is {}\n", name(account_->role)));
}

void IpsSession::show_web_statistics(const Match&) {
  const IpsDevice::WebCounts& counts = device_.web_counts();
  print(
      fmt::format("Web Server Statistics\n   listener-{}\n"
                  "      number of server session requests handled = {}\n"
                  "      number of server session requests rejected = {}\n"
                  "      total HTTP requests handled = {}\n",
                  device_.config().value("webServer port"), counts.handled, counts.rejected,
                  counts.handled + counts.rejected));
}

void IpsSession::show_sdee_statistics(const Match&) {
  const auto ids = device_.events().subscription_ids();
  print(
      fmt::format("General\n   Open Subscriptions = {}\n   Blocked Subscriptions = 0\n"
                  "   Maximum Available Subscriptions = {}\n   Maximum Events Per Retrieval = {}\n"
                  "Subscriptions\n",
                  ids.size(), kMostIpsSubscriptions, kMostIpsRetrieved));
  for (const std::string& id : ids) print(fmt::format("   {}\n", id));
}

}  // namespace lw::lab
