#include "lab/ips_web.h"

#include <fmt/format.h>

#include "base/text.h"
#include "lab/ips_idiom.h"
#include "lab/ips_sdee.h"

namespace lw::lab {
namespace {

constexpr std::string_view kTransactions = "/cgi-bin/transaction-server";
constexpr std::string_view kEvents = "/cgi-bin/sdee-server";
constexpr std::size_t kLongestTarget = 16 * 1024;
constexpr long kMostClients = 10;  // [V]

}  // namespace

// [V] TLS is a switch of its own, whatever the port.
std::optional<WebDoor> IpsDevice::web_door() const {
  const bool tls = config_.value("webServer enable-tls") == "true";
  const auto port =
      static_cast<std::uint16_t>(parse_decimal(config_.value("webServer port")).value_or(0));
  WebDoor door{.certificate_name = config_.host_name(),  // inferred
               .most_clients = kMostClients};
  (tls ? door.https : door.http) = port;
  return door;
}

std::optional<WebReply> IpsDevice::answer(const WebRequest& request) {
  const auto door = web_door();
  const bool served = request.encrypted ? door->https.has_value() : door->http.has_value();
  // Inferred: who is not on the access list is refused, there is no answer.
  if (!served || !config_.permits(request.source_address)) return std::nullopt;
  const auto shape = [this] {
    return config_.value("host network-settings host-ip") + config_.value("webServer enable-tls") +
           config_.value("webServer port");
  };
  const std::string before = shape();
  WebReply reply = IpsWeb(*this, request).answer();
  if (shape() != before) reply.close = true;  // the server comes up anew where it now is
  return reply;
}

WebReply IpsWeb::reply(int status) const {
  WebReply reply{.status = status};
  reply.fields = {
      {"Date", web_date(std::chrono::system_clock::to_time_t(device_.now()))},
      {"Server", device_.config().value("webServer server-id")},
      {"Content-Type", status == 200 ? "text/xml" : "text/html"},
  };
  if (status != 200) reply.body = fmt::format("<html><body>{}</body></html>\n", status);
  return reply;
}

std::expected<IpsAccount, WebReply> IpsWeb::login() {
  if (const auto credentials = basic_credentials(request_)) {
    if (auto account = device_.log_in(credentials->user, credentials->password)) return *account;
    device_.events().add({.kind = IpsEvent::Kind::kError,
                          .time = device_.now(),
                          .severity = "warning",
                          .text = fmt::format("login of {} failed", printable(credentials->user))});
  }
  WebReply refusal = reply(401);
  refusal.fields.emplace_back("WWW-Authenticate", "Basic realm=\"Sensor\"");  // inferred
  return std::unexpected(std::move(refusal));
}

WebReply IpsWeb::answer() {
  if (request_.target.size() > kLongestTarget) return reply(414);
  const std::string_view path = web_path(request_.target);
  const bool post = request_.method == "POST";
  if (!post && request_.method != "GET") return reply(405);
  const auto account = login();
  if (!account) {
    ++device_.web_counts().rejected;
    return account.error();
  }
  ++device_.web_counts().handled;
  if (path == kTransactions) return post ? transaction(*account) : reply(405);
  if (path == kEvents) {
    if (account->aged) return reply(403);  // inferred
    WebReply answered = answer_sdee(device_, *account, request_.target);
    WebReply whole = reply(answered.status);
    whole.fields.pop_back();  // the envelope is XML whatever the status
    whole.fields.insert(whole.fields.end(), answered.fields.begin(), answered.fields.end());
    whole.body = std::move(answered.body);
    return whole;
  }
  return reply(404);
}

WebReply IpsWeb::transaction(const IpsAccount& account) {
  const auto query = web_query(request_.target);
  if (!query) return reply(400);
  WebReply answered = reply(200);
  answered.body = answer_ips_transaction(device_, account,
                                         web_field(*query, "command").value_or(""), request_.body);
  return answered;
}

}  // namespace lw::lab
