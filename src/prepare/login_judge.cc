#include "prepare/login_judge.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"

namespace lw::prepare {

std::optional<std::string> servers_asked(const configtext::Document& running,
                                         std::string_view list) {
  const std::string begin = fmt::format("{} group ", list);
  std::optional<std::string> asked;
  for (const std::uint32_t index : running.top_level("aaa")) {
    const std::string_view line = running.lines()[index].text;
    if (!line.starts_with(begin)) continue;
    const auto words = split_words(line.substr(begin.size()));
    if (words.empty()) continue;
    asked = words.front() == "tacacs+"  ? "TACACS+"
            : words.front() == "radius" ? "RADIUS"
                                        : std::string(words.front());
  }
  return asked;
}

bool has_account(const configtext::Document& running, std::string_view username) {
  return std::ranges::any_of(running.top_level("username"), [&](std::uint32_t index) {
    const auto words = split_words(running.lines()[index].text);
    return words.size() > 1 && words[0] == "username" && words[1] == username;
  });
}

std::string who_accepted(const configtext::Document& running, const std::string& username) {
  const auto servers = servers_asked(running, "aaa authentication login default");
  if (!servers || username.empty()) return "";
  if (has_account(running, username)) {
    return fmt::format("{} was accepted, by {} or by the device itself", username, *servers);
  }
  return fmt::format("{} was accepted by the {} server", username, *servers);
}

net::Task<Error> tell_who_refused(Error error, configtext::Document running,
                                  store::DeviceCredentials own_account, WaysIn& ways) {
  const bool enabling = error.diagnosis == Diagnosis::kWrongEnablePassword;
  const auto servers = servers_asked(
      running, enabling ? "aaa authentication enable default" : "aaa authentication login default");
  if (!servers) {
    error.message += " (by the device itself: it asks no server)";
    co_return error;
  }
  if (enabling || own_account.username == ways.new_credentials().username) {
    error.message +=
        fmt::format(" (by {}, or by the device itself if no server answered)", *servers);
    co_return error;
  }
  const auto own = co_await ways.lets_in(own_account);
  if (own == true) {
    error.message += fmt::format(
        " (by the device itself: no {} server answered, for the device's own account {} was "
        "accepted)",
        *servers, own_account.username);
    error.hint = "check the server's address, its key, and that it knows this device";
  } else if (own == false) {
    error.message += fmt::format(" (by the {} server)", *servers);
    error.hint = "check the account on the server";
  }
  co_return error;
}

}  // namespace lw::prepare
