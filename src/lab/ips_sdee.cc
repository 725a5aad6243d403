#include "lab/ips_sdee.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "lab/password_hash.h"

namespace lw::lab {
namespace {

constexpr std::size_t kUsualEvents = 20;  // of a "get" that names no number [I]

std::string value(const WebFields& query, std::string_view name) {
  return std::string(web_field(query, name).value_or(""));
}

std::string session_id(const IpsAccount& account, std::string_view subscription) {
  std::string id = cryptochecksum(fmt::format("{} {}", account.name, subscription));
  std::erase(id, ' ');
  return id;
}

WebReply envelope(int status, std::string_view header, std::string_view body) {
  WebReply reply{.status = status};
  reply.fields.emplace_back("Content-Type", "text/xml");
  reply.body = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
      "<env:Envelope xmlns=\"http://www.cisco.com/cids/2003/09/cidee\""
      " xmlns:env=\"http://www.w3.org/2003/05/soap-envelope\""
      " xmlns:sd=\"http://example.org/2003/08/sdee\""
      " xmlns:cid=\"http://www.cisco.com/cids/2003/09/cidee\">"
      "<env:Header><sd:oobInfo>{}</sd:oobInfo></env:Header><env:Body>{}</env:Body>"
      "</env:Envelope>\n",
      header, body);
  return reply;
}

WebReply fault(std::string_view code, std::string_view text) {
  return envelope(400, "",
                  fmt::format("<env:Fault><env:Code><env:Value>env:Sender</env:Value><env:Subcode>"
                              "<env:Value>sd:{}</env:Value></env:Subcode></env:Code><env:Reason>"
                              "<env:Text xml:lang=\"en\">{}</env:Text></env:Reason></env:Fault>",
                              code, html_escaped(to_utf8(text))));
}

std::string event_text(const IpsDevice& device, const IpsEvent& event) {
  const std::string host = html_escaped(device.config().host_name());
  const auto time =
      std::chrono::duration_cast<std::chrono::nanoseconds>(event.time.time_since_epoch()).count();
  std::string text = fmt::format("<sd:{} eventId=\"{}\" vendor=\"Cisco\"", name(event.kind),
                                 1'000'000'000'000'000'000ULL + event.id);
  if (!event.severity.empty()) text += fmt::format(" severity=\"{}\"", event.severity);
  text += fmt::format(
      "><sd:originator><sd:hostId>{}</sd:hostId></sd:originator>"
      "<sd:time offset=\"0\" timeZone=\"UTC\">{}</sd:time>",
      host, time);
  const std::string words = html_escaped(to_utf8(event.text));
  switch (event.kind) {
    case IpsEvent::Kind::kAlert:
      text += fmt::format(
          "<sd:signature description=\"{}\" id=\"{}\" cid:version=\"S1\">"
          "<cid:subsigId>0</cid:subsigId></sd:signature><cid:interface>ge0_0</cid:interface>"
          "<sd:participants><sd:attacker><sd:addr>192.0.2.{}</sd:addr></sd:attacker>"
          "<sd:target><sd:addr>198.51.100.1</sd:addr></sd:target></sd:participants>",
          words, event.signature, event.id % 254 + 1);
      break;
    case IpsEvent::Kind::kStatus:
      text += fmt::format(
          "<cid:syslogMessage><cid:description>{}</cid:description>"
          "</cid:syslogMessage>",
          words);
      break;
    case IpsEvent::Kind::kError:
      text +=
          fmt::format("<cid:errorMessage name=\"errUnauthenticated\">{}</cid:errorMessage>", words);
      break;
  }
  return text + fmt::format("</sd:{}>", name(event.kind));
}

// Words with "+" (a blank, once decoded) or "," between.
std::vector<std::string> list_of(std::string_view text) {
  std::string blanks(text);
  std::ranges::replace(blanks, ',', ' ');
  const auto words = split_words(blanks);
  return {words.begin(), words.end()};
}

WebReply open(IpsDevice& device, const IpsAccount& account, const WebFields& query) {
  IpsEventFilter filter;
  for (const std::string& wanted : list_of(value(query, "events"))) {
    constexpr IpsEvent::Kind kKinds[] = {IpsEvent::Kind::kAlert, IpsEvent::Kind::kStatus,
                                         IpsEvent::Kind::kError};
    const auto kind =
        std::ranges::find(kKinds, wanted, [](IpsEvent::Kind one) { return name(one); });
    if (kind == std::end(kKinds)) return fault("errUnacceptableValue", "unknown kind of events");
    filter.kinds.push_back(*kind);
  }
  filter.severities = list_of(value(query, "alertSeverities"));
  std::optional<WallTime> from;
  if (const std::string start = value(query, "startTime"); !start.empty()) {
    const auto nanoseconds = parse_decimal(start);
    if (!nanoseconds) return fault("errUnacceptableValue", "startTime is no number of nanoseconds");
    from = WallTime(
        std::chrono::duration_cast<WallTime::duration>(std::chrono::nanoseconds(*nanoseconds)));
  }
  // "force" does not open a sixth: what somebody forgot has to be closed by hand [V].
  const auto id = device.events().open(std::move(filter), from);
  if (!id) return fault("errLimitExceeded", "all subscriptions are in use");
  const std::string session = session_id(account, *id);
  WebReply reply = envelope(200, fmt::format("<sd:sessionId>{}</sd:sessionId>", session),
                            fmt::format("<sd:subscriptionId>{}</sd:subscriptionId>", *id));
  if (value(query, "sessionCookies") == "yes") {
    reply.fields.emplace_back("Set-Cookie", fmt::format("sessionId={}; path=/", session));
  }
  return reply;
}

// A device of the lab does not wait: "timeout" is read and what there is comes at once.
WebReply get(IpsDevice& device, const IpsAccount& account, const WebFields& query) {
  const std::string id = value(query, "subscriptionId");
  const auto most = parse_decimal(value(query, "maxNbrOfEvents"));
  const auto batch = device.events().get(id, most ? static_cast<std::size_t>(*most) : kUsualEvents,
                                         value(query, "confirm") == "yes");
  if (!batch) return fault("errNotFound", "there is no such subscription");
  std::string header = fmt::format("<sd:sessionId>{}</sd:sessionId>", session_id(account, id));
  if (batch->missed != 0) header += "<sd:missedEvents>true</sd:missedEvents>";
  if (batch->remaining != 0) {
    header += fmt::format("<sd:remainingEvents>{}</sd:remainingEvents>", batch->remaining);
  }
  std::string events;
  for (const IpsEvent* event : batch->events) events += event_text(device, *event);
  return envelope(200, header, fmt::format("<sd:events>{}</sd:events>", events));
}

}  // namespace

WebReply answer_sdee(IpsDevice& device, const IpsAccount& account, std::string_view target) {
  const auto query = web_query(target);
  if (!query) return fault("errUnacceptableValue", "the query cannot be read");
  const std::string action = value(*query, "action");
  if (action == "open") return open(device, account, *query);
  if (action == "get") return get(device, account, *query);
  if (action == "close") {
    if (!device.events().close(value(*query, "subscriptionId"))) {
      return fault("errNotFound", "there is no such subscription");
    }
    return envelope(200, "", "");
  }
  // Nobody waits here, so there is nothing to break off; the subscription stays open.
  if (action == "cancel") return envelope(200, "", "");
  return fault("errUnacceptableValue", "there is no such action");
}

}  // namespace lw::lab
