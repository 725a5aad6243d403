// Who may use the router's HTTP server: where it listens, from where, which users, which modules.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/ios_web.h"
#include "lab/password_hash.h"

namespace lw::lab {
namespace {

constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;
constexpr int kFull = 15;

std::uint16_t port_of(const IosConfig& config, std::string_view words, std::uint16_t usual) {
  return static_cast<std::uint16_t>(parse_decimal(config.value(words)).value_or(usual));
}

// Of the certificate that the router makes for itself (inferred), or of its trustpoint's subject.
std::string certificate_name(const IosConfig& config) {
  const std::string trustpoint = config.value("ip http secure-trustpoint");
  const ConfigSection* section = config.store().find("crypto pki trustpoint " + trustpoint);
  if (!trustpoint.empty() && section != nullptr) {
    for (const std::string& line : section->lines) {
      const std::size_t at = to_lower(line).find("cn=");
      if (begins_with_words(line, "subject-name") && at != std::string::npos) {
        return line.substr(at + 3, line.find(',', at) - at - 3);
      }
    }
  }
  const std::string digits = cryptochecksum(config.hostname()).substr(0, 8);
  return fmt::format("IOS-Self-Signed-Certificate-{}", std::stoul(digits, nullptr, 16));
}

// "ip http access-class [ipv4] LIST".
bool lets_in(const IosConfig& config, std::string_view address) {
  const std::string value = config.value("ip http access-class");
  for (const std::string_view word : split_words(value)) {
    if (word != "ipv4") return config.list_permits(word, address);
  }
  return true;
}

enum class LoginBy { kEnable, kUser, kNothing, kNobody };

LoginBy login_method(const IosConfig& config) {
  const std::string value = config.value("ip http authentication");
  const std::vector<std::string_view> words = split_words(value);
  if (words.empty() || words[0] == "enable") return LoginBy::kEnable;
  if (words[0] == "local") return LoginBy::kUser;
  const auto list = std::ranges::find(words, std::string_view("login-authentication"));
  const std::string_view name =
      list != words.end() && list + 1 != words.end() ? *(list + 1) : std::string_view("default");
  const std::string methods = config.value(fmt::format("aaa authentication login {}", name));
  // Servers do not answer here: the first method that needs none decides.
  for (const std::string_view method : split_words(methods)) {
    if (method == "local" || method == "local-case") return LoginBy::kUser;
    if (method == "enable") return LoginBy::kEnable;
    if (method == "none") return LoginBy::kNothing;
  }
  return LoginBy::kNobody;
}

WebReply challenge(const IosDevice& device, int level) {
  WebReply reply = ios_web_reply(device, 401);
  // Verified of 11.3; the newer realm is inferred.
  reply.fields.emplace_back(
      "WWW-Authenticate",
      fmt::format("Basic realm=\"{}\"", device.web_faces().old_pages
                                            ? fmt::format("level {} access", level)
                                            : fmt::format("level_{}_access", level)));
  reply.body =
      "<HEAD><TITLE>Authorization Required</TITLE></HEAD><BODY><H1>Authorization Required</H1>"
      "Browser not authentication-capable or authentication failed.</BODY>\n";
  return reply;
}

std::optional<IosWebUser> known_user(const IosConfig& config, const WebCredentials& credentials) {
  const auto user = config.user(credentials.user);
  // A user without a password is let in nowhere by the web server (inferred).
  if (!user || user->type.empty() ||
      !password_matches(credentials.password, user->type, user->password)) {
    return std::nullopt;
  }
  return IosWebUser{user->name, user->privilege};
}

}  // namespace

std::optional<WebDoor> IosDevice::web_door() const {
  if (!reachable()) return std::nullopt;
  WebDoor door{.certificate_name = certificate_name(config_)};
  if (config_.has("ip http server")) door.http = port_of(config_, "ip http port", kHttpPort);
  if (config_.has("ip http secure-server")) {
    door.https = port_of(config_, "ip http secure-port", kHttpsPort);
  }
  if (!door.http && !door.https) return std::nullopt;
  return door;
}

std::optional<WebReply> IosDevice::answer(const WebRequest& request) {
  const auto door = web_door();
  const bool listens = door && (request.encrypted ? door->https : door->http);
  // Inferred: whom the access class refuses gets no connection.
  if (!listens || !lets_in(config_, request.source_address)) return std::nullopt;
  return IosWeb(*this, request).answer();
}

bool ios_web_module_runs(const IosConfig& config, std::string_view module, bool encrypted) {
  const std::string active = config.value(encrypted ? "ip http secure-active-session-modules"
                                                    : "ip http active-session-modules");
  if (active.empty() || active == "all") return true;
  if (active == "none") return false;
  const std::string list = config.value("ip http session-module-list " + active);
  std::size_t at = 0;
  while (at < list.size()) {
    const std::size_t end = std::min(list.find_first_of(", ", at), list.size());
    if (std::string_view(list).substr(at, end - at) == module) return true;
    at = end + 1;
  }
  return false;
}

WebReply ios_web_reply(const IosDevice& device, int status) {
  WebReply reply{.status = status};
  const IosWebFaces& faces = device.web_faces();
  reply.fields = {
      {"Date", web_date(std::chrono::system_clock::to_time_t(device.now()))},
      {"Server", faces.server},
      {"Content-type", "text/html"},
      {"Expires", "Thu, 16 Feb 1989 00:00:00 GMT"},
  };
  if (!faces.old_pages) reply.fields.emplace_back("Accept-Ranges", "none");
  // HTTP/1.0 of that time knows one request for each connection.
  reply.close = faces.old_pages;
  if (status != 200) {
    const std::string_view reason = status == 404   ? "Not Found"
                                    : status == 403 ? "Forbidden"
                                                    : "Bad Request";
    reply.body = fmt::format(
        "<HTML><HEAD><TITLE>{0} {1}</TITLE></HEAD><BODY><H1>{0} {1}</H1></BODY></HTML>\n", status,
        reason);
  }
  return reply;
}

std::variant<IosWebUser, WebReply> ios_web_login(const IosDevice& device, const WebRequest& request,
                                                 int level) {
  const IosConfig& config = device.config();
  const LoginBy method = login_method(config);
  if (method == LoginBy::kNothing) return IosWebUser{"", kFull};
  const auto credentials = basic_credentials(request);
  std::optional<IosWebUser> user;
  if (credentials && method == LoginBy::kUser) user = known_user(config, *credentials);
  // Verified: by default any name goes with the enable password.
  if (credentials && method == LoginBy::kEnable && config.check_enable(credentials->password)) {
    user = IosWebUser{credentials->user, kFull};
  }
  if (!user || user->privilege < level) return challenge(device, level);
  return *user;
}

}  // namespace lw::lab
