#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "session/exec_command.h"
#include "session/exec_page.h"
#include "session/ios_web.h"

namespace lw::session {

net::Task<Result<std::vector<Output>>> IosWeb::configure(std::vector<ConfigureLine> lines,
                                                         Deadline deadline) {
  LW_CO_TRY(ready());
  for (const ConfigureLine& line : lines) LW_CO_TRY(check_command(line.command));
  LW_CO_ASSIGN(const std::vector<ConfigBlock> blocks,
               config_blocks(*platform_, commands_of(lines)));
  // Opened before anything is sent, so that a missing side channel leaves no half configuration.
  for (const ConfigBlock& block : blocks) {
    std::string why = needs_terminal(block, lines);
    if (!why.empty()) LW_CO_TRY(co_await open_side(std::move(why), deadline));
  }
  std::vector<Output> outputs;
  for (const ConfigBlock& block : blocks) {
    auto entered = needs_terminal(block, lines).empty()
                       ? co_await enter(block, lines, outputs, deadline)
                       : co_await enter_on_terminal(block, lines, outputs, deadline);
    if (!entered) {
      co_return settle(Result<std::vector<Output>>(
          std::unexpected(std::move(entered).error().with_context(lines_text(block.lines)))));
    }
    if (outputs.back().rejected) break;
  }
  co_return outputs;
}

std::string IosWeb::needs_terminal(const ConfigBlock& block,
                                   const std::vector<ConfigureLine>& lines) const {
  const auto because = [&](const LineRange& unit, std::string_view why) {
    return fmt::format("line {} \"{}\" {}", unit.first + 1, words_of(lines[unit.first].command),
                       why);
  };
  for (const LineRange& unit : block.units) {
    if (const auto why = platform_->interactive(lines[unit.first].command)) {
      return because(unit, *why);
    }
    if (unit.count > 1) return because(unit, "takes a text over several lines");
  }
  if (interface_ == Interface::kPages && block.units.size() > 1) {
    return because(block.units.front(), "opens a section, which these pages can't hold open");
  }
  return {};
}

net::Task<Result<void>> IosWeb::enter(ConfigBlock block, const std::vector<ConfigureLine>& lines,
                                      std::vector<Output>& outputs, Deadline deadline) {
  std::vector<std::string> commands;
  for (std::size_t i = block.lines.first; i < block.lines.end(); ++i) {
    commands.push_back(lines[i].command);
    tell_sent(lines[i].command);
  }
  std::vector<CommandReply> replies;
  if (interface_ == Interface::kPages) {
    auto text = co_await get_page(configure_page_target(commands.front()), deadline);
    if (!text) co_return std::unexpected(how_far_is_unknown(std::move(text).error()));
    replies.push_back({0, *std::move(text)});
  } else {
    auto answered = co_await post(CommandsetMode::kConfigure, std::move(commands), deadline);
    if (!answered) co_return std::unexpected(how_far_is_unknown(std::move(answered).error()));
    if (!*answered) {
      co_return failure(ErrorCode::kConnectionLost,
                        "the answer can't be made out; how far the device came is unknown",
                        "look at the device before entering the lines again");
    }
    replies = **std::move(answered);
  }
  for (std::size_t k = 0; k < replies.size(); ++k) {
    const std::size_t index = block.lines.first + k;
    outputs.push_back(judge_line(lines[index].command, replies[k]));
    tell_answer(outputs.back().text);
    if (auto& rejected = outputs.back().rejected) {
      rejected->index = index;
      break;
    }
    follow_rename(lines[index].command);
  }
  co_return Result<void>{};
}

// An answer is a refusal unless a line of it is known and none of them refuses.
Output IosWeb::judge_line(std::string_view command, const CommandReply& reply) const {
  Output output = make_reply_output(command, reply, Source::kConfigReply);
  if (output.rejected) return output;
  bool known = false;
  std::string_view first;
  for (const auto line : split_lines(output.text)) {
    if (trim(line).empty() || platform_->is_asynchronous(line)) continue;
    if (first.empty()) first = trim(line);
    known = known || platform_->judge(line) != platform::Verdict::kPlain;
  }
  if (known || first.empty()) return output;
  Rejection rejection;
  rejection.command = command;
  rejection.message = first;
  output.rejected = std::move(rejection);
  return output;
}

net::Task<Result<void>> IosWeb::enter_on_terminal(ConfigBlock block,
                                                  const std::vector<ConfigureLine>& lines,
                                                  std::vector<Output>& outputs, Deadline deadline) {
  const auto begin = lines.begin() + static_cast<std::ptrdiff_t>(block.lines.first);
  LW_CO_ASSIGN(std::vector<Output> entered,
               co_await side_->configure(
                   {begin, begin + static_cast<std::ptrdiff_t>(block.lines.count)}, deadline));
  for (Output& output : entered) {
    if (output.rejected) output.rejected->index += block.lines.first;
    outputs.push_back(std::move(output));
  }
  if (outputs.empty()) {
    co_return failure(ErrorCode::kInternal, "the side channel entered nothing and said nothing");
  }
  co_return Result<void>{};
}

}  // namespace lw::session
