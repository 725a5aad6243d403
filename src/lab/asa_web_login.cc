// Who may use the ASA's management server: where it listens, which programs and which users.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/asa_web.h"
#include "lab/password_hash.h"

namespace lw::lab {
namespace {

constexpr std::uint16_t kUsualPort = 443;
constexpr std::string_view kAaaLine = "aaa authentication http console";

// The lists that "aaa authentication http console" names: only LOCAL is simulated, alone or as what
// is asked when a server does not answer, for none does here.
bool asks_local_users(const AsaConfig& config) {
  const std::string lists = config.value(kAaaLine);
  return lists == "LOCAL" || lists.ends_with(" LOCAL");
}

}  // namespace

std::optional<WebDoor> AsaDevice::web_door() const {
  if (!config().has("http server enable") || !reachable()) return std::nullopt;
  const auto port = parse_decimal(config().value("http server enable"));
  return WebDoor{.http = std::nullopt,
                 .https = static_cast<std::uint16_t>(port.value_or(kUsualPort)),
                 .certificate_name = config().hostname(),  // inferred
                 .des_only = !licence().strong_encryption};
}

std::optional<WebReply> AsaDevice::answer(const WebRequest& request) {
  // Inferred: a source that no "http" line lets in is refused, it gets no answer.
  if (!web_door() || !request.encrypted || !config().permits("http", request.source_address)) {
    return std::nullopt;
  }
  return AsaWeb(*this, request).answer();
}

WebReply asa_web_reply(const AsaDevice& device, int status) {
  WebReply reply{.status = status};
  reply.fields = {
      {"Date", web_date(std::chrono::system_clock::to_time_t(device.now()))},
      {"Strict-Transport-Security", "max-age=31536000"},
      {"X-XSS-Protection", "1"},
      {"Connection", "close"},
      {"Content-Type", status == 200 ? "text/plain" : "text/html"},
  };
  // Verified for the redirect, inferred for the rest: one connection for each reply.
  reply.close = true;
  if (status != 200) {
    reply.body =
        fmt::format("<html><head><title>{0}</title></head><body>{0}</body></html>\n", status);
  }
  return reply;
}

std::variant<AsaWebUser, WebReply> asa_web_login(const AsaDevice& device,
                                                 const WebRequest& request) {
  const auto challenge = [&] {
    WebReply reply = asa_web_reply(device, 401);
    // The realm is inferred (older releases).
    reply.fields.emplace_back("WWW-Authenticate", "Basic realm=\"Authentication\"");
    return reply;
  };
  if (!web_field(request.fields, "Authorization")) return challenge();
  // Verified: Basic authentication from a program that is not on the list is a bad request. That
  // the name must stand at the start is inferred.
  const std::string_view agent = web_field(request.fields, "User-Agent").value_or("");
  const auto clients = device.config().basic_auth_clients();
  // Older ones have no list (inferred, as is since when).
  const bool lists = device.release().has(AsaFeature::kBasicAuthClients);
  if (lists &&
      !std::ranges::any_of(clients, [&](const auto& name) { return agent.starts_with(name); })) {
    return asa_web_reply(device, 400);
  }
  const auto credentials = basic_credentials(request);
  if (!credentials) return challenge();
  const AsaConfig& config = device.config();
  if (config.has(kAaaLine)) {
    const auto known = config.user(credentials->user);
    const bool right = known && asks_local_users(config) && known->accepts(credentials->password);
    if (!right) return challenge();
    return AsaWebUser{credentials->user, known->privilege};
  }
  // Verified: without AAA any name or none goes with the enable password.
  if (!config.check_password("enable password", credentials->password)) return challenge();
  return AsaWebUser{"enable_15", 15};
}

}  // namespace lw::lab
