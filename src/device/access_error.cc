#include "device/access_error.h"

#include <fmt/format.h>

#include <algorithm>

namespace lw::device {
namespace {

// What a code means where the layer below knew no better.
Diagnosis usual_diagnosis(ErrorCode code) {
  switch (code) {
    case ErrorCode::kHostKeyChanged:
      return Diagnosis::kIdentityChanged;
    case ErrorCode::kLoginRefused:
      return Diagnosis::kWrongLogin;
    case ErrorCode::kPromptNotSeen:
      return Diagnosis::kPromptNotRecognised;
    case ErrorCode::kUnauthenticated:
      return Diagnosis::kCertificateDates;
    case ErrorCode::kTimeout:
      return Diagnosis::kSilent;
    case ErrorCode::kConnectionLost:
      return Diagnosis::kCutOff;
    default:
      return Diagnosis::kNone;
  }
}

// What helps where the layer below had no advice.
std::string usual_hint(ErrorCode code, Transport transport) {
  if (code == ErrorCode::kConnectionLost && transport == Transport::kConsole) {
    return "try again: what is left on the line is taken back then; look at the console server";
  }
  if (code == ErrorCode::kConnectionLost) {
    return "try again; when it is cut off again, look at the device's log and its time limits";
  }
  if (code == ErrorCode::kTimeout) {
    return "it may be busy, or the way to it slow: try again, or with longer timeouts";
  }
  return {};
}

void replace(std::string& text, std::string_view from, const std::string& to) {
  if (const auto at = text.find(from); at != std::string::npos) text.replace(at, from.size(), to);
}

}  // namespace

const store::Server* failed_hop(const Error& error, const Access& access) {
  if (error.hop.empty()) return nullptr;
  const auto found = std::ranges::find(access.hops, error.hop, [](const Hop& hop) {
    return to_string(net::Endpoint{hop.server.address, hop.server.port});
  });
  return found == access.hops.end() ? nullptr : &found->server;
}

Error in_context(Error error, const Access& access, Transport transport) {
  if (error.diagnosis == Diagnosis::kNone) error.diagnosis = usual_diagnosis(error.code);
  if (error.hint.empty()) error.hint = usual_hint(error.code, transport);
  const auto endpoint = endpoint_of(access.device, transport);
  if (const store::Server* hop = failed_hop(error, access)) {
    replace(error.hint, "linewarden device set NAME", "linewarden server set " + hop->name);
  } else if (error.code == ErrorCode::kHostKeyChanged && transport != access.set_to && endpoint) {
    // --accept-key is about the transport that the device is set to.
    replace(error.hint, "linewarden device set NAME --accept-key",
            "linewarden pin remove " + to_string(*endpoint));
  }
  replace(error.hint, "linewarden device set NAME", "linewarden device set " + access.device.name);
  return std::move(error).with_context(
      fmt::format("{} over {}", access.device.name, name(transport)));
}

}  // namespace lw::device
