#include "session/ips_events.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>

#include "base/text.h"
#include "session/xml_document.h"

namespace lw::session {
namespace {

Result<pugi::xml_document> read_envelope(std::string_view reply) {
  LW_ASSIGN(auto document, read_xml(reply));
  const auto root = document.document_element();
  if (const auto fault = find_element(root, "Fault")) {
    std::string words = words_in(find_element(fault, "Text"));
    if (words.empty()) words = "a fault without words";
    return failure(ErrorCode::kCommandRejected, "the event server refused: " + words,
                   "look at subscriptions that were never closed: show statistics sdee-server");
  }
  if (local_name(root) != "Envelope") {
    return failure(ErrorCode::kUnsupported, "the answer is no envelope of events");
  }
  return document;
}

// Nanoseconds since 1970 (verified).
std::string time_text(std::string_view nanoseconds) {
  const auto count = parse_decimal(trim(nanoseconds));
  if (!count) return "-";
  const std::chrono::sys_time<std::chrono::nanoseconds> time{std::chrono::nanoseconds(*count)};
  return fmt::format("{:%FT%TZ}", std::chrono::floor<std::chrono::seconds>(time));
}

std::string event_line(const pugi::xml_node& event) {
  const auto signature = find_element(event, "signature");
  std::string about;
  if (signature) {
    about = fmt::format("{} {}", printable(signature.attribute("id").value(), 20),
                        printable(signature.attribute("description").value(), 200));
  } else {
    for (const char* name : {"description", "errorMessage"}) {
      if (about.empty()) about = words_in(find_element(event, name));
    }
  }
  std::string line =
      fmt::format("{}  {:<13}  {}  {}", time_text(find_element(event, "time").text().get()),
                  printable(event.attribute("severity").value(), 20), local_name(event), about);
  const auto attacker = find_element(find_element(event, "attacker"), "addr");
  const auto target = find_element(find_element(event, "target"), "addr");
  if (attacker || target) line += fmt::format("  {} -> {}", words_in(attacker), words_in(target));
  return line;
}

}  // namespace

Result<std::string> sdee_subscription(std::string_view reply) {
  LW_ASSIGN(const auto document, read_envelope(reply));
  std::string id = words_in(find_element(document.document_element(), "subscriptionId"));
  const auto odd =
      id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
  if (id.empty() || odd != std::string::npos) {
    return failure(ErrorCode::kUnsupported, "the event server names no subscription");
  }
  return id;
}

// The words of the header are inferred.
Result<SdeeEvents> sdee_events(std::string_view reply) {
  LW_ASSIGN(const auto document, read_envelope(reply));
  const auto root = document.document_element();
  SdeeEvents events;
  for (const auto& event : find_element(root, "events").children()) {
    if (local_name(event).starts_with("ev")) events.lines += event_line(event) + "\n";
  }
  if (const auto remaining = find_element(root, "remainingEvents")) {
    events.warnings.push_back(
        fmt::format("{} more events are not shown; ask for fewer: show events past HH:MM:SS",
                    words_in(remaining)));
  }
  if (words_in(find_element(root, "missedEvents")) == "true") {
    events.warnings.emplace_back("the sensor has lost events that it had no more room for");
  }
  return events;
}

}  // namespace lw::session
