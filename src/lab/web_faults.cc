#include "lab/web_faults.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace lw::lab {
namespace {

constexpr std::size_t kCutAfter = 1;
constexpr std::size_t kMissingBytes = 100;
constexpr std::size_t kRefusedLine = 1;
// No device of the lab has a command that begins so.
constexpr std::string_view kUnknownCommand = "refused-by-the-lab ";

// The body with its Nth line made one that the device does not know: the complaint, and that the
// line has no effect, are then the device's own. Blank lines and those with a "!" do not count.
std::string with_refused_line(std::string_view body, std::size_t wanted) {
  std::string changed;
  std::size_t number = 0;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = std::min(body.find('\n', at), body.size() - 1) + 1;
    const std::string_view line = body.substr(at, end - at);
    at = end;
    const bool counts = !trim(line).empty() && !trim(line).starts_with('!');
    if (counts && ++number == wanted) changed += kUnknownCommand;
    changed += line;
  }
  return changed;
}

// No device of the lab knows it: the error, and that nothing is done, are then the device's own.
constexpr std::string_view kUnknownTransaction = "<request><refusedByTheLab/></request>";

void refuse_transaction(WebRequest& request) {
  const std::string_view path = web_path(request.target);
  if (!path.ends_with("/transaction-server")) return;
  request.target = std::string(path);
  request.body = kUnknownTransaction;
}

bool is_xml(const WebReply& reply) { return web_field(reply.fields, "Content-Type") == "text/xml"; }

// IOS repeats each command in its answer, and repeats what was posted.
void hide_unknown_command(std::string& body) {
  for (std::size_t at = 0; (at = body.find(kUnknownCommand, at)) != std::string::npos;) {
    body.erase(at, kUnknownCommand.size());
  }
}

WebReply turned_away(int status) {
  return {.status = status, .fields = {{"Connection", "close"}}, .body = {}, .close = true};
}

}  // namespace

bool add_web_fault(WebFaults& faults, std::string_view name) {
  constexpr std::pair<std::string_view, bool WebFaults::*> kSwitches[] = {
      {"user-agent-400", &WebFaults::refuses_agents},
      {"slow-body", &WebFaults::slow_body},
      {"redirect", &WebFaults::redirects},
      {"expired-certificate", &WebFaults::expired_certificate},
      {"xml-error", &WebFaults::refused_transactions},
      {"cut-xml", &WebFaults::cut_xml},
      {"stall", &WebFaults::stalls},
  };
  for (const auto& [known, field] : kSwitches) {
    if (known == name) return faults.*field = true;
  }
  const std::size_t colon = name.find(':');
  const std::string_view kind = name.substr(0, colon);
  const auto number = colon == std::string_view::npos ? std::optional<long>(-1)
                                                      : parse_decimal(name.substr(colon + 1));
  if (!number) return false;
  const auto or_else = [&](std::size_t usual) {
    return *number < 0 ? usual : static_cast<std::size_t>(*number);
  };
  if (kind == "cut-body") {
    faults.cut_body = or_else(kCutAfter);
  } else if (kind == "wrong-length") {
    faults.missing_bytes = or_else(kMissingBytes);
  } else if (kind == "errors-inside") {
    faults.refused_line = or_else(kRefusedLine);
  } else {
    return false;
  }
  return true;
}

std::optional<WebDelivery> answer_with_faults(Device& device, WebRequest request,
                                              const WebFaults& faults) {
  if (faults.stalls) return WebDelivery{.silent = true};
  WebDelivery delivery{.byte_by_byte = faults.slow_body};
  if (faults.refuses_agents) {
    delivery.reply = turned_away(400);
  } else if (faults.redirects) {
    delivery.reply = turned_away(302);
    delivery.reply.fields.emplace_back("Location", "https://192.0.2.1/");
  } else {
    if (faults.refused_transactions) refuse_transaction(request);
    if (faults.refused_line) request.body = with_refused_line(request.body, *faults.refused_line);
    auto reply = device.answer(request);
    if (!reply) return std::nullopt;
    delivery.reply = std::move(*reply);
    if (faults.cut_xml && is_xml(delivery.reply)) {
      delivery.reply.body.resize(delivery.reply.body.size() / 2);
    }
    if (faults.refused_line) hide_unknown_command(delivery.reply.body);
  }
  const std::size_t length = delivery.reply.body.size();
  if (faults.missing_bytes) delivery.announced_length = length + *faults.missing_bytes;
  if (faults.cut_body) delivery.cut_after = std::min(length, *faults.cut_body);
  return delivery;
}

}  // namespace lw::lab
