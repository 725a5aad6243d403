#include "net/ftp_errors.h"

#include <fmt/format.h>

namespace lw::net {
namespace {

// RFC 959, section 4.2.
constexpr long kNotAvailable = 421;
constexpr long kLocalError = 451;
constexpr long kNoSpace = 452;
constexpr long kNotLoggedIn = 530;
constexpr long kOverAllocation = 552;
constexpr long kFirstRefusal = 400;

bool has_no_room(const FtpFailure& failure) {
  return failure.status == kNoSpace || failure.status == kOverAllocation ||
         failure.status == kLocalError;
}

// A refusal behind the data.
bool was_not_taken(const FtpFailure& failure) {
  return failure.code == CURLE_PARTIAL_FILE && failure.status >= kFirstRefusal;
}

std::string said(const FtpFailure& failure) {
  if (failure.reply.empty() || failure.status < kFirstRefusal) return {};
  return fmt::format(": the server says \"{}\"", failure.reply);
}

Error unreachable(std::string message, std::string hint, Diagnosis diagnosis) {
  return {ErrorCode::kUnreachable, std::move(message), std::move(hint), diagnosis};
}

Error no_room(const FtpFailure& failure) {
  return {ErrorCode::kCommandRejected, "the server could not store the file" + said(failure),
          "look whether its disk is full or its quota is used up"};
}

Error no_tls(const FtpFailure& failure) {
  return {ErrorCode::kUnsupported, "the server agrees to no TLS" + said(failure),
          "enable explicit TLS on it; without it, user and password are readable on the way",
          Diagnosis::kCryptoMismatch};
}

Error lost(const FtpFailure& failure) {
  return {ErrorCode::kConnectionLost, "the server closed the connection" + said(failure),
          "try again; a file that was not finished has not got its name", Diagnosis::kCutOff};
}

}  // namespace

bool leaves_a_file(const FtpFailure& failure) {
  return has_no_room(failure) || was_not_taken(failure) || failure.code == CURLE_QUOTE_ERROR;
}

Error explain_ftp(const FtpFailure& failure) {
  if (has_no_room(failure)) return no_room(failure);
  if (failure.status == kNotAvailable) {
    return {ErrorCode::kConnectionLost, "the server takes no connection" + said(failure),
            "try again later: it may have too many", Diagnosis::kClosedAtOnce};
  }
  if (was_not_taken(failure)) {
    return {ErrorCode::kCommandRejected, "the server did not take the file" + said(failure),
            "look into the server's log"};
  }
  switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return unreachable("there is no such host", "check the server's --address",
                         Diagnosis::kNoSuchHost);
    case CURLE_COULDNT_CONNECT:
      return unreachable("nothing listens there, or it can't be reached",
                         "check the server's --address and --port, and that its FTP service runs",
                         Diagnosis::kRefused);
    case CURLE_LOGIN_DENIED:
    case CURLE_REMOTE_ACCESS_DENIED:
      if (failure.code == CURLE_LOGIN_DENIED || failure.status == kNotLoggedIn) {
        return {ErrorCode::kLoginRefused, "the server refuses user or password" + said(failure),
                "set the right ones: linewarden server set NAME --username U --password-env VAR",
                Diagnosis::kWrongLogin};
      }
      return {ErrorCode::kNotFound,
              fmt::format("there is no directory {} that the user may enter{}", failure.directory,
                          said(failure)),
              "make it on the server, or name another: linewarden server set NAME --directory DIR"};
    case CURLE_UPLOAD_FAILED:
    case CURLE_FTP_COULDNT_USE_REST:
      return {ErrorCode::kCommandRejected, "the server takes no file there" + said(failure),
              "let its user write into the directory"};
    case CURLE_QUOTE_ERROR:
      return {ErrorCode::kCommandRejected,
              "the server took the file and refuses to give it its name" + said(failure),
              "let its user rename files and replace those that are there"};
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_FTP_ACCEPT_TIMEOUT:
      return {ErrorCode::kTimeout, "the server did not answer in time", "try again later",
              Diagnosis::kSilent};
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_FTP_WEIRD_PASS_REPLY:
    case CURLE_FTP_WEIRD_PASV_REPLY:
    case CURLE_FTP_WEIRD_227_FORMAT:
      if (failure.status == 0 && failure.reply.empty()) return lost(failure);
      return {ErrorCode::kUnsupported,
              fmt::format("what answers there is no FTP server: it says \"{}\"", failure.reply),
              "check the server's --port", Diagnosis::kNotThisProtocol};
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
      return no_tls(failure);
    default:
      break;
  }
  Error error = lost(failure);
  // libcurl's own words for what has no row above.
  error.message += fmt::format(" ({})", curl_easy_strerror(failure.code));
  return error;
}

}  // namespace lw::net
