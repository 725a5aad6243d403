#include "session/web_access.h"

#include <fmt/core.h>

#include "base/text.h"

namespace lw::session {
namespace {

constexpr std::size_t kShownPlace = 100;

}  // namespace

WebAccess::WebAccess(std::unique_ptr<net::HttpClient> http, std::string user_agent)
    : http_(std::move(http)), fields_{{"User-Agent", std::move(user_agent)}} {}

void WebAccess::log_in_as(const Credentials& credentials) {
  nameless_ = credentials.username.empty();
  const Secret& password = nameless_ && credentials.enable_password ? *credentials.enable_password
                                                                    : credentials.password;
  authorization_ = Secret(net::basic_authorization(credentials.username, password.reveal()));
}

void WebAccess::set_field(std::string name, std::string value) {
  std::erase_if(fields_, [&](const net::HttpField& field) { return field.name == name; });
  if (!value.empty()) fields_.push_back({std::move(name), std::move(value)});
}

net::Task<Result<net::HttpResponse>> WebAccess::send(net::HttpRequest request, Deadline deadline) {
  request.fields.insert(request.fields.end(), fields_.begin(), fields_.end());
  request.fields.push_back({"Authorization", authorization_.reveal()});
  co_return co_await http_->send(std::move(request), deadline);
}

net::Task<Result<net::HttpResponse>> WebAccess::get(std::string target, Deadline deadline) {
  co_return co_await send({.target = std::move(target)}, deadline);
}

net::Task<Result<net::HttpResponse>> WebAccess::post(std::string target, std::string content_type,
                                                     std::string body, Deadline deadline) {
  co_return co_await send({.method = "POST",
                           .target = std::move(target),
                           .fields = {{"Content-Type", std::move(content_type)}},
                           .body = std::move(body)},
                          deadline);
}

Error login_refused(std::string_view what, bool nameless) {
  return Error{ErrorCode::kLoginRefused, std::string(what),
               "check the credentials; nothing is tried twice, so that no account is locked",
               nameless ? Diagnosis::kWrongEnablePassword : Diagnosis::kWrongLogin};
}

Error too_little_privilege(std::string_view what) {
  return Error{ErrorCode::kLoginRefused, std::string(what),
               "the user needs privilege 15; on the device: username NAME privilege 15",
               Diagnosis::kTooLittlePrivilege};
}

Error too_low_a_level(long level) {
  return too_little_privilege(
      fmt::format("the user has privilege {}, and {} is needed", level, platform::kFullPrivilege));
}

Error too_low_a_role(std::string_view role, std::string_view needed) {
  return Error{
      ErrorCode::kLoginRefused,
      fmt::format("the user has the role {}, and {} is needed", printable(role, 40), needed),
      fmt::format("log in as a user with the role {}; nothing was changed", needed),
      Diagnosis::kTooLittlePrivilege};
}

Error unexpected_status(const net::HttpResponse& response, std::string_view asked) {
  const int status = response.status;
  const auto words = [&](std::string_view meaning) {
    return fmt::format("{} was answered by {}: {}", asked, status, meaning);
  };
  const auto told = [&](ErrorCode code, std::string_view meaning, std::string hint) {
    const bool foreign = code == ErrorCode::kUnsupported;
    return Error{code, words(meaning), std::move(hint),
                 foreign ? Diagnosis::kNotThisProtocol : Diagnosis::kNone};
  };
  if (status >= 300 && status < 400) {
    const auto place = net::find_field(response.fields, "Location").value_or("nowhere");
    return told(
        ErrorCode::kUnsupported,
        fmt::format("the web server sends elsewhere (\"{}\")", printable(place, kShownPlace)),
        "this is not the device's management interface: check address and port");
  }
  if (status == 403) return too_little_privilege(words("forbidden to this user"));
  if (status == 404) {
    return told(ErrorCode::kUnsupported, "there is no such thing on this web server",
                "check address, port and platform, and that the device's web server is on");
  }
  if (status == 429 || status == 503) {
    return told(ErrorCode::kUnreachable, "the device is busy",
                "other programs may hold all of its web sessions: try again later");
  }
  return told(ErrorCode::kUnsupported, "a status that means nothing here",
              "check address, port and platform: another web server may listen there");
}

Error how_far_is_unknown(Error error) {
  if (error.code == ErrorCode::kConnectionLost || error.code == ErrorCode::kTimeout ||
      error.code == ErrorCode::kCancelled) {
    error.message += "; how far the device came is unknown";
    error.hint = "look at the device before entering the lines again";
  }
  return error;
}

bool is_page(std::string_view body) {
  const std::string head = to_lower(trim(body.substr(0, 512)));
  return head.starts_with("<html") || head.starts_with("<!doctype") || head.starts_with("<head");
}

}  // namespace lw::session
