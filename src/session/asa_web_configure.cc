#include <fmt/core.h>

#include "base/text.h"
#include "session/asa_reply.h"
#include "session/asa_web.h"
#include "session/exec_command.h"
#include "session/screen.h"

namespace lw::session {
namespace {

constexpr std::string_view kUseTerminal =
    "add noconfirm where the command has it, or enter it over SSH, Telnet or the console";

// The device shows a line again above the marker that points into it (verified).
std::optional<std::size_t> find_shown(const LineRange& block,
                                      const std::vector<ConfigureLine>& lines,
                                      std::string_view text) {
  std::string_view above;
  for (const auto line : split_lines(text)) {
    if (trim(line) == "^") {
      for (std::size_t i = block.first; i < block.end(); ++i) {
        if (trim(lines[i].command) == trim(above)) return i;
      }
    }
    above = line;
  }
  return std::nullopt;
}

}  // namespace

net::Task<Result<std::string>> AsaWeb::post(std::string body, Deadline deadline) {
  LW_CO_ASSIGN(const auto response,
               co_await access_.post(std::string(root_) + "/config", "application/unknown",
                                     std::move(body), deadline));
  LW_CO_ASSIGN(const std::string text, text_of(response));
  const auto answers = strip_config_end(text);
  if (answers) co_return std::string(*answers) + "\n";
  co_return failure(ErrorCode::kCommandRejected,
                    fmt::format("the device did not say \"Config OK\": \"{}\"", words_of(text)),
                    "look at the device: how far it came is unknown");
}

Result<void> AsaWeb::check_questions(const ConfigBlock& block,
                                     const std::vector<ConfigureLine>& lines) const {
  for (const LineRange& unit : block.units) {
    const std::string& command = lines[unit.first].command;
    const auto why = platform_->interactive(command);
    if (!why) continue;
    return failure(ErrorCode::kUnsupported,
                   fmt::format("line {} \"{}\" {}, and the web interface can't answer",
                               unit.first + 1, words_of(command), *why),
                   std::string(kUseTerminal));
  }
  return {};
}

net::Task<Result<std::vector<Output>>> AsaWeb::configure(std::vector<ConfigureLine> lines,
                                                         Deadline deadline) {
  LW_CO_TRY(ready());
  for (const ConfigureLine& line : lines) LW_CO_TRY(check_command(line.command));
  LW_CO_ASSIGN(const std::vector<ConfigBlock> blocks,
               config_blocks(*platform_, commands_of(lines)));
  for (const ConfigBlock& block : blocks) LW_CO_TRY(check_questions(block, lines));
  LW_CO_TRY(co_await check_unit(deadline));
  std::vector<Output> outputs;
  for (const ConfigBlock& block : blocks) {
    auto entered = settle(co_await enter(block, lines, outputs, deadline));
    if (!entered) {
      co_return std::unexpected(std::move(entered).error().with_context(lines_text(block.lines)));
    }
    LW_CO_TRY(co_await check_switch_over(outputs, deadline));
    if (outputs.back().rejected) break;
  }
  co_return outputs;
}

net::Task<Result<void>> AsaWeb::enter(ConfigBlock block, const std::vector<ConfigureLine>& lines,
                                      std::vector<Output>& outputs, Deadline deadline) {
  const std::string sentinel = std::string(kSentinel) + "\n";
  std::string body = sentinel;
  if (!context_.empty()) {
    // Whether the mode outlives the change to another context is unknown: entering it twice does no
    // harm (inferred).
    body += change_context() + "\n" + platform_->configure + "\n" + sentinel;
  }
  for (const LineRange& unit : block.units) {
    for (std::size_t i = unit.first; i < unit.end(); ++i) {
      tell_sent(lines[i].command);
      body += lines[i].command + "\n";
    }
    body += sentinel;
  }
  auto answered = co_await post(std::move(body), deadline);
  if (!answered) co_return std::unexpected(how_far_is_unknown(std::move(answered).error()));
  const std::size_t before = context_.empty() ? 0 : 1;
  const auto reply = split_reply(*answered, before + block.units.size());
  if (!reply) {
    tell_answer(*answered);
    take_unsplit(block, lines, *answered, outputs);
    co_return Result<void>{};
  }
  if (before > 0) LW_CO_TRY(check_context(reply->parts.front()));
  for (std::size_t k = 0; k < block.units.size(); ++k) {
    const LineRange& unit = block.units[k];
    tell_answer(reply->parts[before + k]);
    outputs.push_back(
        answer_to(lines[unit.first].command, reply->parts[before + k], Source::kConfigReply));
    if (auto& rejected = outputs.back().rejected) {
      rejected->index = unit.first;
      co_return Result<void>{};
    }
    for (std::size_t i = unit.first + 1; i < unit.end(); ++i) {
      outputs.emplace_back().command = lines[i].command;
    }
    follow_rename(lines[unit.first].command);
  }
  co_return Result<void>{};
}

void AsaWeb::take_unsplit(const ConfigBlock& block, const std::vector<ConfigureLine>& lines,
                          std::string_view text, std::vector<Output>& outputs) const {
  const LineRange& range = block.lines;
  Output whole = answer_to(lines[range.first].command, text, Source::kConfigReply);
  const std::size_t told =
      whole.rejected ? find_shown(range, lines, text).value_or(range.first) : range.first;
  const std::size_t end = whole.rejected ? told + 1 : range.end();
  if (whole.rejected) {
    whole.rejected->command = lines[told].command;
    whole.rejected->index = told;
    if (told == range.first && range.count > 1) {
      whole.rejected->message += fmt::format(" (one of {})", lines_text(range));
    }
  }
  for (std::size_t i = range.first; i < end; ++i) {
    if (i == told) {
      outputs.push_back(std::move(whole));
    } else {
      outputs.emplace_back();
    }
    outputs.back().command = lines[i].command;
  }
}

}  // namespace lw::session
