#include "session/ips_transaction.h"

#include <fmt/format.h>

#include "base/text.h"
#include "session/xml_document.h"

namespace lw::session {
namespace {

constexpr const char* kIdiom = "http://www.cisco.com/cids/idiom";
constexpr const char* kIdconf = "http://www.cisco.com/cids/idconf";

std::string words_in(const pugi::xml_node& element) {
  return printable(trim(std::string_view(element.text().get())), 400);
}

}  // namespace

// Verified to work as it is: the command in the address decides what is done.
std::string ips_version_request() {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
         "<request><getHostStatistics></getHostStatistics></request>\n";
}

std::string ips_config_request(std::span<const std::string_view> components) {
  pugi::xml_document document;
  pugi::xml_node request = document.append_child("request");
  request.append_attribute("xmlns") = kIdiom;
  request.append_attribute("schemaVersion") = "2.00";
  pugi::xml_node get = request.append_child("getConfigDelta");
  get.append_attribute("xmlns") = kIdconf;
  for (const std::string_view name : components) {
    get.append_child("component").append_attribute("name") = std::string(name).c_str();
  }
  return write_xml(document);
}

Result<void> check_ips_reply(std::string_view reply) {
  LW_ASSIGN(const auto document, read_xml(reply));
  const pugi::xml_node root = document.document_element();
  if (local_name(root) == "response") return {};
  if (local_name(root) != "error") {
    return failure(ErrorCode::kUnsupported,
                   fmt::format("the answer is a document \"{}\", neither response nor error",
                               printable(root.name(), 40)),
                   "check that a sensor's web server listens there", Diagnosis::kNotThisProtocol);
  }
  const pugi::xml_node told = root.find_child(
      [](const pugi::xml_node& child) { return local_name(child).starts_with("errorMessage"); });
  const std::string_view kind = told.attribute("name").value();
  std::string message = words_in(told);
  if (message.empty()) message = "an error without words";
  if (!kind.empty()) message += fmt::format(" ({})", printable(kind, 60));
  if (kind == "errAuthenticationTokenExpired") {
    return failure(ErrorCode::kLoginRefused, message,
                   "the sensor wants a new password first: log in over SSH or its console");
  }
  if (kind == "errPermissionDenied") {
    return failure(ErrorCode::kLoginRefused, message,
                   "the user needs the role administrator on the sensor",
                   Diagnosis::kTooLittlePrivilege);
  }
  return failure(ErrorCode::kCommandRejected, message);
}

Result<std::string> ips_version_text(std::string_view reply) {
  LW_TRY(check_ips_reply(reply));
  LW_ASSIGN(const auto document, read_xml(reply));
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
