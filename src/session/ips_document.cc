#include "session/ips_document.h"

#include <fmt/format.h>

#include "base/text.h"

namespace lw::session {

pugi::xml_node begin_ips_request(pugi::xml_document& document, const char* transaction) {
  pugi::xml_node request = document.append_child("request");
  request.append_attribute("xmlns") = "http://www.cisco.com/cids/idiom";
  request.append_attribute("schemaVersion") = "2.00";
  pugi::xml_node begun = request.append_child(transaction);
  begun.append_attribute("xmlns") = kIdconf;
  return begun;
}

Result<pugi::xml_document> read_ips_reply(std::string_view reply) {
  LW_ASSIGN(auto document, read_xml(reply));
  const pugi::xml_node root = document.document_element();
  if (local_name(root) == "response") return document;
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

}  // namespace lw::session
