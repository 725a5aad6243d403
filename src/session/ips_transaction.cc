#include "session/ips_transaction.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>

#include "base/text.h"
#include "session/ips_document.h"

namespace lw::session {

namespace {

// As the command line has it. The status' words are inferred, so what is unknown is shown as it is.
std::string licence_line(const pugi::xml_node& licence) {
  const std::string status = words_in(find_element(licence, "status"));
  const auto nanoseconds = parse_decimal(words_in(find_element(licence, "expirationTime")));
  if (!nanoseconds || *nanoseconds == 0) {
    return status == "none" ? "No license present\n" : fmt::format("License: {}\n", status);
  }
  const std::chrono::sys_time<std::chrono::nanoseconds> expires{
      std::chrono::nanoseconds(*nanoseconds)};
  const std::string day =
      fmt::format("{:%d-%b-%Y} UTC", std::chrono::floor<std::chrono::seconds>(expires));
  if (status == "valid") return fmt::format("{:<25}{}\n", "Licensed, expires:", day);
  if (status == "expired") return fmt::format("{:<25}{}\n", "License expired:", day);
  return fmt::format("License: {}, expires: {}\n", status, day);
}

}  // namespace

// Verified to work as it is: the command in the address decides what is done.
std::string ips_version_request() {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
         "<request><getHostStatistics></getHostStatistics></request>\n";
}

std::string ips_config_request(std::span<const std::string_view> components) {
  pugi::xml_document document;
  pugi::xml_node get = begin_ips_request(document, "getConfigDelta");
  for (const std::string_view name : components) {
    get.append_child("component").append_attribute("name") = std::string(name).c_str();
  }
  return write_xml(document);
}

Result<void> check_ips_reply(std::string_view reply) {
  LW_TRY(read_ips_reply(reply));
  return {};
}

Result<std::string> ips_version_text(std::string_view reply) {
  LW_ASSIGN(const auto document, read_ips_reply(reply));
  const pugi::xml_node version = find_element(document.document_element(), "respGetVersion");
  if (!version) {
    return failure(ErrorCode::kUnsupported, "the sensor's answer tells no version",
                   "check the platform; another way: --over ssh");
  }
  std::string text = fmt::format(
      "Cisco Intrusion Prevention System, Version {}\nPlatform:               {}\n",
      words_in(find_element(version, "version")), words_in(find_element(version, "platform")));
  if (const auto licence = find_element(version, "licenseKey")) text += licence_line(licence);
  for (const pugi::xml_node& application : find_element(version, "applications").children()) {
    text += fmt::format("{:<24}{}\n", words_in(find_element(application, "name")),
                        words_in(find_element(application, "executionState")));
  }
  return text;
}

}  // namespace lw::session
