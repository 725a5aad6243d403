// A device's web interface under one login: requests with the fields that every one needs, and what
// an answer that is none means. Owned by a session; one coroutine at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "net/http.h"
#include "session/session.h"

namespace lw::session {

class WebAccess {
 public:
  WebAccess(std::unique_ptr<net::HttpClient> http, std::string user_agent);

  // The user's name and password; with an empty name the enable password where one is given (a
  // device without AAA asks for nothing else, verified).
  void log_in_as(const Credentials& credentials);
  // Whether only a password is sent.
  [[nodiscard]] bool nameless() const { return nameless_; }

  // Sent with every request from now on; an empty value takes it off again.
  void set_field(std::string name, std::string value);

  [[nodiscard]] net::Task<Result<net::HttpResponse>> get(std::string target, Deadline deadline);
  [[nodiscard]] net::Task<Result<net::HttpResponse>> post(std::string target,
                                                          std::string content_type,
                                                          std::string body, Deadline deadline);
  [[nodiscard]] net::HttpClient& http() { return *http_; }

 private:
  [[nodiscard]] net::Task<Result<net::HttpResponse>> send(net::HttpRequest request,
                                                          Deadline deadline);

  std::unique_ptr<net::HttpClient> http_;
  Secret authorization_;
  bool nameless_ = false;
  std::vector<net::HttpField> fields_;
};

// The credentials are wrong, in the words of the caller, who knows the kind of device. `nameless`:
// they are an enable password.
[[nodiscard]] Error login_refused(std::string_view what, bool nameless);
// They are right, and the user may do too little.
[[nodiscard]] Error too_little_privilege(std::string_view what);
[[nodiscard]] Error too_low_a_level(long level);
[[nodiscard]] Error too_low_a_role(std::string_view role, std::string_view needed);

// For any status that no caller expects: says what it is and what to look at.
[[nodiscard]] Error unexpected_status(const net::HttpResponse& response, std::string_view asked);

// Says so where an error, lost in the middle of configuration, leaves it open.
[[nodiscard]] Error how_far_is_unknown(Error error);

// Whether a body is a page for people where text for programs was asked for.
[[nodiscard]] bool is_page(std::string_view body);

}  // namespace lw::session
