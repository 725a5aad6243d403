// The one closed list of ways in which work can fail, and the value that carries a failure upwards.
// Expected failure is a value (see result.h); each layer may add one clause of context. Messages
// read outside-in, hold no secret, and say in `hint` what to do next where that is known. Plain
// values: any thread may hold and copy them.
#pragma once

#include <string>
#include <string_view>

namespace lw {

enum class ErrorCode {
  kInvalidArgument,   // bad usage, bad input file, a parameter outside its rule
  kNotFound,          // no such device, file, procedure, platform
  kAlreadyExists,     // a name that is taken
  kConflict,          // somebody else changed it, or holds it
  kPermissionDenied,  // the user, or the file system, may not
  kUnauthenticated,   // an operator's or a server's credentials are missing or wrong
  kUnreachable,       // no route, refused, no such host
  kHostKeyChanged,    // a pinned host key or certificate differs
  kLoginRefused,      // the device refused user, password or enable password
  kConnectionLost,    // the peer closed or reset in mid-conversation
  kTimeout,           // a deadline passed
  kCancelled,         // the caller asked to stop
  kPromptNotSeen,     // what arrived is no prompt and no question that the platform knows
  kCommandRejected,   // the device said no to a line
  kUnsupported,       // not this protocol, not this platform, not in this build
  kStoreFailed,       // the inventory could not be read or written
  kInternal,          // a fault of ours
};

// Why a device could not be reached or logged in to, more exactly than the code: several causes
// share one. One word for people and programs to sort by.
enum class Diagnosis {
  kNone,
  kNoSuchHost,
  kNoRoute,
  kRefused,           // the host is up, nothing listens
  kSilent,            // no answer to the connection, or none after it
  kNotThisProtocol,   // something else listens there
  kClosedAtOnce,      // closed before it said anything: out of sessions, or an access list
  kCryptoMismatch,    // no algorithm, or no version of TLS, in common
  kCertificateDates,  // a clock or a certificate is wrong
  kIdentityChanged,   // another host key or certificate than the pinned one
  kWrongLogin,        // user or password
  kNoUserName,        // one is asked for, and none was given: nothing was tried
  kWrongEnablePassword,
  kTooLittlePrivilege,
  kPromptNotRecognised,
  kLimitReached,     // of sessions, or of refused logins: not tried
  kCutOff,           // closed or reset in mid-conversation
  kTooMuchOutput,    // more than is held, without an end
  kClientNotListed,  // the device takes logins from listed programs only
};
[[nodiscard]] std::string_view name(Diagnosis diagnosis);  // "no_route"; empty for kNone

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  std::string hint = {};  // what to do next; empty when nothing useful is known
  Diagnosis diagnosis = Diagnosis::kNone;
  std::string hop = {};  // "host:port" of the jump host on the way that failed; empty: none did

  // "reading x.yaml: line 3: …": the caller's clause in front, all else kept.
  [[nodiscard]] Error with_context(std::string_view clause) &&;
};

// Exit statuses of the command line (design section 6).
enum class ExitStatus : int { kYes = 0, kNo = 1, kUsage = 2, kUnreachable = 3 };

// What one code means to each of its consumers; one row a code, in error.cc.
struct ErrorTraits {
  std::string_view name;  // "HostKeyChanged": as in JSON answers and logs
  ExitStatus exit;
  int http_status;
  bool retry;  // may succeed when simply tried again later
};
[[nodiscard]] const ErrorTraits& traits(ErrorCode code);
[[nodiscard]] std::string_view name(ErrorCode code);

}  // namespace lw
