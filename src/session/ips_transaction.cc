#include "session/ips_transaction.h"

#include <fmt/format.h>

#include "session/ips_document.h"

namespace lw::session {

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
  if (const auto licence = find_element(find_element(version, "licenseKey"), "status")) {
    text += fmt::format("License:                {}\n", words_in(licence));
  }
  for (const pugi::xml_node& application : find_element(version, "applications").children()) {
    text += fmt::format("{:<24}{}\n", words_in(find_element(application, "name")),
                        words_in(find_element(application, "executionState")));
  }
  return text;
}

}  // namespace lw::session
