#include "lab/faults.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace lw::lab {
namespace {

constexpr std::size_t kLongAnswer = 6;
constexpr std::size_t kNoisyAnswer = 4;
constexpr std::size_t kEndlessRows = 50;

constexpr std::string_view kNames =
    "slow-bytes, drop-after:N, stall-after:N, hostile-banner, log-noise, wrong-width, "
    "changed-host-key, endless-output, unexpected-question, unexpected-question:N, "
    "at-line:N:cut-before|cut-after|reload|refuse|question|log";

}  // namespace

Result<void> add_fault(Faults& faults, std::string_view name) {
  if (add_web_fault(faults.web, name)) return {};
  const std::size_t colon = name.find(':');
  if (colon != std::string_view::npos) {
    const auto count = parse_decimal(name.substr(colon + 1));
    const std::string_view kind = name.substr(0, colon);
    if (const auto line = parse_line_fault(name.substr(colon + 1)); line && kind == "at-line") {
      faults.line = line;
      return {};
    }
    if (count && kind == "drop-after") {
      faults.drop_after = static_cast<std::size_t>(*count);
      return {};
    }
    if (count && kind == "stall-after") {
      faults.stall_after = static_cast<std::size_t>(*count);
      return {};
    }
    if (count && *count > 0 && kind == "unexpected-question") {
      faults.unexpected_question = static_cast<std::size_t>(*count);
      return {};
    }
  }
  if (name == "unexpected-question") {
    faults.unexpected_question = 1;
    return {};
  }
  constexpr std::pair<std::string_view, bool Faults::*> kSwitches[] = {
      {"slow-bytes", &Faults::slow_bytes},
      {"hostile-banner", &Faults::hostile_banner},
      {"log-noise", &Faults::log_noise},
      {"wrong-width", &Faults::wrong_width},
      {"changed-host-key", &Faults::changed_host_key},
      {"endless-output", &Faults::endless_output},
  };
  for (const auto& [known, field] : kSwitches) {
    if (known == name) {
      faults.*field = true;
      return {};
    }
  }
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("there is no fault \"{}\"", printable(name)),
                 fmt::format("the faults are {}, {}", kNames, kWebFaultNames));
}

std::string hostile_banner(std::string_view hostname) {
  return fmt::format(
      "*** Authorized staff of the lab only ***\n"
      "Tickets go to room #\nEscalate by mail to <noc@example.net>\n"
      "{}#\n{}>\nUsername: \nPassword: \nsee {}(config)# for rules\n",
      hostname, hostname, hostname);
}

DialogueFaults dialogue_faults(const Faults& faults) {
  return {faults.log_noise, faults.unexpected_question};
}

std::string noise_line(std::uint64_t row) {
  return fmt::format(
      "*Mar  1 00:{:02}:{:02}.{:03}: %LINEPROTO-5-UPDOWN: Line protocol on "
      "Interface Serial0/0/{}, changed state to {}",
      row / 60 % 60, row % 60, row * 37 % 1000, row % 4, row % 2 == 0 ? "down" : "up");
}

void FaultyOutput::add_noise(std::string& text) {
  if (std::ranges::count(text, '\n') < static_cast<long>(kNoisyAnswer)) return;
  const std::size_t middle = text.find('\n', text.size() / 2);
  if (middle != std::string::npos) text.insert(middle + 1, noise_line(++rows_) + "\r\n");
  // Glued to the prompt that was just shown, as a console does.
  text += noise_line(++rows_) + "\r\n";
}

std::vector<std::string> FaultyOutput::shape(std::string text) {
  if (faults_.endless_output && std::ranges::count(text, '\n') >= static_cast<long>(kLongAnswer)) {
    endless_ = true;
    text.resize(text.rfind('\n') + 1);
  }
  if (faults_.log_noise) add_noise(text);
  if (faults_.drop_after && sent_ + text.size() >= *faults_.drop_after) {
    text.resize(*faults_.drop_after - std::min(sent_, *faults_.drop_after));
    dropped_ = true;
  }
  if (faults_.stall_after && sent_ + text.size() > *faults_.stall_after) {
    text.resize(*faults_.stall_after - std::min(sent_, *faults_.stall_after));
    endless_ = false;
  }
  sent_ += text.size();
  std::vector<std::string> pieces;
  if (!faults_.slow_bytes) {
    if (!text.empty()) pieces.push_back(std::move(text));
    return pieces;
  }
  for (const char byte : text) pieces.emplace_back(1, byte);
  return pieces;
}

std::string FaultyOutput::endless() {
  std::string text;
  if (!endless_) return text;
  for (std::size_t i = 0; i < kEndlessRows; ++i) {
    text += fmt::format("{:08} more of the same\r\n", ++rows_);
  }
  return text;
}

}  // namespace lw::lab
