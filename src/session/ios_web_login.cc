#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "session/exec_page.h"
#include "session/ios_web.h"
#include "session/screen.h"

namespace lw::session {
namespace {

constexpr std::string_view kPrivilege = "show privilege";
constexpr std::string_view kHostname = "show running-config | include ^hostname";
constexpr std::size_t kLongestToken = 512;

// One word; anything else is a page or a message (the form of a token is inferred).
std::string token_in(const net::HttpResponse& response) {
  const auto body = trim(response.body);
  const bool word =
      !body.empty() && body.size() <= kLongestToken && std::ranges::all_of(body, [](char byte) {
        return byte > ' ' && byte != '<' && byte != '>' && byte < 0x7f;
      });
  return response.status == 200 && word ? std::string(body) : std::string();
}

}  // namespace

net::Task<Result<void>> IosWeb::login(const Credentials& credentials, Deadline deadline) {
  LW_CO_TRY(begin_login(credentials));
  tell_sent(kPrivilege);
  LW_CO_TRY(settle(co_await find_interface(deadline)));
  state_ = State::kReady;
  co_return Result<void>{};
}

net::Task<Result<void>> IosWeb::find_interface(Deadline deadline) {
  LW_CO_TRY(co_await fetch_token(deadline));
  LW_CO_ASSIGN(const bool has_commandset, co_await try_commandset(deadline));
  if (has_commandset) co_return Result<void>{};
  interface_ = Interface::kPages;
  co_return co_await try_pages(deadline);
}

net::Task<Result<void>> IosWeb::fetch_token(Deadline deadline) {
  LW_CO_ASSIGN(const auto response, co_await access_.get("/get_csrf", deadline));
  if (response.status == 401) co_return std::unexpected(status_error(response));
  std::string token = token_in(response);
  token_ = !token.empty();
  access_.set_field("X-Csrf-Token", std::move(token));
  co_return Result<void>{};
}

// False: the device has no such interface.
net::Task<Result<bool>> IosWeb::try_commandset(Deadline deadline) {
  const std::vector<std::string> commands{std::string(kPrivilege), std::string(kHostname)};
  LW_CO_ASSIGN(const auto response,
               co_await post_body(make_commandset(CommandsetMode::kExec, commands), deadline));
  if (response.status == 401 || response.status == 403) {
    co_return std::unexpected(status_error(response));
  }
  if (response.status != 200 || is_page(response.body)) co_return false;
  LW_CO_TRY(check_size(response));
  auto replies = read_commandset(screen_text(response.body), commands);
  if (!replies && replies.error().code == ErrorCode::kUnsupported) co_return false;
  if (!replies) co_return std::unexpected(std::move(replies).error());
  if (!*replies || (*replies)->empty()) co_return false;
  tell_answer((*replies)->front().output);
  LW_CO_TRY(check_privilege((*replies)->front().output));
  learn_name((*replies)->size() > 1 ? hostname_in((*replies)->back().output) : "");
  co_return true;
}

net::Task<Result<void>> IosWeb::try_pages(Deadline deadline) {
  LW_CO_ASSIGN(const auto response, co_await access_.get(exec_page_target(kPrivilege), deadline));
  if (response.status == 404) {
    co_return failure(ErrorCode::kUnsupported,
                      "the web server has neither /ios_web_exec/commandset nor /level/15/exec",
                      "on the device: ip http secure-server; ip http active-session-modules all");
  }
  if (response.status != 200) co_return std::unexpected(status_error(response));
  LW_CO_TRY(check_size(response));
  LW_CO_ASSIGN(const ExecPage page, read_exec_page(response.body));
  tell_answer(page.text);
  LW_CO_TRY(check_privilege(page.text));
  learn_name(page.hostname);
  co_return Result<void>{};
}

// "Current privilege level is 15" (inferred); whoever may ask level 15 and is told nothing has it.
Result<void> IosWeb::check_privilege(std::string_view answer) const {
  const auto level = platform_->privilege_level(answer);
  if (!level || *level >= platform::kFullPrivilege) return {};
  return std::unexpected(too_low_a_level(*level));
}

Error IosWeb::status_error(const net::HttpResponse& response) const {
  if (response.status != 401) return unexpected_status(response, "the device's web interface");
  if (state_ == State::kReady) {
    return login_refused("the device no longer takes this login", access_.nameless());
  }
  // A token is given to whom the device knows (inferred).
  if (token_) return too_little_privilege("the device knows this login and refuses it level 15");
  const auto realm = net::find_field(response.fields, "WWW-Authenticate").value_or("");
  std::string what = access_.nameless() ? "the enable password was refused"
                                        : "the user name or the password was refused";
  if (to_lower(realm).find("level") != std::string::npos) {
    what += ", or the user has less than privilege 15";
  }
  return login_refused(what, access_.nameless());
}

}  // namespace lw::session
