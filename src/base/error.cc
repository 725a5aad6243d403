#include "base/error.h"

#include <array>
#include <cstddef>

namespace lw {
namespace {

constexpr std::array kTraits = {
    ErrorTraits{"InvalidArgument", ExitStatus::kUsage, 400, false},
    ErrorTraits{"NotFound", ExitStatus::kUsage, 404, false},
    ErrorTraits{"AlreadyExists", ExitStatus::kUsage, 409, false},
    ErrorTraits{"Conflict", ExitStatus::kNo, 409, true},
    ErrorTraits{"PermissionDenied", ExitStatus::kUsage, 403, false},
    ErrorTraits{"Unauthenticated", ExitStatus::kUnreachable, 401, false},
    ErrorTraits{"Unreachable", ExitStatus::kUnreachable, 502, true},
    ErrorTraits{"HostKeyChanged", ExitStatus::kUnreachable, 502, false},
    ErrorTraits{"LoginRefused", ExitStatus::kUnreachable, 502, false},
    ErrorTraits{"ConnectionLost", ExitStatus::kUnreachable, 502, true},
    ErrorTraits{"Timeout", ExitStatus::kUnreachable, 504, true},
    ErrorTraits{"Cancelled", ExitStatus::kNo, 503, false},
    ErrorTraits{"PromptNotSeen", ExitStatus::kUnreachable, 502, false},
    ErrorTraits{"CommandRejected", ExitStatus::kNo, 422, false},
    ErrorTraits{"Unsupported", ExitStatus::kUsage, 501, false},
    ErrorTraits{"StoreFailed", ExitStatus::kUsage, 500, true},
    ErrorTraits{"Internal", ExitStatus::kUsage, 500, false},
};
static_assert(kTraits.size() == static_cast<std::size_t>(ErrorCode::kInternal) + 1);

}  // namespace

Error Error::with_context(std::string_view clause) && {
  message = std::string(clause) + ": " + message;
  return std::move(*this);
}

const ErrorTraits& traits(ErrorCode code) { return kTraits.at(static_cast<std::size_t>(code)); }

std::string_view name(ErrorCode code) { return traits(code).name; }

std::string_view name(Diagnosis diagnosis) {
  switch (diagnosis) {
    case Diagnosis::kNone:
      return "";
    case Diagnosis::kNoSuchHost:
      return "no_such_host";
    case Diagnosis::kNoRoute:
      return "no_route";
    case Diagnosis::kRefused:
      return "refused";
    case Diagnosis::kSilent:
      return "silent";
    case Diagnosis::kNotThisProtocol:
      return "not_this_protocol";
    case Diagnosis::kClosedAtOnce:
      return "closed_at_once";
    case Diagnosis::kCryptoMismatch:
      return "crypto_mismatch";
    case Diagnosis::kCertificateDates:
      return "certificate_dates";
    case Diagnosis::kIdentityChanged:
      return "identity_changed";
    case Diagnosis::kWrongLogin:
      return "wrong_login";
    case Diagnosis::kNoUserName:
      return "no_user_name";
    case Diagnosis::kWrongEnablePassword:
      return "wrong_enable_password";
    case Diagnosis::kTooLittlePrivilege:
      return "too_little_privilege";
    case Diagnosis::kPromptNotRecognised:
      return "prompt_not_recognised";
    case Diagnosis::kLimitReached:
      return "limit_reached";
    case Diagnosis::kCutOff:
      return "cut_off";
    case Diagnosis::kTooMuchOutput:
      return "too_much_output";
    case Diagnosis::kClientNotListed:
      return "client_not_listed";
  }
  return "";
}

}  // namespace lw
