#include "session/ips_document.h"

#include <fmt/format.h>

#include <algorithm>

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

namespace {

// What the errors of IDIOM mean; their names are inferred.
struct KnownError {
  std::string_view name;
  ErrorCode code;
  const char* hint;
  Diagnosis diagnosis = Diagnosis::kNone;
};
constexpr KnownError kKnownErrors[] = {
    {"errAuthenticationTokenExpired", ErrorCode::kLoginRefused,
     "the sensor wants a new password first; over SSH or its console this gives it one: linewarden "
     "prepare NAME --for ips-setup --over ssh --set-env new_password=VAR",
     Diagnosis::kWrongLogin},
    {"errPermissionDenied", ErrorCode::kLoginRefused,
     "the user needs the role administrator on the sensor; nothing was changed",
     Diagnosis::kTooLittlePrivilege},
    {"errUnacceptableValue", ErrorCode::kCommandRejected,
     "the sensor does not take this value; nothing of its service was changed"},
    {"errNotFound", ErrorCode::kCommandRejected,
     "this release of the sensor does not know it; look at what it has: show configuration"},
    {"errAlreadyExists", ErrorCode::kCommandRejected, "it is there already: nothing was changed"},
    {"errConfigCollision", ErrorCode::kConflict,
     "somebody else changes the sensor's configuration at the same time: try again"},
    {"errLimitExceeded", ErrorCode::kUnreachable,
     "the sensor is busy: others hold all that it has of it; try again later"},
    {"errSystemError", ErrorCode::kCommandRejected,
     "the sensor could not do it: it may be busy or starting; look at show version, try again"},
};

}  // namespace

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
  const auto known = std::ranges::find(kKnownErrors, kind, &KnownError::name);
  if (known == std::end(kKnownErrors)) return failure(ErrorCode::kCommandRejected, message);
  return failure(known->code, message, known->hint, known->diagnosis);
}

}  // namespace lw::session
